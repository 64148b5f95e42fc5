#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>
#include <optional>

#include "base/status/text.h"
#include "rpc/error.h"
#include "services/wangge/client/request_id.h"
#include "services/wangge/client/upload.h"
#include "services/wangge/commands/command.h"
#include "services/wangge/commands/illustrative.h"
#include "services/wangge/commands/instant.h"
#include "services/wangge/commands/message_json.h"
#include "services/wangge/commands/server_options.h"
#include "services/wangge/usage_error.h"
#include "wangge/report/v1/report.grpc.pb.h"
#include "wire/time.h"

namespace wangge::commands {
namespace {

namespace v1 = report::v1;

struct Options {
  std::shared_ptr<client::Access> access{};
  std::string category{};
  std::string source{};
  std::optional<double> longitude{};
  std::optional<double> latitude{};
  std::string datum = "wgs84";
  std::string component{};
  std::string no_component{};
  std::string description{};
  std::string address{};
  std::string name{};
  std::string contact{};
  std::string occurred_at{};
  std::string request_id{};
  std::vector<std::string> photos{};
  bool json = false;
};

void Place(const Options& options, cases::v1::Position& position) {
  if (!options.longitude) {
    position.set_source(cases::v1::POSITION_SOURCE_NONE);
    return;
  }
  position.set_longitude(*options.longitude);
  position.set_latitude(*options.latitude);
  position.set_datum(options.datum);
  position.set_source(cases::v1::POSITION_SOURCE_MAP_PICK);
}

absl::StatusOr<v1::SubmitReportRequest> RequestOf(const Options& options, const client::Connection& connection) {
  WANGGE_ASSIGN_OR_RETURN(const auto occurred, ParseOptionalInstant("--occurred-at", options.occurred_at, {}));
  v1::SubmitReportRequest request;
  request.set_request_id(options.request_id.empty() ? client::NewRequestId() : options.request_id);
  v1::Report& told = *request.mutable_report();
  told.set_category(options.category);
  told.set_source(options.source);
  Place(options, *told.mutable_position());
  if (!options.component.empty()) told.set_component(options.component);
  if (!options.no_component.empty()) told.set_no_component(options.no_component);
  told.set_description(options.description);
  told.set_address(options.address);
  if (!options.name.empty()) told.mutable_reporter()->set_name(options.name);
  if (!options.contact.empty()) told.mutable_reporter()->set_contact(options.contact);
  if (occurred) *told.mutable_occurred_at() = wire::ToProto(*occurred);
  for (const std::string& photo : options.photos) {
    WANGGE_ASSIGN_OR_RETURN(*told.add_attachments(), client::UploadPhoto(connection, photo));
  }
  return request;
}

void Print(const cases::v1::Receipt& receipt) {
  std::printf("receipt   %s\n", receipt.receipt_number().c_str());
  std::printf("case      %s\n", receipt.case_().c_str());
  std::printf("received  %s\n", TimeText(receipt.received_at()).c_str());
  for (const auto& cell : receipt.assignments()) std::printf("%-9s %s\n", cell.layer().c_str(), cell.code().c_str());
  for (const auto& gap : receipt.gaps()) {
    std::printf("%-9s in no cell", gap.layer().c_str());
    if (!gap.nearest_code().empty())
      std::printf("; nearest %s at %.2f m", gap.nearest_code().c_str(), gap.distance_m());
    std::printf("\n");
  }
  if (receipt.attachments_size() > 0) std::printf("photos    %d\n", receipt.attachments_size());
}

// The report may be stored although the answer did not come. One that is to be sent again later was not taken.
bool IsLost(const absl::Status& status) {
  const bool is_not_taken = absl::IsResourceExhausted(status) || rpc::RetryAfterOf(status).has_value();
  return ExitCodeOf(status) == kExitFailure && !is_not_taken;
}

absl::Status Report(const Options& options) {
  if (options.longitude.has_value() != options.latitude.has_value()) {
    return UsageError("Expected --lon and --lat together or neither, but got one of them.");
  }
  WANGGE_ASSIGN_OR_RETURN(const client::Connection connection, client::Connection::Open(*options.access));
  WANGGE_ASSIGN_OR_RETURN(const v1::SubmitReportRequest request, RequestOf(options, connection));
  const auto stub = connection.StubOf<v1::ReportService>();
  const auto response = connection.Call(*stub, &v1::ReportService::Stub::SubmitReport, request);
  if (!response.ok()) {
    if (IsLost(response.status())) {
      std::fprintf(stderr,
                   "wangge: whether it was stored is not known; the same command with --request-id %s stores it once\n",
                   request.request_id().c_str());
    }
    return response.status();
  }
  const bool is_illustrative = HasIllustrativeLayer(connection);
  if (options.json) return PrintJson(response->receipt(), is_illustrative);
  if (is_illustrative) PrintIllustrativeTitle();
  Print(response->receipt());
  if (!options.longitude) std::printf("place     no point\n");
  return absl::OkStatus();
}

}  // namespace

void AddReport(CLI::App& app) {
  CLI::App* command = app.add_subcommand("report", "Report a matter and print its receipt");
  const auto options = std::make_shared<Options>();
  command->add_option("--category", options->category, "Category of the catalogue in force")->required();
  command->add_option("--source", options->source, "Channel, e.g. inspector or public")->required();
  command->add_option("--lon", options->longitude, "Degrees east; without a point the report is in no cell");
  command->add_option("--lat", options->latitude, "Degrees north");
  command->add_option("--datum", options->datum, "wgs84, cgcs2000, gcj02 or bd09")->capture_default_str();
  CLI::Option* component = command->add_option("--component", options->component,
                                               "Id of the component that it is about, see `wangge component nearest`");
  command->add_option("--no-component", options->no_component, "Why none is named: a reason of the system")
      ->excludes(component);
  command->add_option("--description", options->description, "What is wrong");
  command->add_option("--address", options->address, "Where it is in words");
  command->add_option("--name", options->name, "Who reports");
  command->add_option("--contact", options->contact, "Their telephone number or mail address");
  command->add_option("--occurred-at", options->occurred_at, "When it happened (RFC 3339)");
  command->add_option("--photo", options->photos, "JPEG, PNG or WebP; may stand several times");
  command->add_option("--request-id", options->request_id, "UUID of an earlier try of the same report");
  command->add_flag("--json", options->json, "The receipt as one line of JSON");
  options->access = AddServerOptions(*command);
  OnRun(*command, [options] { return Report(*options); });
}

}  // namespace wangge::commands
