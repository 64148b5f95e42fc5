#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>

#include "base/rfc3339.h"
#include "base/status/text.h"
#include "services/wangge/backup/restore.h"
#include "services/wangge/commands/command.h"
#include "services/wangge/state_files.h"
#include "services/wangge/usage_error.h"

namespace wangge::commands {
namespace {

struct Options {
  backup::RestoreOptions restore{};
  bool list = false;
  bool check = false;
  bool json = false;
};

absl::Status List(const Options& options) {
  WANGGE_ASSIGN_OR_RETURN(const auto names, backup::ListBackups(options.restore.folder));
  for (const std::string& name : names) {
    WANGGE_ASSIGN_OR_RETURN(const backup::Manifest manifest, backup::ReadManifest(options.restore.folder, name));
    if (options.json) {
      const nlohmann::ordered_json line{{"backup", name},
                                        {"made", FormatRfc3339(manifest.made)},
                                        {"release", manifest.release},
                                        {"position", manifest.position},
                                        {"files", manifest.files.size()},
                                        {"bytes", manifest.bytes()},
                                        {"master_key", manifest.master_key}};
      std::printf("%s\n", line.dump().c_str());
    } else {
      std::printf("%s  %llu records, %zu files of %llu bytes\n", name.c_str(),
                  static_cast<unsigned long long>(manifest.position), manifest.files.size(),
                  static_cast<unsigned long long>(manifest.bytes()));
    }
  }
  return absl::OkStatus();
}

absl::Status Check(const Options& options) {
  WANGGE_ASSIGN_OR_RETURN(const backup::Manifest manifest,
                          backup::CheckBackup(options.restore.folder, options.restore.name));
  std::printf("backup %s: all %zu files are as they were written\n", backup::NameOf(manifest).c_str(),
              manifest.files.size());
  return absl::OkStatus();
}

absl::Status Make(const Options& options) {
  WANGGE_ASSIGN_OR_RETURN(
      const backup::RestoreReport report,
      backup::Restore(options.restore, [](const std::string& text) { std::fprintf(stderr, "%s\n", text.c_str()); }));
  if (options.json) {
    const nlohmann::ordered_json line{{"restored", report.name},
                                      {"position", report.manifest.position},
                                      {"cases", report.proof.cases},
                                      {"verify", report.proof.ok()},
                                      {"key_missing", report.key_missing}};
    std::printf("%s\n", line.dump().c_str());
  } else {
    std::printf("restored %s into %s: %llu records and %llu cases, every row proved from the log\n",
                report.name.c_str(), options.restore.state.c_str(),
                static_cast<unsigned long long>(report.proof.records),
                static_cast<unsigned long long>(report.proof.cases));
  }
  if (report.key_missing) {
    std::fprintf(stderr, "Now put master key %s at %s (mode 0600): `wangge serve` refuses to start without it.\n",
                 report.manifest.master_key.c_str(), MasterKeyFile(options.restore.state).c_str());
  }
  return absl::OkStatus();
}

absl::Status Run(const Options& options) {
  if (options.list) return List(options);
  if (options.check) return Check(options);
  if (options.restore.state.empty()) {
    return AsUsageError(
        InvalidArgument("Expected --state, the directory to make, or --list or --check, but got none."));
  }
  return Make(options);
}

}  // namespace

void AddRestore(CLI::App& app) {
  CLI::App* command = app.add_subcommand("restore", "Make a state of a backup and prove it");
  const auto options = std::make_shared<Options>();
  command->add_option("folder", options->restore.folder, "Folder of backups")->required();
  command->add_option("--state", options->restore.state, "Directory to make; nothing is overwritten");
  command->add_option("--at", options->restore.name, "Name of a backup; the newest by default");
  command->add_option("--master-key", options->restore.master_key_file, "The key's file, kept apart from the backups");
  CLI::Option* list = command->add_flag("--list", options->list, "Which backups there are; nothing is made");
  command->add_flag("--check", options->check, "Read every file of the backup; nothing is made")->excludes(list);
  command->add_flag("--json", options->json, "JSON lines");
  OnRun(*command, [options] { return Run(*options); });
}

}  // namespace wangge::commands
