#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <nlohmann/json.hpp>
#include <string_view>

#include "base/limits.h"
#include "base/rfc3339.h"
#include "base/status/clock.h"
#include "base/status/text.h"
#include "services/wangge/commands/command.h"
#include "services/wangge/commands/server_options.h"
#include "services/wangge/doctor/offline.h"
#include "wangge/operations/v1/operations.grpc.pb.h"
#include "wire/time.h"

namespace wangge::commands {
namespace {

using doctor::Finding;
using doctor::Findings;
using doctor::Level;
namespace v1 = operations::v1;

struct Options {
  std::string state{};
  std::shared_ptr<client::Access> access{};
  bool json = false;
};

std::string_view NameOf(Level level) {
  switch (level) {
    case Level::kWell:
      return "ok";
    case Level::kWarning:
      return "warning";
    case Level::kWrong:
      return "WRONG";
  }
  return "";
}

Level FromProto(v1::Finding::Level level) {
  if (level == v1::Finding::LEVEL_WELL) return Level::kWell;
  return level == v1::Finding::LEVEL_WARNING ? Level::kWarning : Level::kWrong;
}

Finding CompareClocks(Timestamp here, Timestamp there) {
  const std::string text =
      "the server's clock says " + FormatRfc3339(there) + ", this machine's " + FormatRfc3339(here);
  if (std::abs(here.micros - there.micros) < limits::kClockJumpMax.micros) return {Level::kWell, "clocks", text};
  return {Level::kWrong, "clocks", text, "Set both by the same source (timedatectl set-ntp true)."};
}

absl::StatusOr<Findings> OfServer(const Options& options) {
  WANGGE_ASSIGN_OR_RETURN(const client::Connection connection, client::Connection::Open(*options.access));
  const auto stub = connection.StubOf<v1::OperationsService>();
  WANGGE_ASSIGN_OR_RETURN(const auto examined,
                          connection.Call(*stub, &v1::OperationsService::Stub::Examine, v1::ExamineRequest()));
  Findings findings{{Level::kWell, "server", "it answers at " + options.access->server}};
  if (const auto now = wire::FromProto(examined.now()); now)
    findings.push_back(CompareClocks(SystemClock().Now(), *now));
  for (const v1::Finding& finding : examined.findings()) {
    findings.push_back({FromProto(finding.level()), finding.check(), finding.text(), finding.advice()});
  }
  return findings;
}

void Print(const Finding& finding, bool json) {
  const std::string_view level = NameOf(finding.level);
  if (json) {
    const nlohmann::ordered_json line{
        {"level", level}, {"check", finding.check}, {"text", finding.text}, {"advice", finding.advice}};
    std::printf("%s\n", line.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace).c_str());
    return;
  }
  std::printf("%-8s%-14s%s\n", std::string(level).c_str(), finding.check.c_str(), finding.text.c_str());
  if (!finding.advice.empty()) std::printf("%22s-> %s\n", "", finding.advice.c_str());
}

absl::Status Examine(const Options& options) {
  Findings findings;
  if (options.state.empty()) {
    WANGGE_ASSIGN_OR_RETURN(findings, OfServer(options));
  } else {
    findings = doctor::ExamineState(options.state, SystemClock().Now());
  }
  for (const Finding& finding : findings) Print(finding, options.json);
  const auto wrong = std::ranges::count(findings, Level::kWrong, &Finding::level);
  if (wrong == 0) return absl::OkStatus();
  return FailedPrecondition(
      "Expected nothing to be wrong, but " + std::to_string(wrong) +
      (wrong == 1 ? " thing is. Do what stands beside it." : " things are. Do what stands beside them."));
}

}  // namespace

void AddDoctor(CLI::App& app) {
  CLI::App* command = app.add_subcommand("doctor", "Say what is wrong with a state or a server, and what to do");
  const auto options = std::make_shared<Options>();
  command->add_option("--state", options->state, "Directory of a state that no server holds");
  command->add_flag("--json", options->json, "JSON lines");
  options->access = AddServerOptions(*command, {"--state"});
  OnRun(*command, [options] { return Examine(*options); });
}

}  // namespace wangge::commands
