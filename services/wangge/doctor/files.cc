#include "services/wangge/doctor/files.h"

#include <sys/resource.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <filesystem>
#include <optional>

#include "base/status/text.h"
#include "services/wangge/backup/key_id.h"
#include "services/wangge/state_files.h"

namespace wangge::doctor {
namespace {

namespace fs = std::filesystem;

std::string MiB(std::uint64_t bytes) { return std::to_string(bytes >> 20) + " MiB"; }

Finding ExamineFolder(const std::string& state) {
  const absl::Status found = CheckStateFolder(state, OpenFor::kExisting);
  if (found.ok()) return {Level::kWell, "state", "there is a state in \"" + state + "\""};
  return {Level::kWrong, "state", std::string(ToStd(found.message())), "Name the directory of a state."};
}

// The first file or folder that this user cannot read and write.
std::optional<std::string> Forbidden(const std::string& state) {
  std::error_code error;
  if (access(state.c_str(), R_OK | W_OK | X_OK) != 0) return state;
  for (fs::recursive_directory_iterator entry(state, error), end; !error && entry != end; entry.increment(error)) {
    const int needed = entry->is_directory(error) ? R_OK | W_OK | X_OK : R_OK;
    if (access(entry->path().c_str(), needed) != 0) return entry->path().string();
  }
  if (error) return state;
  return std::nullopt;
}

Finding ExaminePermissions(const std::string& state) {
  const auto forbidden = Forbidden(state);
  if (!forbidden) return {Level::kWell, "permissions", "this user may read and write every folder of the state"};
  return {Level::kWrong, "permissions", "this user may not read or write \"" + *forbidden + "\"",
          "Run it as the user of the server, or give the files to that user: chown -R USER \"" + state + "\""};
}

Finding ExamineDisk(const std::string& state) {
  struct statvfs disk {};
  if (statvfs(state.c_str(), &disk) != 0) {
    return {Level::kWrong, "free-disk", "the disk of \"" + state + "\" does not answer",
            "Look in the kernel's log (dmesg) and check the disk."};
  }
  return JudgeDisk(std::uint64_t{disk.f_bavail} * disk.f_frsize, std::uint64_t{disk.f_blocks} * disk.f_frsize,
                   (disk.f_flag & ST_RDONLY) != 0);
}

Finding ExamineKey(const std::string& state) {
  const auto id = backup::MasterKeyIdOf(state);
  if (!id.ok()) {
    return {Level::kWrong, "master-key", std::string(ToStd(id.status().message())),
            "Put the right key in place, from where it is kept apart from the backups, and chmod 600 it."};
  }
  if (!id->empty())
    return {Level::kWell, "master-key", "the master key " + *id + " is there and readable by its owner"};
  return {Level::kWarning, "master-key", "there is no master key in \"" + MasterKeyFile(state) + "\"",
          "A state that was never served has none yet. After a restore put the key there before `wangge serve`."};
}

Finding ExamineLeftovers(const std::string& state) {
  std::error_code error;
  if (!fs::exists(CheckpointDir(state), error)) {
    return {Level::kWell, "leftovers", "nothing is left of a backup that did not end"};
  }
  return {Level::kWarning, "leftovers", "\"" + CheckpointDir(state) + "\" is there: a backup runs, or did not end",
          "The next backup removes it. It costs room until then."};
}

Finding ExamineDescriptors() {
  struct rlimit limit {};
  getrlimit(RLIMIT_NOFILE, &limit);
  const std::string text = "this process may open " + std::to_string(limit.rlim_cur) + " files";
  if (limit.rlim_cur >= kDescriptorsMin) return {Level::kWell, "open-files", text};
  return {Level::kWarning, "open-files",
          text + ", fewer than the " + std::to_string(kDescriptorsMin) + " that are needed",
          "Raise LimitNOFILE of the unit, or ulimit -n."};
}

}  // namespace

Finding JudgeDisk(std::uint64_t free, std::uint64_t all, bool read_only) {
  const std::string text = MiB(free) + " of " + MiB(all) + " are free on the disk";
  if (read_only) {
    return {Level::kWrong, "free-disk", "the disk is mounted read-only",
            "Look in the kernel's log why (dmesg), check the file system, mount it for writing."};
  }
  if (free < kFreeFull) {
    return {Level::kWrong, "free-disk", text + ": commands are refused when it is full",
            "Make room now: move backups to another disk, or enlarge this one."};
  }
  if (free < kFreeShort) return {Level::kWarning, "free-disk", text, "Make room, or enlarge the disk."};
  return {Level::kWell, "free-disk", text};
}

Findings ExamineFiles(const std::string& state) {
  Findings findings{ExamineFolder(state)};
  if (findings.back().level == Level::kWrong) return findings;
  findings.push_back(ExaminePermissions(state));
  findings.push_back(ExamineDisk(state));
  findings.push_back(ExamineKey(state));
  findings.push_back(ExamineLeftovers(state));
  findings.push_back(ExamineDescriptors());
  return findings;
}

}  // namespace wangge::doctor
