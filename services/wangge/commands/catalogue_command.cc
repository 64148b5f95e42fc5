#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "base/file/file.h"
#include "base/limits.h"
#include "base/status/text.h"
#include "catalog/catalogue_import.h"
#include "catalog/load.h"
#include "services/wangge/commands/command.h"
#include "services/wangge/state_files.h"

namespace wangge::commands {
namespace {

namespace fs = std::filesystem;
using catalog::CatalogueImport;
using catalog::SheetCounts;
using catalog::SheetMap;

struct Options {
  std::string input{};
  std::string output{};
  std::string map_file{};
  std::string config{};
  bool json = false;
};

// A sheet of the map and the file that is it.
struct SheetFile {
  SheetMap::Sheet sheet{};
  std::string path{};
};

// Of a folder every sheet of the map; of one file the sheet of its name, or the only one. NOT_FOUND names what lacks.
absl::StatusOr<std::vector<SheetFile>> SheetsOf(const SheetMap& map, const fs::path& input) {
  std::error_code ignored;
  std::vector<SheetFile> files;
  if (fs::is_directory(input, ignored)) {
    for (const SheetMap::Sheet& sheet : map.sheets) {
      const fs::path path = input / sheet.file;
      if (!fs::is_regular_file(path, ignored)) {
        return NotFound("Expected the sheet \"" + sheet.file + "\" of map " + map.id + " in " + input.string() +
                        ", but there is none. Name one file as --input to import a part.");
      }
      files.push_back({sheet, path.string()});
    }
    return files;
  }
  if (!fs::is_regular_file(input, ignored)) {
    return NotFound("Expected a folder of sheets or a CSV file as --input, but \"" + input.string() + "\" is neither.");
  }
  const auto named = std::ranges::find(map.sheets, input.filename().string(), &SheetMap::Sheet::file);
  if (named != map.sheets.end()) return std::vector<SheetFile>{{*named, input.string()}};
  if (map.sheets.size() == 1) return std::vector<SheetFile>{{map.sheets.front(), input.string()}};
  return NotFound("Expected a file named as a sheet of map " + map.id + ", but \"" + input.string() + "\" is none.");
}

absl::StatusOr<SheetMap> ReadMap(const std::string& path) {
  WANGGE_ASSIGN_OR_RETURN(const std::string body, ReadFile(path, limits::kConfigBodyBytesMax));
  return catalog::LoadSheetMap(body, path);
}

// The one map of the configuration whose sheets the input has.
absl::StatusOr<SheetMap> FindMap(const Options& options) {
  if (!options.map_file.empty()) return ReadMap(options.map_file);
  WANGGE_ASSIGN_OR_RETURN(const std::string config, ConfigDir(options.config));
  const fs::path folder = fs::path(config) / "catalogue";
  std::vector<std::string> paths;
  std::error_code ignored;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder, ignored)) {
    if (entry.path().extension() == ".textproto") paths.push_back(entry.path().string());
  }
  std::ranges::sort(paths);
  std::vector<SheetMap> fits;
  std::string known;
  for (const std::string& path : paths) {
    WANGGE_ASSIGN_OR_RETURN(SheetMap map, ReadMap(path));
    for (const SheetMap::Sheet& sheet : map.sheets) known.append("\n  ").append(path).append(": ").append(sheet.file);
    if (SheetsOf(map, options.input).ok()) fits.push_back(std::move(map));
  }
  if (fits.size() == 1) return std::move(fits.front());
  return NotFound("Expected the sheets of one map in \"" + options.input + "\", but it has those of " +
                  std::to_string(fits.size()) + ". Name a map with --map. Known are:" + known);
}

// Spreadsheets beside those that were read are no part of the catalogue, and somebody may have thought they are.
void TellUnread(const std::string& input, const std::vector<SheetFile>& files) {
  std::error_code ignored;
  for (const fs::directory_entry& entry : fs::directory_iterator(input, ignored)) {
    const std::string path = entry.path().string();
    const bool is_read = std::ranges::find(files, path, &SheetFile::path) != files.end();
    if (entry.path().extension() != ".csv" || is_read) continue;
    std::fprintf(stderr, "wangge: %s: Expected only sheets of the map, but this is none. It is not read.\n",
                 path.c_str());
  }
}

