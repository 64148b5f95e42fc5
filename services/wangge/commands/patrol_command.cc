#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <memory>

#include "base/limits.h"
#include "base/status/text.h"
#include "services/wangge/client/fix_csv.h"
#include "services/wangge/client/request_id.h"
#include "services/wangge/commands/command.h"
#include "services/wangge/commands/illustrative.h"
#include "services/wangge/commands/instant.h"
#include "services/wangge/commands/message_json.h"
#include "services/wangge/commands/server_options.h"
#include "wangge/report/v1/report.grpc.pb.h"
#include "wire/time.h"

namespace wangge::commands {
namespace {

namespace v1 = report::v1;
using Report = v1::ReportService;

constexpr int kPageSize = 1'000;

struct Options {
  std::shared_ptr<client::Access> access{};
  std::string request_id{};
  std::string file{};
  std::string datum = "wgs84";
  std::string layer{};
  std::string within{};
  std::string date{};
  std::string purpose{};
  std::string since{};
  bool json = false;
};

std::string RequestIdOf(const Options& options) {
  return options.request_id.empty() ? client::NewRequestId() : options.request_id;
}

// "jump, mock".
std::string MarksText(const google::protobuf::RepeatedField<int>& marks) {
  std::string text;
  for (const int mark : marks) {
    std::string name = v1::FixMark_Name(mark).substr(std::string("FIX_MARK_").size());
    std::ranges::transform(name, name.begin(), [](char c) { return static_cast<char>(c | 0x20); });
    text.append(text.empty() ? "" : ", ").append(name);
  }
  return text;
}

void Print(const v1::Shift& shift) {
  std::printf("shift    since %s, %s\n", TimeText(shift.start_time()).c_str(),
              shift.has_end_time() ? ("until " + TimeText(shift.end_time())).c_str() : "open");
  std::printf("fixes    %u kept, %u of them marked, %u refused\n", shift.fixes(), shift.marked(), shift.refused());
  std::printf("expires  %s\n", TimeText(shift.expire_time()).c_str());
}

template <typename Response>
absl::Status Tell(const Options& options, const Response& response) {
  if (options.json) return PrintJson(response.shift());
  Print(response.shift());
  return absl::OkStatus();
}

absl::Status Start(const Options& options) {
  WANGGE_ASSIGN_OR_RETURN(const client::Connection connection, client::Connection::Open(*options.access));
  const auto stub = connection.StubOf<Report>();
  v1::StartShiftRequest request;
  request.set_request_id(RequestIdOf(options));
  WANGGE_ASSIGN_OR_RETURN(const auto response, connection.Call(*stub, &Report::Stub::StartShift, request));
  return Tell(options, response);
}

absl::Status End(const Options& options) {
  WANGGE_ASSIGN_OR_RETURN(const client::Connection connection, client::Connection::Open(*options.access));
  const auto stub = connection.StubOf<Report>();
  v1::EndShiftRequest request;
  request.set_request_id(RequestIdOf(options));
  WANGGE_ASSIGN_OR_RETURN(const auto response, connection.Call(*stub, &Report::Stub::EndShift, request));
  return Tell(options, response);
}

void Add(const v1::SendPositionsResponse& answer, v1::SendPositionsResponse& all) {
  all.clear_current();
  all.set_kept(all.kept() + answer.kept());
  all.set_repeated_fixes(all.repeated_fixes() + answer.repeated_fixes());
  all.mutable_marked()->MergeFrom(answer.marked());
  all.mutable_refused()->MergeFrom(answer.refused());
  all.set_last_sequence(answer.last_sequence());
  all.mutable_current()->MergeFrom(answer.current());
}

void Print(const v1::SendPositionsResponse& sent) {
  std::printf("kept      %u\n", sent.kept());
  std::printf("repeated  %u\n", sent.repeated_fixes());
  for (const auto& fix : sent.marked())
    std::printf("marked    %u: %s\n", fix.sequence(), MarksText(fix.marks()).c_str());
  for (const auto& fix : sent.refused()) {
    std::printf("refused   %u: %s: %s\n", fix.sequence(), fix.reason().c_str(), fix.text().c_str());
  }
  for (const auto& cell : sent.current()) std::printf("%-9s %s\n", cell.layer().c_str(), cell.code().c_str());
}

// The fixes in messages, one answer waited for before the next is sent.
absl::StatusOr<v1::SendPositionsResponse> SendAll(const client::Connection& connection, const std::string& datum,
                                                  const std::vector<v1::Fix>& fixes) {
  const auto stub = connection.StubOf<Report>();
  grpc::ClientContext context;
  connection.Prepare(context, client::kLongPatience);
  const auto stream = stub->SendPositions(&context);
  v1::SendPositionsResponse all;
  v1::SendPositionsRequest request;
  bool is_open = true;
  for (std::size_t at = 0; is_open && at < fixes.size(); at += limits::kBatchFixesMax) {
    request.Clear();
    request.set_datum(datum);
    for (std::size_t i = at; i < std::min(at + limits::kBatchFixesMax, fixes.size()); ++i) {
      *request.add_fixes() = fixes[i];
    }
    v1::SendPositionsResponse answer;
    is_open = stream->Write(request) && stream->Read(&answer);
    if (is_open) Add(answer, all);
  }
  stream->WritesDone();
  WANGGE_RETURN_IF_ERROR(connection.StatusOf(stream->Finish(), request));
  return all;
}

absl::Status Send(const Options& options) {
  WANGGE_ASSIGN_OR_RETURN(const auto fixes, client::ReadFixes(options.file));
  WANGGE_ASSIGN_OR_RETURN(const client::Connection connection, client::Connection::Open(*options.access));
  WANGGE_ASSIGN_OR_RETURN(const auto sent, SendAll(connection, options.datum, fixes));
  const bool is_illustrative = HasIllustrativeLayer(connection);
  if (options.json) {
    WANGGE_RETURN_IF_ERROR(PrintJson(sent, is_illustrative));
  } else {
    if (is_illustrative) PrintIllustrativeTitle();
    Print(sent);
  }
  if (sent.refused().empty()) return absl::OkStatus();
  return InvalidArgument("Expected fixes of an open shift, but " + std::to_string(sent.refused_size()) + " of " +
                         std::to_string(fixes.size()) + " are refused.");
}

// Calls `show` for each page until the last.
template <typename Request, typename Response, typename Show>
absl::Status ForEachPage(const client::Connection& connection,
                         grpc::Status (Report::Stub::*method)(grpc::ClientContext*, const Request&, Response*),
                         Request request, const Show& show) {
  const auto stub = connection.StubOf<Report>();
  request.set_page_size(kPageSize);
  for (;;) {
    WANGGE_ASSIGN_OR_RETURN(const Response page, connection.Call(*stub, method, request));
    WANGGE_RETURN_IF_ERROR(show(page));
    if (page.next_page_token().empty()) return absl::OkStatus();
    request.set_page_token(page.next_page_token());
  }
}

absl::Status Presence(const Options& options) {
  WANGGE_ASSIGN_OR_RETURN(const client::Connection connection, client::Connection::Open(*options.access));
  const bool is_illustrative = IsIllustrativeLayer(connection, options.layer);
  v1::ListPresenceRequest request;
  request.set_layer(options.layer);
  request.set_within(options.within);
  request.set_purpose(options.purpose);
  if (!options.json && is_illustrative) PrintIllustrativeTitle();
  const auto show = [&](const v1::ListPresenceResponse& page) -> absl::Status {
    for (const auto& grid : page.grids()) {
      if (options.json) {
        WANGGE_RETURN_IF_ERROR(PrintJson(grid, is_illustrative));
        continue;
      }
      std::printf("%-20s %u\n", grid.code().empty() ? "(in no grid)" : grid.code().c_str(), grid.on_shift());
      for (const auto& one : grid.inspectors()) {
        std::printf("  %-30s %s\n", one.actor().c_str(),
                    one.has_seen_at() ? TimeText(one.seen_at()).c_str() : "no trusted fix yet");
      }
    }
    return absl::OkStatus();
  };
  return ForEachPage(connection, &Report::Stub::ListPresence, request, show);
}

absl::Status Coverage(const Options& options) {
  WANGGE_ASSIGN_OR_RETURN(const client::Connection connection, client::Connection::Open(*options.access));
  const bool is_illustrative = IsIllustrativeLayer(connection, options.layer);
  v1::GetPatrolCoverageRequest request;
  request.set_layer(options.layer);
  request.set_within(options.within);
  request.set_date(options.date);
  if (!options.json && is_illustrative) PrintIllustrativeTitle();
  std::uint64_t cells = 0;
  std::string date;
  const auto show = [&](const v1::GetPatrolCoverageResponse& page) -> absl::Status {
    cells += static_cast<std::uint64_t>(page.cells_size());
    date = page.date();
    for (const auto& cell : page.cells()) {
      if (options.json) {
        WANGGE_RETURN_IF_ERROR(PrintJson(cell, is_illustrative));
      } else {
        std::printf("%-20s %s  %s  %u\n", cell.code().c_str(), TimeText(cell.first_at()).c_str(),
                    TimeText(cell.last_at()).c_str(), cell.fixes());
      }
    }
    return absl::OkStatus();
  };
  WANGGE_RETURN_IF_ERROR(ForEachPage(connection, &Report::Stub::GetPatrolCoverage, request, show));
  if (!options.json) std::printf("%llu cells walked on %s\n", static_cast<unsigned long long>(cells), date.c_str());
  return absl::OkStatus();
}

absl::Status Track(const Options& options) {
  WANGGE_ASSIGN_OR_RETURN(const auto since, ParseOptionalInstant("--since", options.since, {}));
  WANGGE_ASSIGN_OR_RETURN(const client::Connection connection, client::Connection::Open(*options.access));
  v1::GetOwnTrackRequest request;
  if (since) *request.mutable_since() = wire::ToProto(*since);
  const auto show = [&](const v1::GetOwnTrackResponse& page) -> absl::Status {
    for (const auto& shift : page.shifts()) {
      if (!options.json) Print(shift);
    }
    for (const auto& kept : page.fixes()) {
      if (options.json) {
        WANGGE_RETURN_IF_ERROR(PrintJson(kept));
      } else {
        std::printf("%6u  %s  %.7f %.7f  %.2f m  %s\n", kept.fix().sequence(),
                    TimeText(kept.fix().device_time()).c_str(), kept.fix().longitude(), kept.fix().latitude(),
                    kept.fix().accuracy_m(), MarksText(kept.marks()).c_str());
      }
    }
    return absl::OkStatus();
  };
  return ForEachPage(connection, &Report::Stub::GetOwnTrack, request, show);
}

CLI::App* Add(CLI::App& parent, const std::string& name, const std::string& help,
              const std::shared_ptr<Options>& options, absl::Status (*run)(const Options&)) {
  CLI::App* command = parent.add_subcommand(name, help);
  command->add_flag("--json", options->json, "One line of JSON a row");
  OnRun(*command, [options, run] { return run(*options); });
  return command;
}

void AddRequestId(CLI::App& command, Options& options) {
  command.add_option("--request-id", options.request_id, "UUID of an earlier try of the same");
}

void AddGrids(CLI::App& command, Options& options) {
  command.add_option("--layer", options.layer, "Layer of the grids")->required();
  command.add_option("--within", options.within, "Only codes that begin so");
}

}  // namespace

void AddPatrol(CLI::App& app) {
  CLI::App* patrol = app.add_subcommand("patrol", "Shifts of inspectors, presence and coverage")->require_subcommand(1);
  const auto make = [] { return std::make_shared<Options>(); };

  auto options = make();
  CLI::App* command = Add(*patrol, "start", "Sign in for a shift", options, Start);
  AddRequestId(*command, *options);
  options->access = AddServerOptions(*command);

  options = make();
  command = Add(*patrol, "send", "Send the positions of the open shift", options, Send);
  command
      ->add_option("FILE", options->file, "CSV: sequence,lon,lat,accuracy_m,time and maybe mock,speed_mps,heading_deg")
      ->required();
  command->add_option("--datum", options->datum, "wgs84, cgcs2000, gcj02 or bd09")->capture_default_str();
  options->access = AddServerOptions(*command);

  options = make();
  command = Add(*patrol, "end", "Sign out", options, End);
  AddRequestId(*command, *options);
  options->access = AddServerOptions(*command);

  options = make();
  command = Add(*patrol, "presence", "Who is on shift in which grid now", options, Presence);
  AddGrids(*command, *options);
  command->add_option("--purpose", options->purpose, "Why the ids are read, for the record; without it only counts");
  options->access = AddServerOptions(*command);

  options = make();
  command = Add(*patrol, "coverage", "Which cells were walked on a day", options, Coverage);
  AddGrids(*command, *options);
  command->add_option("--date", options->date, "A day of the city, e.g. 2026-02-13; by default today");
  options->access = AddServerOptions(*command);

  options = make();
  command = Add(*patrol, "track", "Your own shifts and track; nobody else's can be read", options, Track);
  command->add_option("--since", options->since, "Only shifts that began then or later (RFC 3339)");
  options->access = AddServerOptions(*command);
}

}  // namespace wangge::commands
