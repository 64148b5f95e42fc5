#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>

#include "base/hex.h"
#include "base/status/clock.h"
#include "base/status/text.h"
#include "services/wangge/backup/backup.h"
#include "services/wangge/backup/key_id.h"
#include "services/wangge/commands/command.h"
#include "services/wangge/commands/server_options.h"
#include "services/wangge/state_files.h"
#include "services/wangge/usage_error.h"
#include "wangge/operations/v1/operations.grpc.pb.h"

namespace wangge::commands {
namespace {

constexpr Duration kBackupPatience = Hours(6);

struct Options {
  std::string folder{};
  std::string state{};
  std::shared_ptr<client::Access> access{};
  bool json = false;
};

void Print(const operations::v1::BackupResponse& made, const std::string& folder, bool json) {
  if (json) {
    const nlohmann::ordered_json line{{"backup", made.name()},
                                      {"position", made.position()},
                                      {"chain_hash", ToHex(made.chain_hash())},
                                      {"files", made.files()},
                                      {"bytes", made.bytes()},
                                      {"copied_files", made.copied_files()},
                                      {"copied_bytes", made.copied_bytes()}};
    std::printf("%s\n", line.dump().c_str());
    return;
  }
  std::printf("backup %s: %llu records, %llu files of %llu bytes, %llu of them new (%llu bytes)\n", made.name().c_str(),
              static_cast<unsigned long long>(made.position()), static_cast<unsigned long long>(made.files()),
              static_cast<unsigned long long>(made.bytes()), static_cast<unsigned long long>(made.copied_files()),
              static_cast<unsigned long long>(made.copied_bytes()));
  std::fprintf(stderr,
               "The master key is not in it. Keep a copy of master.key in another place: without it words, names and "
               "photos stay closed.\nTry it now and then: wangge restore %s --state NEW_DIRECTORY\n",
               folder.c_str());
}

absl::Status OfServer(const Options& options) {
  WANGGE_ASSIGN_OR_RETURN(const client::Connection connection, client::Connection::Open(*options.access));
  const auto stub = connection.StubOf<operations::v1::OperationsService>();
  WANGGE_ASSIGN_OR_RETURN(const auto made, connection.Call(*stub, &operations::v1::OperationsService::Stub::Backup,
                                                           operations::v1::BackupRequest(), kBackupPatience));
  Print(made, "BACKUP_FOLDER", options.json);
  return absl::OkStatus();
}

absl::Status OfState(const Options& options) {
  WANGGE_ASSIGN_OR_RETURN(const std::string key, backup::MasterKeyIdOf(options.state));
  WANGGE_ASSIGN_OR_RETURN(const OpenState open, OpenStateFiles(options.state, OpenFor::kExisting));
  WANGGE_ASSIGN_OR_RETURN(const backup::BackupReport report, backup::MakeBackup({.state = options.state,
                                                                                 .store = *open.store,
                                                                                 .committer = *open.committer,
                                                                                 .master_key = key,
                                                                                 .now = SystemClock().Now()},
                                                                                options.folder));
  operations::v1::BackupResponse made;
  made.set_name(report.name);
  made.set_position(report.manifest.position);
  made.set_chain_hash(FromHex(report.manifest.chain_hash).value_or(""));
  made.set_files(report.manifest.files.size());
  made.set_bytes(report.manifest.bytes());
  made.set_copied_files(report.copied_files);
  made.set_copied_bytes(report.copied_bytes);
  Print(made, options.folder, options.json);
  return absl::OkStatus();
}

absl::Status MakeBackup(const Options& options) {
  if (options.state.empty() != options.folder.empty()) {
    return AsUsageError(InvalidArgument(
        options.state.empty()
            ? "Expected no folder with --server, which has one of its own (--backup-folder), but got one."
            : "Expected the folder to write into with --state, but it is not given."));
  }
  return options.state.empty() ? OfServer(options) : OfState(options);
}

}  // namespace

void AddBackup(CLI::App& app) {
  CLI::App* command = app.add_subcommand("backup", "Copy a state, also while it is served, without its master key");
  const auto options = std::make_shared<Options>();
  command->add_option("folder", options->folder, "Folder of backups; only what is new is copied. With --state");
  command->add_option("--state", options->state, "Directory of a state that no server holds");
  command->add_flag("--json", options->json, "One line of JSON");
  options->access = AddServerOptions(*command, {"--state"});
  OnRun(*command, [options] { return MakeBackup(*options); });
}

}  // namespace wangge::commands
