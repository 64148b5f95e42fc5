// What a report must look like before anything is done with it. Every wrong field is named; whether the caller may
// report, and whether category and source exist, is for the ledger to say. Pure; thread-safe.
#pragma once

#include <optional>
#include <string_view>

#include "base/position.h"
#include "wangge/ledger/v1/command.pb.h"
#include "wangge/report/v1/report.pb.h"
#include "wire/fault.h"

namespace wangge::report {

// A report on its way to the ledger. Without actor, cells and the secrets of its attachments, which come later.
struct CheckedReport {
  ledger::v1::Command command{};
  std::optional<Position> position{};
};

// With any fault the result means nothing. Faults have the reasons of ReportService.SubmitReport.
CheckedReport CheckReport(const v1::SubmitReportRequest& request, wire::Faults& faults);

}  // namespace wangge::report
