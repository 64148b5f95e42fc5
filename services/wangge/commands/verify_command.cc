#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>

#include "base/hex.h"
#include "base/status/text.h"
#include "engine/digest.h"
#include "engine/verify.h"
#include "services/wangge/commands/command.h"
#include "services/wangge/commands/progress.h"
#include "services/wangge/state_files.h"

namespace wangge::commands {
namespace {

struct Options {
  std::string state{};
  bool json = false;
};

absl::Status Verify(const Options& options) {
  WANGGE_ASSIGN_OR_RETURN(const OpenState files, OpenStateFiles(options.state, OpenFor::kExisting));
  const auto snapshot = files.committer->Published();
  WANGGE_ASSIGN_OR_RETURN(const storage::LogHead head, files.committer->Head());
  Progress progress("proving");
  WANGGE_ASSIGN_OR_RETURN(const engine::VerifyReport report, engine::Verify(*snapshot, {}, [&](std::uint64_t records) {
                            progress.Show(records, head.last_position);
                          }));
  WANGGE_ASSIGN_OR_RETURN(const Hash digest, engine::DigestOf(*snapshot));
  if (options.json) {
    const nlohmann::ordered_json json{
        {"verify", report.ok()},   {"records", report.records},         {"cases", report.cases},
        {"timers", report.timers}, {"requests", report.requests},       {"editions", report.editions},
        {"faults", report.faults}, {"fault_texts", report.fault_texts}, {"digest", ToHex(BytesOf(digest))}};
    std::printf("%s\n", json.dump().c_str());
  } else {
    std::printf("records %llu, cases %llu, timers %llu, requests %llu, editions %llu\ndigest %s\n",
                static_cast<unsigned long long>(report.records), static_cast<unsigned long long>(report.cases),
                static_cast<unsigned long long>(report.timers), static_cast<unsigned long long>(report.requests),
                static_cast<unsigned long long>(report.editions), ToHex(BytesOf(digest)).c_str());
    for (const std::string& fault : report.fault_texts) std::printf("FAULT %s\n", fault.c_str());
    std::printf(report.ok() ? "ok\n" : "%llu faults\n", static_cast<unsigned long long>(report.faults));
  }
  if (report.ok()) return absl::OkStatus();
  return FailedPrecondition("Expected a state that its log explains, but it has " + std::to_string(report.faults) +
                            " faults. Restore it from a backup.");
}

}  // namespace

void AddVerify(CLI::App& app) {
  CLI::App* command = app.add_subcommand("verify", "Replay the log and compare it with every derived row");
  const auto options = std::make_shared<Options>();
  command->add_option("--state", options->state, "Directory of the state")->required();
  command->add_flag("--json", options->json, "One line of JSON");
  OnRun(*command, [options] { return Verify(*options); });
}

}  // namespace wangge::commands
