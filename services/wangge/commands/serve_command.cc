#include <CLI/CLI.hpp>
#include <memory>
#include <string>

#include "base/limits.h"
#include "base/status/text.h"
#include "rpc/address.h"
#include "services/wangge/commands/command.h"
#include "services/wangge/commands/instant.h"
#include "services/wangge/serve/process.h"
#include "services/wangge/state_files.h"
#include "services/wangge/usage_error.h"

namespace wangge::commands {
namespace {

constexpr std::int64_t kCentimetresPerKilometre = 100'000;
constexpr std::int64_t kCentimetresPerMetre = 100;
constexpr std::int64_t kSecondsPerHour = 3'600;

// As they stand on the command line.
struct Given {
  serve::Options options{};
  std::string clock = "real";
  std::string clock_start{};
  std::string log = "text";
  std::string log_level = "info";
  std::int64_t grace_s = 3;
  std::size_t index_memory_mb = geo::kIndexBytesDefault >> 20;
  int tracks_kept_days = limits::kTrackDaysDefault;
  std::int64_t fix_speed_max_kmh = 144;
  std::int64_t fix_accuracy_max_m = 100;
};

absl::Status RunServe(const Given& given) {
  serve::Options options = given.options;
  options.manual_clock = given.clock == "manual";
  options.grace = Seconds(given.grace_s);
  options.index_bytes_max = given.index_memory_mb << 20;
  options.tracks.kept = Days(given.tracks_kept_days);
  options.tracks.fix_limits.speed_cm_s_max = given.fix_speed_max_kmh * kCentimetresPerKilometre / kSecondsPerHour;
  options.tracks.fix_limits.accuracy_cm_max =
      static_cast<std::uint32_t>(given.fix_accuracy_max_m * kCentimetresPerMetre);
  options.log.format = given.log == "json" ? telemetry::LogFormat::kJson : telemetry::LogFormat::kText;
  options.log.least = telemetry::ParseLevel(given.log_level).value_or(telemetry::Level::kInfo);
  WANGGE_ASSIGN_OR_RETURN(options.clock_start, ParseOptionalInstant("--clock-start", given.clock_start, Duration{}));
  const auto roles = serve::RolesOf(options);
  if (!roles.ok()) return AsUsageError(roles.status());
  for (const std::string& address : {options.ledger, options.grid}) {
    if (!address.empty()) WANGGE_RETURN_IF_ERROR(AsUsageError(rpc::ParseAddress(address).status()));
  }
  if (roles->state_node) WANGGE_RETURN_IF_ERROR(CheckStateFolder(options.state, OpenFor::kEither));
  return serve::Serve(std::move(options));
}

void AddOptions(CLI::App& command, Given& given) {
  serve::Options& options = given.options;
  command
      .add_option("--services", options.services,
                  "Some of ledger, dispatch, resolution (these together), grid, report, analytics; all by default")
      ->delimiter(',');
  command.add_option("--state", options.state, "Directory of the state, or of attachments for a report service alone");
  command.add_option("--listen", options.listen, "HOST:PORT; port 0 takes a free one")->capture_default_str();
  command.add_option("--port-file", options.port_file, "File to write the port into, once calls are answered");
  command.add_option("--keys", options.keys, "Directory of the keys of tokens; made where there is none")
      ->capture_default_str();
  command.add_option("--service-token", options.service_token_file, "File with this service's token for the others");
  command.add_option("--ledger", options.ledger, "HOST:PORT of the ledger, where another process has it");
  command.add_option("--grid", options.grid, "HOST:PORT of the grid service, where another process has it");
  command.add_option("--backup-folder", options.backup_folder,
                     "Directory that `wangge backup --server` writes into; on another disk than the state");
  command.add_option("--index-folder", options.index_folder,
                     "Directory of a grid service's own for the indexes of layers; by default below its state");
  command
      .add_option("--index-memory-mb", given.index_memory_mb,
                  "What the index of a layer may take, in MiB; with less it answers more slowly")
      ->check(CLI::Range(1, 4096))
      ->capture_default_str();
  command.add_option("--tls-cert", options.tls_certificate_file, "Certificate chain, PEM");
  command.add_option("--tls-key", options.tls_key_file, "Its key, PEM");
  command.add_option("--tls-roots", options.tls_roots_file, "What the certificates of --ledger and --grid go back to");
  command.add_option("--clock", given.clock, "manual: moved by AdvanceClock only, for demos and tests")
      ->check(CLI::IsMember({"real", "manual"}))
      ->capture_default_str();
  command.add_option("--clock-start", given.clock_start, "Where a manual clock starts; by default at the last record");
  command.add_flag("--reflection", options.reflection, "Tell anyone which services and messages there are");
  command.add_option("--grace", given.grace_s, "Seconds that calls in flight may take when stopping")
      ->check(CLI::Range(0, 600))
      ->capture_default_str();
  command.add_option("--tracks-kept", given.tracks_kept_days, "Days from the sign-in on that a track is kept")
      ->check(CLI::Range(1, limits::kTrackDaysMax))
      ->capture_default_str();
  command
      .add_option("--fix-speed-max", given.fix_speed_max_kmh, "Kilometres an hour: a faster position is marked a jump")
      ->check(CLI::Range(1, 3'600))
      ->capture_default_str();
  command.add_option("--fix-accuracy-max", given.fix_accuracy_max_m, "Metres: a less accurate position is marked so")
      ->check(CLI::Range(1, 100'000))
      ->capture_default_str();
  command.add_option("--log", given.log, "Form of log lines")
      ->check(CLI::IsMember({"text", "json"}))
      ->capture_default_str();
  command.add_option("--log-level", given.log_level, "The least level that is told")
      ->check(CLI::IsMember({"debug", "info", "warning", "error"}))
      ->capture_default_str();
}

}  // namespace

void AddServe(CLI::App& app) {
  CLI::App* command = app.add_subcommand("serve", "Serve a city until SIGTERM");
  const auto given = std::make_shared<Given>();
  AddOptions(*command, *given);
  OnRun(*command, [given] { return RunServe(*given); });
}

}  // namespace wangge::commands
