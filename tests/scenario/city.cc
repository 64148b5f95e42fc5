#include "tests/scenario/city.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <utility>
#include <variant>

#include "base/check.h"
#include "base/digest/sha256.h"
#include "catalog/config_files.h"
#include "catalog/layer_body.h"
#include "domain/scope.h"
#include "services/wangge/state_files.h"
#include "storage/case_record.h"
#include "storage/keys.h"
#include "storage/memory_store.h"

namespace wangge::scenario {
namespace {

using domain::EditionKind;

constexpr char kLayer[] = "unit_grid";
constexpr char kSystem[] = "urban";

const std::vector<catalog::ConfigEdition>& DemoEditions() {
  static const auto editions =
      catalog::ReadConfigFiles(std::string(WANGGE_SOURCE_DIR) + "/config/demo/lishui/city.textproto");
  CHECK(editions.ok());
  return *editions;
}

std::string ReasonOf(const engine::Answer& answer) {
  const auto* rejection = std::get_if<domain::Rejection>(&answer);
  if (rejection != nullptr) return rejection->reason;
  const auto* status = std::get_if<absl::Status>(&answer);
  return status == nullptr ? std::string() : status->ToString();
}

domain::ClockIndex ClockOf(const domain::Procedure& procedure, const std::string& id) {
  const auto found = std::ranges::find(procedure.clocks, id, &domain::ClockRule::id);
  CHECK(found != procedure.clocks.end());
  return static_cast<domain::ClockIndex>(found - procedure.clocks.begin());
}

engine::Envelope Act(const domain::Actor& actor, const domain::Case& c, const std::string& action, const Input& input,
                     const domain::Procedure& procedure, Timestamp now) {
  const auto rule = std::ranges::find(procedure.actions, action, &domain::Action::id);
  CHECK(rule != procedure.actions.end());
  return {.actor = actor,
          .command = domain::PerformAction{
              .case_id = c.id,
              .action = action,
              .desk = rule->desk,
              .unit = input.unit,
              .condition = input.condition,
              .inspector = input.inspector,
              .co_units = input.co_units,
              .handler = input.handler,
              .until = input.until,
              .proof = domain::Proof{.captured_at = input.captured_at.value_or(now), .distance_cm = input.distance_cm},
              .location = input.location,
              .master = input.master,
              .has_note = rule->Asks(domain::Input::kNote)}};
}

}  // namespace

City::City(GridMap map) : map_(std::move(map)), store_(storage::NewMemoryStore()) {
  auto committer = storage::RocksCommitter::Open(store_.get(), {.inline_mode = true});
  CHECK(committer.ok());
  committer_ = *std::move(committer);
  auto shard = engine::Shard::Open(*committer_, {}, CatalogLoader(), nullptr);
  CHECK(shard.ok());
  shard_ = *std::move(shard);
  Redraw(map_);
  for (const catalog::ConfigEdition& edition : DemoEditions()) {
    if (edition.kind != EditionKind::kLayer) Activate(edition.kind, edition.name, edition.body);
  }
}

void City::Activate(EditionKind kind, const std::string& name, const std::string& body) {
  const domain::Actor owner{.id = "owner", .area = "*", .roles = {"administrator"}};
  const engine::Answer answer =
      Send({.actor = owner, .command = domain::ActivateEdition{kind, name, Sha256::Of(body)}, .edition_body = body});
  EXPECT_EQ(ReasonOf(answer), "") << name;
}

void City::Redraw(const GridMap& map) {
  const std::string geojson = map.GeoJson();
  const auto body = catalog::EncodeLayerBody({"code", "wgs84", geojson});
  CHECK(body.ok());
  Activate(EditionKind::kLayer, kLayer, *body);
}

engine::Answer City::Send(engine::Envelope envelope) {
  engine::Answer answer = absl::InternalError("no answer");
  std::vector<engine::Pending> one;
  one.push_back({std::move(envelope), [&answer](engine::Answer given) { answer = std::move(given); }});
  shard_->Process(std::move(one), now_);
  return answer;
}

domain::Case City::CaseAfter(engine::Envelope envelope) {
  const engine::Answer answer = Send(std::move(envelope));
  EXPECT_EQ(ReasonOf(answer), "");
  const auto* accepted = std::get_if<engine::Accepted>(&answer);
  return accepted == nullptr ? domain::Case() : *accepted->the_case;
}

std::size_t City::FireTimers() {
  std::size_t all = 0;
  for (std::size_t fired = 1; fired > 0; all += fired) fired = shard_->FireTimers(now_, 100);
  return all;
}

domain::Location City::Locate(Position position, const GridMap& map, std::uint64_t version) const {
  domain::Location location{.position = position, .source = domain::PositionSource::kGnss};
  const auto layer = map.Build(kLayer, version);
  const geo::Location found = layer->Locate(position, {.edge = true, .nearest = true});
  if (found.code.empty()) {
    location.gaps = {{kLayer, found.version, std::string(found.nearest), found.nearest_cm.value_or(0)}};
  } else {
    location.placements = {{kLayer, found.version, std::string(found.code), found.matches, std::nullopt}};
  }
  return location;
}

domain::SubmitReport City::NewReport(domain::Location location, const std::string& source) const {
  return {.system = kSystem, .source = source, .category = kCover, .location = std::move(location)};
}

void City::Reissue(const std::string& from, const std::string& to) {
  for (const catalog::ConfigEdition& edition : DemoEditions()) {
    if (edition.kind != EditionKind::kProcedure) continue;
    std::string body = edition.body;
    const std::size_t at = body.find(from);
    CHECK(at != std::string::npos);
    Activate(edition.kind, edition.name, body.replace(at, from.size(), to));
  }
}

Story City::Report(char letter, const domain::Actor& actor, const std::string& source, std::uint8_t photos,
                   const std::string& category) {
  domain::SubmitReport report = NewReport(Locate(map_.MiddleOf(letter), map_, 1), source);
  report.attachments = photos;
  report.category = category;
  return {*this, CaseAfter({.actor = actor, .command = std::move(report)})};
}

std::string City::RefusalOfReport(domain::Location location, const std::string& source, std::uint8_t photos) {
  domain::SubmitReport report = NewReport(std::move(location), source);
  report.attachments = photos;
  return ReasonOf(Send({.actor = kInspector, .command = std::move(report)}));
}

engine::CasePage City::GapQueue() {
  engine::Directory directory;
  CHECK(directory.Load(*committer_->Published(), domain::ShardId{0}, *shard_->editions()).ok());
  return directory.List({.view = domain::ViewOf(kAcceptor, *shard_->editions()->roles), .in_gap_only = true});
}

const domain::Procedure& City::procedure() const { return *shard_->editions()->procedures.Active("urban")->body; }

Story& Story::Do(const domain::Actor& actor, const std::string& action, const Input& input) {
  const ::testing::ScopedTrace trace(__FILE__, __LINE__, action);
  case_ = city_.CaseAfter(Act(actor, case_, action, input, city_.procedure(), city_.now()));
  return *this;
}

std::string Story::RefusalOf(const domain::Actor& actor, const std::string& action, const Input& input) {
  return ReasonOf(city_.Send(Act(actor, case_, action, input, city_.procedure(), city_.now())));
}

std::string Story::stage() const { return city_.procedure().stages[case_.stage].id; }

const domain::ClockRun& Story::clock(const std::string& id) const {
  const domain::ClockRun* run = domain::LatestRun(case_, ClockOf(city_.procedure(), id));
  CHECK(run != nullptr);
  return *run;
}

std::uint32_t Story::counted(const std::string& counter) const {
  const auto& counters = city_.procedure().counters;
  const auto found = std::ranges::find(counters, counter, &domain::Counter::id);
  CHECK(found != counters.end());
  return domain::CountOf(case_, static_cast<domain::CounterIndex>(found - counters.begin()));
}

bool Story::AnyClockRuns() const {
  return std::ranges::any_of(case_.clocks, [](const domain::ClockRun& run) { return !run.stopped.has_value(); });
}

Story& Story::Migrate() {
  const domain::Actor owner{.id = "owner", .area = "*", .roles = {"administrator"}};
  case_ = city_.CaseAfter({.actor = owner, .command = domain::MigrateCase{case_.id}});
  return *this;
}

Story& Story::Refresh() {
  const auto row = city_.committer_->Published()->Get(storage::Family::kCase, storage::CaseKey(case_.id));
  CHECK(row.ok() && row->has_value());
  auto stored = storage::DecodeCase(case_.id, **row);
  CHECK(stored.ok());
  case_ = *std::move(stored);
  return *this;
}

}  // namespace wangge::scenario
