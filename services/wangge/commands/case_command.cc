#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <memory>

#include "base/rfc3339.h"
#include "base/status/clock.h"
#include "base/status/text.h"
#include "services/wangge/client/case_desk.h"
#include "services/wangge/client/upload.h"
#include "services/wangge/commands/case_arguments.h"
#include "services/wangge/commands/case_text.h"
#include "services/wangge/commands/command.h"
#include "services/wangge/commands/illustrative.h"
#include "services/wangge/commands/message_json.h"
#include "services/wangge/commands/server_options.h"
#include "services/wangge/usage_error.h"
#include "wangge/resolution/v1/resolution.grpc.pb.h"
#include "wire/time.h"

namespace wangge::commands {
namespace {

namespace v1 = resolution::v1;
using Resolution = v1::ResolutionService;

constexpr int kPageSize = 200;

struct Options {
  std::shared_ptr<client::Access> access{};
  std::string name{};  // as typed
  std::string purpose{};
  std::string clock{};
  std::string state = "any";
  std::string order = "newest";
  std::uint64_t count_max = 50;
  v1::CaseFilter filter{};
  client::Step step{};
  std::vector<std::string> photos{};
  std::string until{};
  std::string at{};        // LON,LAT of a proof
  std::string position{};  // LON,LAT of the case
  bool json = false;
};

absl::Status List(const Options& options) {
  WANGGE_ASSIGN_OR_RETURN(const client::Connection connection, client::Connection::Open(*options.access));
  const auto stub = connection.StubOf<Resolution>();
  v1::ListCasesRequest request;
  *request.mutable_filter() = options.filter;
  if (options.state == "open") request.mutable_filter()->set_state(v1::CASE_STATE_OPEN);
  if (options.state == "ended") request.mutable_filter()->set_state(v1::CASE_STATE_ENDED);
  request.set_order(options.order == "due"      ? v1::CASE_ORDER_DUE
                    : options.order == "oldest" ? v1::CASE_ORDER_OLDEST
                                                : v1::CASE_ORDER_NEWEST);
  if (options.access->caller.area.empty() && options.access->token.empty()) {
    std::fprintf(stderr, "wangge: no --area is given: that area is nowhere\n");
  }
  const bool is_illustrative = HasIllustrativeLayer(connection);
  bool is_first = true;
  for (std::uint64_t left = options.count_max; left > 0;) {
    request.set_page_size(static_cast<int>(std::min<std::uint64_t>(left, kPageSize)));
    WANGGE_ASSIGN_OR_RETURN(const auto page, connection.Call(*stub, &Resolution::Stub::ListCases, request));
    if (is_first && page.cases().empty()) std::fprintf(stderr, "no case\n");
    if (is_first && !page.cases().empty() && !options.json) {
      if (is_illustrative) PrintIllustrativeTitle();
      PrintCaseTitles();
    }
    is_first = false;
    for (const auto& c : page.cases()) {
      if (options.json) {
        WANGGE_RETURN_IF_ERROR(PrintJson(c, is_illustrative));
      } else {
        PrintCaseLine(c);
      }
    }
    if (page.next_page_token().empty()) return absl::OkStatus();
    left -= std::min<std::uint64_t>(left, static_cast<std::uint64_t>(page.cases_size()));
    request.set_page_token(page.next_page_token());
  }
  std::fprintf(stderr, "more than %llu: use --max\n", static_cast<unsigned long long>(options.count_max));
  return absl::OkStatus();
}

absl::Status PrintOne(const client::Connection& connection, const cases::v1::Case& c, bool json) {
  const bool is_illustrative = HasIllustrativeLayer(connection);
  if (json) return PrintJson(c, is_illustrative);
  if (is_illustrative) PrintIllustrativeTitle();
  PrintCase(c);
  return absl::OkStatus();
}

absl::Status Show(const Options& options) {
  WANGGE_ASSIGN_OR_RETURN(const client::Connection connection, client::Connection::Open(*options.access));
  const auto stub = connection.StubOf<Resolution>();
  v1::GetCaseRequest request;
  WANGGE_ASSIGN_OR_RETURN(*request.mutable_name(), CaseNameOf(options.name));
  request.set_purpose(options.purpose);
  WANGGE_ASSIGN_OR_RETURN(const auto response, connection.Call(*stub, &Resolution::Stub::GetCase, request));
  return PrintOne(connection, response.case_(), options.json);
}

// What a field may hold, where the server can tell.
absl::Status PrintChoices(const client::Connection& connection, const std::string& name,
                          const cases::v1::AllowedAction& action) {
  for (const int field : action.required()) {
    if (field != cases::v1::ACTION_FIELD_UNIT || action.desk() != cases::v1::DESK_DISPATCH) continue;
    WANGGE_ASSIGN_OR_RETURN(const auto units, client::ListCandidates(connection, name));
    for (const auto& unit : units) PrintCandidate(unit);
  }
  return absl::OkStatus();
}

absl::Status Actions(const Options& options) {
  WANGGE_ASSIGN_OR_RETURN(const client::Connection connection, client::Connection::Open(*options.access));
  WANGGE_ASSIGN_OR_RETURN(const std::string name, CaseNameOf(options.name));
  WANGGE_ASSIGN_OR_RETURN(const auto allowed, client::ListAllowedActions(connection, name));
  if (allowed.actions.empty()) std::fprintf(stderr, "none for your roles, in this stage\n");
  for (const auto& action : allowed.actions) {
    if (options.json) {
      WANGGE_RETURN_IF_ERROR(PrintJson(action));
    } else {
      PrintAction(action);
      WANGGE_RETURN_IF_ERROR(PrintChoices(connection, name, action));
    }
  }
  return absl::OkStatus();
}

// Taken now.
absl::Status SetProof(const std::string& at, cases::v1::ProofOfPresence& proof) {
  *proof.mutable_captured_at() = wire::ToProto(SystemClock().Now());
  return SetPosition("--at", at, cases::v1::POSITION_SOURCE_GNSS, *proof.mutable_position());
}

absl::Status Act(const Options& options) {
  WANGGE_ASSIGN_OR_RETURN(const client::Connection connection, client::Connection::Open(*options.access));
  client::Step step = options.step;
  WANGGE_ASSIGN_OR_RETURN(step.name, CaseNameOf(options.name));
  if (!options.until.empty()) {
    const auto until = ParseRfc3339(options.until);
    if (!until) {
      return UsageError("Expected an instant such as 2026-05-01T00:00:00+08:00 with --until, but got \"" +
                        options.until + "\".");
    }
    *step.input.mutable_until() = wire::ToProto(*until);
  }
  if (!options.at.empty()) WANGGE_RETURN_IF_ERROR(SetProof(options.at, *step.input.mutable_proof()));
  if (!options.position.empty()) {
    WANGGE_RETURN_IF_ERROR(SetPosition("--position", options.position, cases::v1::POSITION_SOURCE_MAP_PICK,
                                       *step.input.mutable_position()));
  }
  for (const std::string& photo : options.photos) {
    WANGGE_ASSIGN_OR_RETURN(*step.input.add_attachments(), client::UploadPhoto(connection, photo));
  }
  WANGGE_ASSIGN_OR_RETURN(const auto after, client::PerformStep(connection, std::move(step)));
  WANGGE_RETURN_IF_ERROR(PrintOne(connection, after, options.json));
  const bool has_incident = !after.incidents().empty() && !after.incidents().rbegin()->has_resolved_at();
  if (!options.step.by_rules) return absl::OkStatus();
  if (!has_incident) {
    std::fprintf(stderr, "the rules name %s\n", after.unit().c_str());
    return absl::OkStatus();
  }
  return FailedPrecondition("Expected rules of responsibility that name a unit, but they do not: " +
                            IncidentText(*after.incidents().rbegin()) +
                            ". The case waits with this incident. Name a --unit, and see `wangge routing check`.");
}

absl::Status History(const Options& options) {
  WANGGE_ASSIGN_OR_RETURN(const client::Connection connection, client::Connection::Open(*options.access));
  const auto stub = connection.StubOf<Resolution>();
  v1::ListHistoryRequest request;
  WANGGE_ASSIGN_OR_RETURN(*request.mutable_name(), CaseNameOf(options.name));
  request.set_purpose(options.purpose);
  request.set_page_size(kPageSize);
  while (true) {
    WANGGE_ASSIGN_OR_RETURN(const auto page, connection.Call(*stub, &Resolution::Stub::ListHistory, request));
    for (const auto& entry : page.entries()) {
      if (options.json) {
        WANGGE_RETURN_IF_ERROR(PrintJson(entry));
      } else {
        PrintStep(entry);
      }
    }
    if (page.next_page_token().empty()) return absl::OkStatus();
    request.set_page_token(page.next_page_token());
  }
}

absl::Status Explain(const Options& options) {
  WANGGE_ASSIGN_OR_RETURN(const client::Connection connection, client::Connection::Open(*options.access));
  const auto stub = connection.StubOf<Resolution>();
  v1::GetCaseRequest get;
  WANGGE_ASSIGN_OR_RETURN(*get.mutable_name(), CaseNameOf(options.name));
  WANGGE_ASSIGN_OR_RETURN(const auto found, connection.Call(*stub, &Resolution::Stub::GetCase, get));
  bool is_any = false;
  for (const auto& clock : found.case_().clocks()) {
    if (!options.clock.empty() && clock.clock() != options.clock) continue;
    v1::ExplainDeadlineRequest request;
    request.set_name(get.name());
    request.set_clock(clock.clock());
    request.set_generation(clock.generation());
    WANGGE_ASSIGN_OR_RETURN(const auto response, connection.Call(*stub, &Resolution::Stub::ExplainDeadline, request));
    is_any = true;
    if (options.json) {
      WANGGE_RETURN_IF_ERROR(PrintJson(response.explanation()));
    } else {
      PrintExplanation(response.explanation());
    }
  }
  if (!is_any) std::fprintf(stderr, "no such clock has run on it\n");
  return absl::OkStatus();
}

// A filter or input field of a message as an option.
template <typename Set>
void AddText(CLI::App& command, const std::string& name, const std::string& help, Set set) {
  command.add_option_function<std::string>(name, std::move(set), help);
}

void Finish(CLI::App& command, const std::shared_ptr<Options>& options, absl::Status (*body)(const Options&)) {
  command.add_flag("--json", options->json, "One line of JSON each");
  options->access = AddServerOptions(command);
  OnRun(command, [options, body] { return body(*options); });
}

void AddList(CLI::App& parent) {
  CLI::App* command = parent.add_subcommand("list", "Cases that all the given filters hold for");
  const auto options = std::make_shared<Options>();
  v1::CaseFilter* filter = &options->filter;
  command->add_option("--state", options->state, "open, ended or any")
      ->check(CLI::IsMember({"open", "ended", "any"}))
      ->capture_default_str();
  command->add_option("--order", options->order, "newest, oldest, or with --state open: due")
      ->check(CLI::IsMember({"newest", "oldest", "due"}))
      ->capture_default_str();
  command->add_option("--max", options->count_max, "How many at most")
      ->check(CLI::Range(1, 1'000'000))
      ->capture_default_str();
  AddText(*command, "--stage", "Id of the stage", [filter](const std::string& v) { filter->set_stage(v); });
  AddText(*command, "--unit", "Id of the unit", [filter](const std::string& v) { filter->set_unit(v); });
  AddText(*command, "--inspector", "Who has a task on it",
          [filter](const std::string& v) { filter->set_inspector(v); });
  AddText(*command, "--grid", "Beginning of a cell code",
          [filter](const std::string& v) { filter->set_grid_prefix(v); });
  AddText(*command, "--category", "Id of the category", [filter](const std::string& v) { filter->set_category(v); });
  AddText(*command, "--source", "Id of the channel", [filter](const std::string& v) { filter->set_source(v); });
  AddText(*command, "--number", "Receipt or case number", [filter](const std::string& v) { filter->set_number(v); });
  command->add_flag_callback(
      "--incident", [filter] { filter->set_incident(true); },
      "Only open cases for which the rules of responsibility name no unit");
  command->add_flag_callback(
      "--overdue", [filter] { filter->set_overdue(true); }, "Only open cases whose present limit has passed");
  Finish(*command, options, List);
}

void AddAct(CLI::App& parent) {
  CLI::App* command = parent.add_subcommand("act", "Perform one action, at whichever desk takes it");
  const auto options = std::make_shared<Options>();
  cases::v1::ActionInput* input = &options->step.input;
  command->add_option("case", options->name, "The case")->required();
  command->add_option("--action", options->step.action, "From `case actions`")->required();
  command->add_option("--etag", options->step.etag, "The case as you saw it; without it, as it is now");
  AddText(*command, "--unit", "Id of a unit", [input](const std::string& v) { input->set_unit(v); });
  command->add_flag("--by-rules", options->step.by_rules, "The unit that the rules of responsibility name")
      ->excludes("--unit");
  AddText(*command, "--condition", "Id of a filing condition",
          [input](const std::string& v) { input->set_condition(v); });
  AddText(*command, "--inspector", "Id of an inspector", [input](const std::string& v) { input->set_inspector(v); });
  AddText(*command, "--note", "An opinion or result", [input](const std::string& v) { input->set_note(v); });
  AddText(*command, "--reason", "One of the action's reasons", [input](const std::string& v) { input->set_reason(v); });
  AddText(*command, "--co-unit", "Id of a unit that helps; may stand several times",
          [input](const std::string& v) { input->add_co_units(v); });
  AddText(*command, "--handler", "Id of a member of the unit",
          [input](const std::string& v) { input->set_handler(v); });
  AddText(*command, "--master", "The case that this one repeats: cases/ID or ID",
          [input](const std::string& v) { input->set_master(v.rfind("cases/", 0) == 0 ? v : "cases/" + v); });
  command->add_option("--until", options->until, "The end that a request asks for, RFC 3339");
  command->add_option("--at", options->at, "Where you stand, LON,LAT: the proof that an action asks for");
  command->add_option("--position", options->position, "Where the case really lies, LON,LAT, picked on a map");
  command->add_option("--photo", options->photos, "JPEG, PNG or WebP; may stand several times");
  Finish(*command, options, Act);
}

void AddOfOne(CLI::App& parent, const std::string& name, const std::string& help,
              absl::Status (*body)(const Options&)) {
  CLI::App* command = parent.add_subcommand(name, help);
  const auto options = std::make_shared<Options>();
  command->add_option("case", options->name, "The case: cases/ID or ID")->required();
  if (name == "explain") {
    command->add_option("--clock", options->clock, "Id of one clock (default: every clock that runs or ran)");
  } else if (name != "actions") {
    command->add_option("--purpose", options->purpose,
                        "Why personal fields are read, for the record; else they are left out");
  }
  Finish(*command, options, body);
}

}  // namespace

void AddCase(CLI::App& app) {
  CLI::App* command = app.add_subcommand("case", "Cases of a running server")->require_subcommand(1);
  AddMigrate(*command);
  AddList(*command);
  AddSimilar(*command);
  AddOfOne(*command, "show", "One case", Show);
  AddOfOne(*command, "actions", "What the caller may do with it now", Actions);
  AddAct(*command);
  AddOfOne(*command, "explain", "Why its deadlines are what they are", Explain);
  AddOfOne(*command, "history", "Its steps, oldest first", History);
}

}  // namespace wangge::commands
