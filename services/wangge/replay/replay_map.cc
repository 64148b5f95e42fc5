#include "services/wangge/replay/replay_map.h"

#include <google/protobuf/io/tokenizer.h>
#include <google/protobuf/text_format.h>

#include <cstdlib>
#include <filesystem>
#include <system_error>
#include <utility>

#include "base/file/file.h"
#include "base/status/text.h"
#include "services/wangge/replay/map_builder.h"

namespace wangge::replay {
namespace {

constexpr std::size_t kMapBytesMax = 1u << 20;  // a map is written by hand; the largest has some hundred codes

// Keeps the first error: those behind it are often only its consequences.
class FirstError final : public google::protobuf::io::ErrorCollector {
 public:
  explicit FirstError(std::string path) : path_(std::move(path)) {}

  void AddError(int line, google::protobuf::io::ColumnNumber column, const std::string& message) override {
    if (!text_.empty()) return;
    text_ = path_;
    // Lines count from 0 here; -1 is an error without a place.
    if (line >= 0) text_.append(":").append(std::to_string(line + 1)).append(":").append(std::to_string(column + 1));
    text_.append(": ").append(message);
  }

  const std::string& text() const { return text_; }

 private:
  std::string path_;
  std::string text_;
};

bool IsFile(const std::filesystem::path& path) {
  std::error_code ignored;  // a place that cannot be looked at holds no layer
  return std::filesystem::is_regular_file(path, ignored);
}

absl::StatusOr<std::string> LayerFile(const LayerSource& layer, const std::string& input, const std::string& map) {
  const std::filesystem::path file(layer.file);
  const auto beside_input = std::filesystem::path(input).parent_path() / file;
  const auto beside_map = std::filesystem::path(map).parent_path() / file;
  if (IsFile(beside_input)) return beside_input.string();
  if (IsFile(beside_map)) return beside_map.string();
  std::string text = "Expected the file of layer " + layer.name + ", but there is neither " + beside_input.string();
  return NotFound(text + " nor " + beside_map.string() + " (--layer " + layer.name + "=FILE names another)");
}

}  // namespace

bool DefaultPosition::Covers(Position p) const {
  return std::abs(std::int64_t{p.lon_e7} - position.lon_e7) <= tolerance_e7 &&
         std::abs(std::int64_t{p.lat_e7} - position.lat_e7) <= tolerance_e7;
}

absl::StatusOr<ReplayMap> LoadReplayMap(const std::string& path) {
  WANGGE_ASSIGN_OR_RETURN(const std::string text, ReadFile(path, kMapBytesMax));
  config::v1::ReplayMap message;
  FirstError error(path);
  google::protobuf::TextFormat::Parser parser;
  parser.RecordErrorsTo(&error);
  if (!parser.ParseFromString(text, &message)) return InvalidArgument(error.text());
  absl::StatusOr<ReplayMap> map = BuildReplayMap(message);
  if (!map.ok()) return WithContext(path, map.status());
  map->path = path;
  return map;
}

absl::StatusOr<std::vector<std::string>> LayerFiles(const ReplayMap& map, const std::string& input,
                                                    const std::map<std::string, std::string>& overrides) {
  std::vector<std::string> files;
  std::size_t used = 0;
  std::string names;
  for (const LayerSource& layer : map.layers) {
    names.append(names.empty() ? "" : ", ").append(layer.name);
    if (const auto given = overrides.find(layer.name); given != overrides.end()) {
      ++used;
      files.push_back(given->second);
      continue;
    }
    WANGGE_ASSIGN_OR_RETURN(std::string file, LayerFile(layer, input, map.path));
    files.push_back(std::move(file));
  }
  if (used == overrides.size()) return files;
  for (const auto& [name, file] : overrides) {
    bool known = false;
    for (const LayerSource& layer : map.layers) known = known || layer.name == name;
    if (!known) return InvalidArgument("Expected a layer of the map (" + names + "), but --layer names " + name);
  }
  return files;
}

}  // namespace wangge::replay
