#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>

#include "base/status/text.h"
#include "engine/edition_book.h"
#include "insight/case_counts.h"
#include "services/wangge/commands/command.h"
#include "services/wangge/commands/progress.h"
#include "services/wangge/state_files.h"
#include "storage/case_record.h"
#include "storage/keys.h"
#include "storage/log_record.h"

namespace wangge::commands {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::uint64_t kProgressEvery = 4'096;

struct Options {
  std::string state{};
  bool by_unit = false;
  bool json = false;
};

absl::StatusOr<insight::CaseCounts> CountState(const std::string& path) {
  WANGGE_ASSIGN_OR_RETURN(const OpenState files, OpenStateFiles(path, OpenFor::kExisting));
  const auto snapshot = files.committer->Published();
  engine::EditionBook book(CatalogLoader());
  WANGGE_RETURN_IF_ERROR(book.Load(*snapshot, {}));
  WANGGE_ASSIGN_OR_RETURN(const storage::LogHead head, files.committer->Head());
  WANGGE_ASSIGN_OR_RETURN(const auto records, files.committer->Read(head.last_position, 1));
  if (records.empty()) return insight::CaseCounts{};
  WANGGE_ASSIGN_OR_RETURN(const storage::LogRecord last, storage::DecodeLogRecord(records.front()));
  insight::CaseCounter counter(last.time);
  Progress progress("counting");
  std::uint64_t done = 0;
  const auto cursor = snapshot->Scan(storage::Family::kCase, {}, {});
  for (; cursor->Valid(); cursor->Next()) {
    const auto id = storage::CaseOfKey(cursor->Key());
    if (!id) return DataLoss("Expected a case key, but its octets are none. Run `wangge verify`.");
    WANGGE_ASSIGN_OR_RETURN(const domain::Case c, storage::DecodeCase(*id, cursor->Value()));
    const domain::Procedure* procedure = book.current()->procedures.Find(c.procedure);
    if (procedure == nullptr) return DataLoss("Expected the procedure of a case in the state. Run `wangge verify`.");
    counter.Add(c, *procedure);
    if (++done % kProgressEvery == 0) progress.Show(done, head.last_position);
  }
  WANGGE_RETURN_IF_ERROR(cursor->status());
  return counter.counts();
}

Json ToJson(const insight::AssignmentCounts& counts) {
  return {{"assignments", counts.assignments}, {"helping", counts.helping},     {"rework", counts.rework},
          {"confirmed", counts.confirmed},     {"late", counts.late},           {"exempt", counts.exempt},
          {"returned", counts.returned},       {"withdrawn", counts.withdrawn}, {"open", counts.open},
          {"overdue", counts.overdue},         {"extended", counts.extended}};
}

Json ToJson(const insight::CaseCounts& counts) {
  Json clocks = Json::object();
  for (const auto& [id, c] : counts.clocks) {
    clocks[id] = {{"runs", c.runs},       {"on_time", c.on_time}, {"late", c.late},     {"released", c.released},
                  {"running", c.running}, {"overdue", c.overdue}, {"paused", c.paused}, {"extended", c.extended}};
  }
  Json requests = Json::object();
  for (const auto& [id, r] : counts.requests) {
    requests[id] = {
        {"asked", r.asked}, {"granted", r.granted}, {"refused", r.refused}, {"lapsed", r.lapsed}, {"open", r.open}};
  }
  return {{"cases", counts.cases},
          {"filed", counts.filed},
          {"without_place", counts.without_place},
          {"in_gap", counts.in_gap},
          {"recurring", counts.recurring},
          {"reworked", counts.reworked},
          {"returned", counts.returned},
          {"reopened", counts.reopened},
          {"sources", counts.sources},
          {"stages", counts.stages},
          {"assignments", ToJson(counts.assignments)},
          {"clocks", clocks},
          {"requests", requests},
          {"counters", counts.counters}};
}

void Print(const std::string& title, const Json& values) {
  std::printf("%s\n", title.c_str());
  for (const auto& [name, value] : values.items()) {
    std::string text;
    if (!value.is_object()) text = value.dump();
    for (const auto& [inner, count] : value.items()) {
      if (value.is_object()) text.append(text.empty() ? "" : ", ").append(inner + " " + count.dump());
    }
    std::printf("  %-24s %s\n", name.c_str(), text.c_str());
  }
}

absl::Status Run(const Options& options) {
  WANGGE_ASSIGN_OR_RETURN(const insight::CaseCounts counts, CountState(options.state));
  Json json = ToJson(counts);
  if (options.by_unit) {
    for (const auto& [unit, c] : counts.units) json["units"][unit] = ToJson(c);
  }
  if (options.json) {
    std::printf("%s\n", json.dump().c_str());
    return absl::OkStatus();
  }
  Json plain = Json::object();
  for (const auto& [name, value] : json.items()) {
    if (!value.is_object()) plain[name] = value;
  }
  Print("cases", plain);
  for (const auto& [name, value] : json.items()) {
    if (value.is_object()) Print(name, value);
  }
  return absl::OkStatus();
}

}  // namespace

void AddCounts(CLI::App& stats) {
  CLI::App* command = stats.add_subcommand(
      "counts", "Base counts: clocks kept and missed, requests, assignments of units, recurring reports");
  const auto options = std::make_shared<Options>();
  command->add_option("--state", options->state, "Directory of the state")->required();
  command->add_flag("--by-unit", options->by_unit, "The assignments of each unit too");
  command->add_flag("--json", options->json, "One line of JSON");
  OnRun(*command, [options] { return Run(*options); });
}

}  // namespace wangge::commands
