// `case similar`: open cases like a case, or like something at a place, for whoever decides whether one repeats
// another.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>

#include "base/limits.h"
#include "base/status/text.h"
#include "engine/directory.h"
#include "engine/edition_book.h"
#include "rpc/error.h"
#include "services/resolution/similar_cases.h"
#include "services/wangge/case_scan.h"
#include "services/wangge/commands/case_arguments.h"
#include "services/wangge/commands/case_text.h"
#include "services/wangge/commands/command.h"
#include "services/wangge/commands/message_json.h"
#include "services/wangge/commands/server_options.h"
#include "services/wangge/state_files.h"
#include "services/wangge/usage_error.h"
#include "storage/case_record.h"
#include "storage/keys.h"
#include "wangge/resolution/v1/resolution.grpc.pb.h"
#include "wire/case.h"
#include "wire/names.h"

namespace wangge::commands {
namespace {

namespace v1 = resolution::v1;
using Service = v1::ResolutionService;

constexpr double kCentimetresPerMetre = 100;

struct Options {
  std::shared_ptr<client::Access> access{};
  std::string state{};
  std::string name{};  // as typed
  std::string at{};    // LON,LAT
  v1::FindSimilarCasesRequest request{};
  std::string category{};
  std::uint32_t within = limits::kSimilarMetresDefault;
  std::uint32_t hours = limits::kSimilarHoursDefault;
  std::int32_t count_max = limits::kPageSizeDefault;
  bool json = false;
};

absl::StatusOr<v1::FindSimilarCasesRequest> RequestOf(const Options& options) {
  v1::FindSimilarCasesRequest request = options.request;
  request.set_within_m(options.within);
  request.set_hours(options.hours);
  request.set_page_size(options.count_max);
  if (!options.name.empty()) {
    WANGGE_ASSIGN_OR_RETURN(*request.mutable_case_(), CaseNameOf(options.name));
    return request;
  }
  if (options.at.empty()) return UsageError("Expected a case, or --at with --category, but got neither.");
  request.mutable_spot()->set_category(options.category);
  WANGGE_RETURN_IF_ERROR(SetPosition("--at", options.at, cases::v1::POSITION_SOURCE_MAP_PICK,
                                     *request.mutable_spot()->mutable_position()));
  return request;
}

// Hours are counted back from the last record of the log, as if it were asked then.
absl::StatusOr<v1::FindSimilarCasesResponse> FindOffline(const std::string& state,
                                                         const v1::FindSimilarCasesRequest& request) {
  WANGGE_ASSIGN_OR_RETURN(const OpenState files, OpenStateFiles(state, OpenFor::kExisting));
  const auto snapshot = files.committer->Published();
  engine::EditionBook book(CatalogLoader());
  WANGGE_RETURN_IF_ERROR(book.Load(*snapshot, {}));
  const domain::Editions& editions = *book.current();
  WANGGE_ASSIGN_OR_RETURN(const auto last, LastTime(*files.committer));
  engine::Directory directory;
  WANGGE_RETURN_IF_ERROR(directory.Load(*snapshot, {}, editions));
  const auto read = [&](domain::CaseId id) -> absl::StatusOr<std::shared_ptr<const domain::Case>> {
    WANGGE_ASSIGN_OR_RETURN(const auto row, snapshot->Get(storage::Family::kCase, storage::CaseKey(id)));
    if (!row) return std::shared_ptr<const domain::Case>();
    WANGGE_ASSIGN_OR_RETURN(domain::Case c, storage::DecodeCase(id, *row));
    return std::make_shared<const domain::Case>(std::move(c));
  };
  const auto find = [&](const std::string& name) -> absl::StatusOr<std::shared_ptr<const domain::Case>> {
    const auto id = wire::ParseCaseName(name);
    std::shared_ptr<const domain::Case> found;
    if (id) {
      WANGGE_ASSIGN_OR_RETURN(found, read(*id));
    }
    if (found == nullptr) return NotFound("Expected a case of the state, but \"" + name + "\" is none.");
    return found;
  };
  const Timestamp now = last.value_or(Timestamp{});
  WANGGE_ASSIGN_OR_RETURN(const resolution::SimilarAsk ask, resolution::SimilarAskOf(request, now, find));
  v1::FindSimilarCasesResponse response;
  const engine::CaseQuery everything{.view = {.by_area = true, .area = "*"}};
  for (const resolution::SimilarFound& found : resolution::FindSimilar(directory, everything, ask)) {
    if (response.cases_size() == request.page_size()) {
      response.set_more(true);
      break;
    }
    WANGGE_ASSIGN_OR_RETURN(const auto c, read(found.id));
    const wire::Pinned pinned = wire::PinnedBy(editions, *c);
    if (pinned.procedure == nullptr || pinned.system == nullptr) {
      return DataLoss("Expected the editions of a case, but they are missing. Run `wangge verify`.");
    }
    v1::SimilarCase& similar = *response.add_cases();
    *similar.mutable_case_() = wire::ToProto(*c, pinned, {}, now, wire::Detail::kList);
    similar.set_distance_cm(static_cast<std::uint32_t>(found.distance_cm));
  }
  return response;
}

absl::StatusOr<v1::FindSimilarCasesResponse> FindOnServer(const client::Access& access,
                                                          const v1::FindSimilarCasesRequest& request) {
  WANGGE_ASSIGN_OR_RETURN(const client::Connection connection, client::Connection::Open(access));
  return connection.Call(*connection.StubOf<Service>(), &Service::Stub::FindSimilarCases, request);
}

absl::Status Find(const Options& options) {
  WANGGE_ASSIGN_OR_RETURN(const v1::FindSimilarCasesRequest request, RequestOf(options));
  WANGGE_ASSIGN_OR_RETURN(const v1::FindSimilarCasesResponse found, options.state.empty()
                                                                        ? FindOnServer(*options.access, request)
                                                                        : FindOffline(options.state, request));
  if (found.cases().empty()) std::fprintf(stderr, "no similar case\n");
  if (!found.cases().empty() && !options.json) {
    std::printf("%10s  ", "AWAY");
    PrintCaseTitles();
  }
  for (const v1::SimilarCase& similar : found.cases()) {
    if (options.json) {
      WANGGE_RETURN_IF_ERROR(PrintJson(similar));
      continue;
    }
    std::printf("%8.2f m  ", similar.distance_cm() / kCentimetresPerMetre);
    PrintCaseLine(similar.case_());
  }
  if (found.more()) {
    std::fprintf(stderr, "more than %d: use --max, or ask for fewer metres or hours\n", options.count_max);
  }
  return absl::OkStatus();
}

}  // namespace

void AddSimilar(CLI::App& parent) {
  CLI::App* command = parent.add_subcommand("similar", "Open cases of the same category that lie near, nearest first");
  const auto options = std::make_shared<Options>();
  CLI::Option* name = command->add_option("case", options->name, "Like which case: cases/ID or ID");
  command->add_option("--state", options->state, "Directory of the state; hours count back from its last record");
  CLI::Option* at = command->add_option("--at", options->at, "LON,LAT, in place of a case")->excludes(name);
  CLI::Option* category = command->add_option("--category", options->category, "Id of the category there")->needs(at);
  at->needs(category);
  command->add_option_function<std::string>(
      "--condition", [options](const std::string& id) { options->request.set_condition(id); },
      "Only those filed under this condition");
  command->add_option("--within", options->within, "Metres, at most 1,000")
      ->check(CLI::Range(1u, limits::kSimilarMetresMax))
      ->capture_default_str();
  command->add_option("--hours", options->hours, "Received at most so long ago, at most 720")
      ->check(CLI::Range(1u, limits::kSimilarHoursMax))
      ->capture_default_str();
  command->add_option("--max", options->count_max, "How many at most")
      ->check(CLI::Range(1, static_cast<int>(limits::kPageSizeMax)))
      ->capture_default_str();
  command->add_flag("--json", options->json, "One line of JSON each");
  options->access = AddServerOptions(*command, {"--state"});
  OnRun(*command, [options] { return Find(*options); });
}

}  // namespace wangge::commands
