#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>

#include "base/status/text.h"
#include "services/wangge/client/request_id.h"
#include "services/wangge/commands/command.h"
#include "services/wangge/commands/instant.h"
#include "services/wangge/commands/message_json.h"
#include "services/wangge/commands/server_options.h"
#include "wangge/ledger/v1/ledger.grpc.pb.h"
#include "wire/time.h"

namespace wangge::commands {
namespace {

struct Options {
  std::shared_ptr<client::Access> access{};
  std::string to{};
  bool json = false;
};

absl::Status Advance(const Options& options) {
  WANGGE_ASSIGN_OR_RETURN(const Timestamp to, ParseInstant("--to", options.to, {}));
  WANGGE_ASSIGN_OR_RETURN(const client::Connection connection, client::Connection::Open(*options.access));
  const auto stub = connection.StubOf<ledger::v1::LedgerService>();
  ledger::v1::AdvanceClockRequest request;
  request.set_request_id(client::NewRequestId());
  *request.mutable_to() = wire::ToProto(to);
  WANGGE_ASSIGN_OR_RETURN(const auto response, connection.Call(*stub, &ledger::v1::LedgerService::Stub::AdvanceClock,
                                                               request, client::kLongPatience));
  if (options.json) return PrintJson(response);
  std::printf("now %s, log position %llu\n", TimeText(response.now()).c_str(),
              static_cast<unsigned long long>(response.position()));
  return absl::OkStatus();
}

}  // namespace

void AddClock(CLI::App& app) {
  CLI::App* clock = app.add_subcommand("clock", "The clock of a server with a manual one")->require_subcommand(1);
  CLI::App* command = clock->add_subcommand("advance", "Move it; answers when every timer up to then has fired");
  const auto options = std::make_shared<Options>();
  command->add_option("--to", options->to, "RFC 3339, or a date, which means its start in UTC")->required();
  command->add_flag("--json", options->json, "One line of JSON");
  options->access = AddServerOptions(*command);
  OnRun(*command, [options] { return Advance(*options); });
}

}  // namespace wangge::commands