std::string ToJson(const Options& options, const SheetMap& map, const CatalogueImport& import) {
  nlohmann::ordered_json json{{"map", map.id}, {"output", options.output}};
  std::size_t rows = 0;
  std::size_t conditions = 0;
  std::size_t not_understood = 0;
  nlohmann::ordered_json sheets = nlohmann::ordered_json::array();
  for (const SheetCounts& counts : import.sheets()) {
    rows += counts.rows;
    conditions += counts.conditions;
    not_understood += counts.faults.size();
    sheets.push_back({{"file", counts.file},
                      {"kind", counts.kind},
                      {"rows", counts.rows},
                      {"categories", counts.categories},
                      {"conditions", counts.conditions},
                      {"not_understood", counts.faults.size()},
                      {"two_steps", counts.two_steps},
                      {"by_unit", counts.by_unit}});
  }
  json["rows"] = rows;
  json["conditions"] = conditions;
  json["not_understood"] = not_understood;
  json["columns_left_out"] = map.left_out;
  json["has_english"] = import.has_english();
  json["sheets"] = std::move(sheets);
  return json.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

void PrintForPeople(const Options& options, const SheetMap& map, const CatalogueImport& import) {
  for (const SheetCounts& counts : import.sheets()) {
    std::printf("%s (%s): %zu rows, %zu categories, %zu conditions, %zu not understood\n", counts.file.c_str(),
                counts.kind.c_str(), counts.rows, counts.categories, counts.conditions, counts.faults.size());
    std::printf("  limits:");
    for (const auto& [unit, count] : counts.by_unit) std::printf(" %zu in %s", count, unit.c_str());
    std::printf("; %zu in two steps, counted by the first\n", counts.two_steps);
  }
  for (const std::string& column : map.left_out) std::printf("column left out: %s\n", column.c_str());
  if (!import.has_english()) std::printf("Where English names are missing the Chinese ones stand in their place.\n");
  std::printf("%s written. Look at it, name it in the city file, and: wangge config apply\n", options.output.c_str());
}

absl::Status CheckAllUnderstood(const Options& options, const CatalogueImport& import) {
  std::size_t rows = 0;
  std::size_t faults = 0;
  for (const SheetCounts& counts : import.sheets()) {
    rows += counts.rows;
    faults += counts.faults.size();
  }
  if (faults == 0) return absl::OkStatus();
  return InvalidArgument("Expected rows that are understood, but " + std::to_string(faults) + " of " +
                         std::to_string(rows) + " are not. They are named above; the others stand in " +
                         options.output + ".");
}

absl::Status Import(const Options& options) {
  WANGGE_ASSIGN_OR_RETURN(const SheetMap map, FindMap(options));
  WANGGE_ASSIGN_OR_RETURN(const std::vector<SheetFile> files, SheetsOf(map, options.input));
  CatalogueImport import(map);
  for (const SheetFile& file : files) {
    std::error_code ignored;
    if (fs::equivalent(file.path, options.output, ignored)) {
      return InvalidArgument("Expected another file as --output, but " + file.path + " is what is read.");
    }
    WANGGE_ASSIGN_OR_RETURN(const std::string body, ReadFile(file.path, limits::kConfigBodyBytesMax));
    WANGGE_RETURN_IF_ERROR(import.Add(file.sheet, body, file.path));
    for (const std::string& fault : import.sheets().back().faults) {
      std::fprintf(stderr, "wangge: %s The row is left out.\n", fault.c_str());
    }
  }
  TellUnread(options.input, files);
  WANGGE_ASSIGN_OR_RETURN(const std::string csv, import.Csv());
  if (const auto checked = catalog::LoadCatalogue(csv, options.output); !checked.ok()) return checked.status();
  WANGGE_RETURN_IF_ERROR(WriteFileDurably(options.output, csv));
  if (options.json) {
    std::printf("%s\n", ToJson(options, map, import).c_str());
  } else {
    PrintForPeople(options, map, import);
  }
  return CheckAllUnderstood(options, import);
}

}  // namespace

void AddCatalogue(CLI::App& app) {
  CLI::App* catalogue = app.add_subcommand("catalogue", "Filing conditions and their limits");
  catalogue->require_subcommand(1);
  CLI::App* command = catalogue->add_subcommand("import", "A city's sheets of conditions to a catalogue of ours");
  const auto options = std::make_shared<Options>();
  command->add_option("--input", options->input, "Folder of the sheets, or one of them (CSV)")->required();
  command->add_option("--output", options->output, "The catalogue that is written (CSV)")->required();
  command->add_option("--map", options->map_file,
                      "Which column is what (config/catalogue/*.textproto); by default the one that fits the input");
  command->add_option("--config", options->config,
                      "Folder of the configuration; by default ./config or beside the program");
  command->add_flag("--json", options->json, "One line of JSON");
  OnRun(*command, [options] { return Import(*options); });
  AddCatalogueImpact(*catalogue);
}

}  // namespace wangge::commands
