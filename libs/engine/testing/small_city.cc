#include "engine/testing/small_city.h"

#include "base/digest/sha256.h"
#include "base/status/text.h"
#include "storage/big_endian.h"

namespace wangge::engine {
namespace {

using domain::EditionKind;

enum Stages : domain::StageIndex { kFresh, kBooked, kSent, kDone, kEnded, kDropped };

std::vector<domain::Action> Actions() {
  using domain::ActionEffect, domain::Desk, domain::Guard, domain::Input, domain::Milestone, domain::Part;
  std::vector<domain::Action> actions(7);
  actions[0] = {.id = "book",
                .from = {kFresh},
                .to = kBooked,
                .roles = {"desk"},
                .inputs = {Input::kCondition},
                .effects = {ActionEffect::kFile},
                .stops = {kAnswerClock},
                .milestone = Milestone::kFiled,
                .part = Part::kFiler};
  actions[1] = {.id = "send",
                .desk = Desk::kDispatch,
                .from = {kBooked},
                .to = kSent,
                .roles = {"desk"},
                .inputs = {Input::kUnit},
                .effects = {ActionEffect::kDispatch},
                .starts = {kWorkClock},
                .milestone = Milestone::kDispatched};
  actions[2] = {.id = "give-back",
                .from = {kSent},
                .to = kBooked,
                .roles = {"crew"},
                .guards = {Guard::kActorIsOfUnit},
                .effects = {ActionEffect::kRelease},
                .stops = {kWorkClock}};
  actions[3] = {.id = "finish",
                .from = {kSent},
                .to = kDone,
                .roles = {"crew"},
                .guards = {Guard::kActorIsOfUnit},
                .stops = {kWorkClock},
                .milestone = Milestone::kConfirmed,
                .part = Part::kHandler};
  actions[4] = {.id = "redo",
                .from = {kDone},
                .to = kSent,
                .roles = {"desk"},
                .effects = {ActionEffect::kRework},
                .starts = {kWorkClock}};
  actions[5] = {.id = "end",
                .from = {kDone},
                .to = kEnded,
                .roles = {"desk", "crew"},
                .guards = {Guard::kActorIsNotHandler},
                .milestone = Milestone::kEnded};
  actions[6] = {.id = "drop", .from = {kFresh}, .to = kDropped, .roles = {"desk"}, .stops = {kAnswerClock}};
  return actions;
}

std::shared_ptr<const domain::Procedure> SmallProcedure() {
  auto procedure = std::make_shared<domain::Procedure>();
  procedure->id = "steps";
  procedure->report_roles = {"patrol"};
  procedure->report_starts = {kAnswerClock};
  procedure->stages = {{.id = "fresh"},
                       {.id = "booked"},
                       {.id = "sent"},
                       {.id = "done"},
                       {.id = "ended", .outcome = domain::Outcome::kClosed},
                       {.id = "dropped", .outcome = domain::Outcome::kVoided}};
  procedure->clocks = {{.id = "answer", .limit = domain::Limit{domain::LimitUnit::kUrgentHour, 2}}, {.id = "work"}};
  procedure->actions = Actions();
  procedure->disposal_clock = kWorkClock;
  return procedure;
}

std::shared_ptr<const domain::Catalogue> SmallCatalogue() {
  auto catalogue = std::make_shared<domain::Catalogue>();
  catalogue->Add(domain::Category{.id = "lamp"});
  catalogue->Add(domain::Condition{"dark", "lamp", {}, domain::Limit{domain::LimitUnit::kUrgentHour, 1}});
  catalogue->Add(domain::Condition{"flickers", "lamp", {}, domain::Limit{domain::LimitUnit::kUrgentMinute, 30}});
  catalogue->Add(domain::Condition{"ugly", "lamp", {}, std::nullopt});
  catalogue->Seal();
  return catalogue;
}

std::shared_ptr<const domain::System> SmallSystem() {
  auto system = std::make_shared<domain::System>();
  system->id = "town";
  system->procedure = "steps";
  system->catalogue = "things";
  system->layers = {"grid"};
  system->area_root = "11";
  system->local_days = domain::Calendar::Bare(Hours(8));
  system->sources["walk"] = {.trusted = true};
  return system;
}

std::shared_ptr<const domain::Organisations> SmallOrganisations() {
  auto organisations = std::make_shared<domain::Organisations>();
  for (const char* unit : {"u-1", "u-2", "u-3"}) (*organisations)[unit] = {.kind = domain::OrganisationKind::kUnit};
  return organisations;
}

std::shared_ptr<const domain::Roles> SmallRoles() {
  auto roles = std::make_shared<domain::Roles>();
  (*roles)["patrol"] = {};
  (*roles)["desk"] = {};
  (*roles)["crew"] = {.scope = domain::Scope::kUnit};
  (*roles)["chief"] = {.administers = true};
  return roles;
}

void Compile(domain::Editions& editions, EditionKind kind, const std::string& name, domain::EditionId id) {
  switch (kind) {
    case EditionKind::kSystem:
      return editions.systems.Activate(name, id, SmallSystem());
    case EditionKind::kProcedure:
      return editions.procedures.Activate(name, id, SmallProcedure());
    case EditionKind::kCatalogue:
      return editions.catalogues.Activate(name, id, SmallCatalogue());
    case EditionKind::kOrganisations:
      editions.organisations = SmallOrganisations();
      return;
    case EditionKind::kRoles:
      editions.roles = SmallRoles();
      return;
    case EditionKind::kLayer:
    case EditionKind::kResponsibilities:
    case EditionKind::kCalendar:
    case EditionKind::kComponents:
    case EditionKind::kAbsences:
    case EditionKind::kCampaign:
      return;
  }
}

}  // namespace

EditionLoader SmallCityLoader() {
  return [](domain::Editions& editions, const domain::EditionActivated& event, domain::EditionId id, Timestamp at,
            std::string_view body) -> absl::Status {
    if (body == "bad") return InvalidArgument("Expected a good body, but this one is bad.");
    Compile(editions, event.kind, event.name, id);
    editions.activations[{event.kind, event.name}] = {id, event.hash, event.version, at};
    return absl::OkStatus();
  };
}

Envelope Activation(EditionKind kind, std::string name, std::string body) {
  const Hash hash = Sha256::Of(body);
  return {.actor = Chief(),
          .command = domain::ActivateEdition{kind, std::move(name), hash},
          .edition_body = std::move(body)};
}

std::vector<Envelope> SmallCityEditions() {
  return {Activation(EditionKind::kCatalogue, "things", "the things"),
          Activation(EditionKind::kProcedure, "steps", "the steps"),
          Activation(EditionKind::kSystem, "town", "the town"),
          Activation(EditionKind::kOrganisations, "all", "the organisations"),
          Activation(EditionKind::kRoles, "all", "the roles")};
}

domain::Actor Patrol(std::string id) { return {std::move(id), "o-1", "*", {"patrol"}}; }
domain::Actor Desk(std::string id) { return {std::move(id), "o-2", "11", {"desk"}}; }
domain::Actor Crew(std::string unit, std::string id) {
  if (id.empty()) id = unit + "-crew";
  return {std::move(id), std::move(unit), "", {"crew"}};
}
domain::Actor Chief() { return {"chief", "o-1", "*", {"chief"}}; }

std::string RequestId(std::uint64_t number) {
  std::string id(8, 'r');
  storage::AppendBigEndian(number, id);
  return id;
}

Envelope Report(std::string area, std::string request_id) {
  domain::Location location{.position = Position{1'163'000'000, 399'000'000}, .source = domain::PositionSource::kGnss};
  if (area.empty()) {
    location.gaps = {{"grid", 1, "1101", 900}};
  } else {
    location.placements = {{"grid", 1, std::move(area), 1, 120}};
  }
  return {.request_id = std::move(request_id),
          .actor = Patrol(),
          .command = domain::SubmitReport{
              .system = "town", .source = "walk", .category = "lamp", .location = std::move(location)}};
}

Envelope Act(domain::Actor actor, domain::CaseId id, std::string action, std::string note) {
  domain::PerformAction command{.case_id = id, .action = std::move(action)};
  if (command.action == "send") {
    command.desk = domain::Desk::kDispatch;
    command.unit = std::move(note);
  } else {
    command.condition = std::move(note);
  }
  return {.actor = std::move(actor), .command = std::move(command)};
}

}  // namespace wangge::engine
