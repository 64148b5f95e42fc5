// What one backup is made of. A text of JSON lines:
//
//   { "wangge_backup": 1, "made", "release", "position", "chain_hash", "chain_start", "identity", "master_key" }
//   { "path", "bytes", "sha256" }            one for each file, by path
//   { "files", "sha256" }                    how many, and the hash of all lines before this one
//
// `made` is RFC 3339, hashes and the id of the master key are hexadecimal. A backup folder holds:
//
//   wangge-backup                 "wangge-backup 1": what the folder is
//   manifests/<made>-<position>.jsonl
//   contents/<aa>/<sha256>        each content once, however many backups it is part of; aa: its first two digits
//   incoming/                     being written; worthless after a crash
//
// Pure, thread-safe, but for the functions that take a folder.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "base/time.h"

namespace wangge::backup {

inline constexpr int kFormat = 1;

struct BackedFile {
  std::string path{};  // below the state: "rocks/000012.sst"
  std::uint64_t bytes = 0;
  std::string sha256{};

  friend bool operator==(const BackedFile&, const BackedFile&) = default;
};

struct Manifest {
  Timestamp made{};
  std::string release{};
  std::uint64_t position = 0;  // the log's last
  std::string chain_hash{};    // of the record there
  std::string chain_start{};   // of the first record: two states with the same are of one city's history
  std::string identity{};      // of the database: within one, a table file of a number has one content
  std::string master_key{};    // the id of the key that seals it; empty: there was none
  std::vector<BackedFile> files{};

  std::uint64_t bytes() const;
};

std::string EncodeManifest(const Manifest& manifest);
// FAILED_PRECONDITION: a newer format. DATA_LOSS: anything else that EncodeManifest does not write; `name` stands for
// it in the text.
absl::StatusOr<Manifest> DecodeManifest(std::string_view text, const std::string& name);

std::string ManifestsDir(const std::string& folder);
std::string IncomingDir(const std::string& folder);
std::string ContentPath(const std::string& folder, std::string_view sha256);
std::string NameOf(const Manifest& manifest);  // without ".jsonl"

// The names of the backups in a folder, the oldest first. FAILED_PRECONDITION: it is no backup folder.
absl::StatusOr<std::vector<std::string>> ListBackups(const std::string& folder);
// NOT_FOUND: no such backup, or with an empty `name`, which is the newest, none at all. As DecodeManifest.
absl::StatusOr<Manifest> ReadManifest(const std::string& folder, const std::string& name);

}  // namespace wangge::backup
