#include "services/wangge/backup/manifest.h"

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <numeric>
#include <sstream>

#include "base/digest/sha256.h"
#include "base/file/file.h"
#include "base/hex.h"
#include "base/rfc3339.h"
#include "base/status/text.h"

namespace wangge::backup {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

constexpr std::size_t kManifestBytesMax = 1u << 30;
constexpr std::string_view kEnding = ".jsonl";

std::string HexHash(std::string_view bytes) { return ToHex(BytesOf(Sha256::Of(bytes))); }

absl::Status Damaged(const std::string& name, const std::string& what) {
  return DataLoss("Expected the manifest of backup \"" + name + "\" as it was written, but " + what +
                  ". Restore another backup: --at NAME.");
}

// Below the state and nowhere else: a changed manifest must not write outside of it.
bool IsSafePath(const std::string& path) {
  const fs::path given(path);
  return !path.empty() && given.is_relative() && std::ranges::find(given, fs::path("..")) == given.end();
}

absl::StatusOr<Manifest> Decode(const std::vector<std::string>& lines, const std::string& name) {
  const Json head = Json::parse(lines.front());
  if (head.at("wangge_backup").get<int>() > kFormat) {
    return FailedPrecondition("Expected a backup of format " + std::to_string(kFormat) + ", but \"" + name +
                              "\" has another, written by newer software. Restore it with that release.");
  }
  Manifest manifest{.release = head.at("release"),
                    .position = head.at("position"),
                    .chain_hash = head.at("chain_hash"),
                    .chain_start = head.at("chain_start"),
                    .identity = head.at("identity"),
                    .master_key = head.at("master_key")};
  const auto made = ParseRfc3339(head.at("made").get<std::string>());
  if (!made) return Damaged(name, "it says no time");
  manifest.made = *made;
  for (std::size_t i = 1; i + 1 < lines.size(); ++i) {
    const Json file = Json::parse(lines[i]);
    manifest.files.push_back({file.at("path"), file.at("bytes"), file.at("sha256")});
    const BackedFile& read = manifest.files.back();
    if (!IsSafePath(read.path)) return Damaged(name, "it names \"" + read.path + "\", which is no file of a state");
    if (read.sha256.size() != 2 * sizeof(Hash) || !FromHex(read.sha256)) return Damaged(name, "a hash is none");
  }
  return manifest;
}

absl::Status CheckIsBackup(const std::string& folder) {
  if (fs::exists(folder + "/wangge-backup")) return absl::OkStatus();
  return FailedPrecondition("Expected a folder of backups, but \"" + folder +
                            "\" is none. Name the folder that `wangge backup` wrote into.");
}

}  // namespace

std::uint64_t Manifest::bytes() const {
  return std::accumulate(files.begin(), files.end(), std::uint64_t{0},
                         [](std::uint64_t sum, const BackedFile& file) { return sum + file.bytes; });
}

std::string EncodeManifest(const Manifest& manifest) {
  std::string text = Json{{"wangge_backup", kFormat},          {"made", FormatRfc3339(manifest.made)},
                          {"release", manifest.release},       {"position", manifest.position},
                          {"chain_hash", manifest.chain_hash}, {"chain_start", manifest.chain_start},
                          {"identity", manifest.identity},     {"master_key", manifest.master_key}}
                         .dump() +
                     "\n";
  for (const BackedFile& file : manifest.files) {
    text += Json{{"path", file.path}, {"bytes", file.bytes}, {"sha256", file.sha256}}.dump() + "\n";
  }
  return text + Json{{"files", manifest.files.size()}, {"sha256", HexHash(text)}}.dump() + "\n";
}

absl::StatusOr<Manifest> DecodeManifest(std::string_view text, const std::string& name) {
  std::vector<std::string> lines;
  std::istringstream in{std::string(text)};
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  if (lines.size() < 2) return Damaged(name, "it is cut short");
  try {
    const Json end = Json::parse(lines.back());
    if (!text.ends_with("\n") || end.at("files").get<std::size_t>() != lines.size() - 2 ||
        end.at("sha256").get<std::string>() != HexHash(text.substr(0, text.size() - lines.back().size() - 1))) {
      return Damaged(name, "its last line does not fit to those before it");
    }
    return Decode(lines, name);
  } catch (const nlohmann::json::exception& error) {
    return Damaged(name, std::string("a line is not what it should be: ") + error.what());
  }
}

std::string ManifestsDir(const std::string& folder) { return folder + "/manifests"; }
std::string IncomingDir(const std::string& folder) { return folder + "/incoming"; }
std::string ContentPath(const std::string& folder, std::string_view sha256) {
  return folder + "/contents/" + std::string(sha256.substr(0, 2)) + "/" + std::string(sha256);
}

std::string NameOf(const Manifest& manifest) {
  std::string made = FormatRfc3339(manifest.made);
  std::erase_if(made, [](char c) { return c == '-' || c == ':'; });
  return made + "-" + std::to_string(manifest.position);
}

absl::StatusOr<std::vector<std::string>> ListBackups(const std::string& folder) {
  WANGGE_RETURN_IF_ERROR(CheckIsBackup(folder));
  std::vector<std::string> names;
  std::error_code error;
  for (fs::directory_iterator entry(ManifestsDir(folder), error), end; !error && entry != end; entry.increment(error)) {
    const std::string name = entry->path().filename().string();
    if (name.ends_with(kEnding)) names.push_back(name.substr(0, name.size() - kEnding.size()));
  }
  if (error) return Internal("Expected to read \"" + ManifestsDir(folder) + "\", but: " + error.message() + ".");
  std::ranges::sort(names);
  return names;
}

absl::StatusOr<Manifest> ReadManifest(const std::string& folder, const std::string& name) {
  WANGGE_ASSIGN_OR_RETURN(const auto names, ListBackups(folder));
  if (names.empty()) return NotFound("Expected a backup in \"" + folder + "\", but there is none yet.");
  const std::string chosen = name.empty() ? names.back() : name;
  if (std::ranges::find(names, chosen) == names.end()) {
    std::string all;
    for (const std::string& known : names) all += "\n  " + known;
    return NotFound("Expected a backup \"" + chosen + "\" in \"" + folder + "\", but there are only:" + all);
  }
  WANGGE_ASSIGN_OR_RETURN(const std::string text,
                          ReadFile(ManifestsDir(folder) + "/" + chosen + std::string(kEnding), kManifestBytesMax));
  return DecodeManifest(text, chosen);
}

}  // namespace wangge::backup
