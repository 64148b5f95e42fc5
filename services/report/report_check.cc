#include "services/report/report_check.h"

#include <google/protobuf/descriptor.h>

#include <cmath>
#include <set>
#include <string>

#include "base/digest/sha256.h"
#include "base/limits.h"
#include "services/grid/point_check.h"
#include "services/ledger/ledger.h"
#include "vault/attachment.h"
#include "wire/enums.h"
#include "wire/names.h"
#include "wire/time.h"

namespace wangge::report {
namespace {

constexpr double kCentimetresPerMetre = 100;

struct Bounded {
  std::string_view field;
  const std::string& text;
  std::size_t bytes_max;
  std::string_view reason;
};

void CheckLength(const Bounded& bounded, wire::Faults& faults) {
  if (bounded.text.size() <= bounded.bytes_max) return;
  wire::AddFault(faults, std::string(bounded.field),
                 "Expected at most " + std::to_string(bounded.bytes_max) + " bytes, but there are " +
                     std::to_string(bounded.text.size()) + ".",
                 bounded.reason);
}

void CheckId(const Bounded& bounded, wire::Faults& faults) {
  if (bounded.text.empty()) {
    wire::AddFault(faults, std::string(bounded.field), "Expected an id of the configuration, but it is empty.");
  }
  CheckLength(bounded, faults);
}

void CheckTexts(const v1::Report& report, wire::Faults& faults) {
  CheckId({"report.category", report.category(), limits::kIdBytesMax, "CATEGORY_TOO_LONG"}, faults);
  CheckId({"report.source", report.source(), limits::kIdBytesMax, "SOURCE_TOO_LONG"}, faults);
  CheckLength({"report.description", report.description(), limits::kDescriptionBytesMax, "DESCRIPTION_TOO_LONG"},
              faults);
  CheckLength({"report.address", report.address(), limits::kAddressBytesMax, "ADDRESS_TOO_LONG"}, faults);
  const auto& reporter = report.reporter();
  CheckLength({"report.reporter.name", reporter.name(), limits::kPersonNameBytesMax, "REPORTER_NAME_TOO_LONG"}, faults);
  CheckLength({"report.reporter.contact", reporter.contact(), limits::kContactBytesMax, "REPORTER_CONTACT_TOO_LONG"},
              faults);
}

void CheckComponent(const v1::Report& report, wire::Faults& faults) {
  if (report.has_component()) {
    CheckId({"report.component", report.component(), limits::kIdBytesMax, "COMPONENT_TOO_LONG"}, faults);
  }
  if (report.has_no_component()) {
    CheckId({"report.no_component", report.no_component(), limits::kIdBytesMax, "NO_COMPONENT_TOO_LONG"}, faults);
  }
}

void CheckTime(bool given, const google::protobuf::Timestamp& time, std::string field, wire::Faults& faults) {
  if (!given || wire::FromProto(time)) return;
  wire::AddFault(faults, std::move(field), "Expected a time in the years 1 to 9999, but it is none.");
}

void CheckAttachments(const v1::Report& report, wire::Faults& faults) {
  if (report.attachments_size() > static_cast<int>(limits::kAttachmentsMax)) {
    wire::AddFault(faults, "report.attachments",
                   "Expected at most " + std::to_string(limits::kAttachmentsMax) + " attachments, but there are " +
                       std::to_string(report.attachments_size()) + ".");
    return;
  }
  std::set<std::string> names;
  for (int i = 0; i < report.attachments_size(); ++i) {
    const auto& attachment = report.attachments(i);
    const std::string field = "report.attachments[" + std::to_string(i) + "]";
    const auto name = wire::ParseAttachmentName(attachment.name());
    if (!name || !vault::CheckAttachmentName(*name).ok()) {
      wire::AddFault(faults, field + ".name", "Expected a name as UploadAttachment answered it, but it is none.");
    } else if (!names.insert(*name).second) {
      wire::AddFault(faults, field + ".name", "Expected each attachment once, but this one is named twice.");
    }
    if (attachment.sha256().size() != sizeof(Hash)) {
      wire::AddFault(faults, field + ".sha256",
                     "Expected 32 bytes, but there are " + std::to_string(attachment.sha256().size()) + ".");
    }
  }
}

std::string PositionSources() {
  std::string list;
  const google::protobuf::EnumDescriptor& sources = *cases::v1::PositionSource_descriptor();
  for (int i = 0; i < sources.value_count(); ++i) {
    if (sources.value(i)->number() == cases::v1::POSITION_SOURCE_UNSPECIFIED) continue;
    list.append(list.empty() ? "" : ", ").append(sources.value(i)->name());
  }
  return list;
}

std::optional<Position> CheckPosition(const v1::Report& report, wire::Faults& faults) {
  const std::string field = "report.position";
  if (!report.has_position()) {
    wire::AddFault(faults, field, "Expected a position, or one of source NONE, but there is none.");
    return std::nullopt;
  }
  const auto& position = report.position();
  if (!wire::FromProto(position.source())) {
    wire::AddFault(faults, field + ".source",
                   "Expected how the position came to be (" + PositionSources() + "), but " +
                       (position.source() == cases::v1::POSITION_SOURCE_UNSPECIFIED
                            ? "it is not given."
                            : std::to_string(position.source()) + " is unknown."));
    return std::nullopt;
  }
  const bool wants_point = position.source() != cases::v1::POSITION_SOURCE_NONE;
  for (const auto& [name, given] :
       {std::pair{".longitude", position.has_longitude()}, std::pair{".latitude", position.has_latitude()}}) {
    if (given == wants_point) continue;
    wire::AddFault(faults, field + name,
                   wants_point ? "Expected degrees, but there are none. Say source NONE where there is no point."
                               : "Expected no degrees with source NONE, but there are.");
  }
  if (!wants_point || !position.has_longitude() || !position.has_latitude()) return std::nullopt;
  const auto datum = grid::CheckDatum(position.datum(), field + ".datum", faults);
  // False for what is not a number.
  const bool is_accuracy = position.accuracy_m() >= 0 && position.accuracy_m() <= limits::kAccuracyMetresMax;
  if (position.has_accuracy_m() && !is_accuracy) {
    wire::AddFault(faults, field + ".accuracy_m", "Expected 0 to 100,000 metres, but it is something else.");
  }
  return grid::CheckPoint(position.longitude(), position.latitude(), datum, field, faults);
}

namespace {

// What was sent, without the request id. A file is its content: sent again as another upload, it has another name.
std::string FingerprintOf(v1::Report report) {
  for (auto& attachment : *report.mutable_attachments()) attachment.clear_name();
  return ledger::FingerprintOf(report);
}

}  // namespace

ledger::v1::Command CommandOf(const v1::SubmitReportRequest& request) {
  const v1::Report& report = request.report();
  ledger::v1::Command command;
  command.set_request_id(request.request_id());
  command.set_fingerprint(FingerprintOf(report));
  auto& submit = *command.mutable_submit_report();
  submit.set_category(report.category());
  submit.set_source(report.source());
  submit.set_description(report.description());
  submit.set_address(report.address());
  if (report.has_reporter()) *submit.mutable_reporter() = report.reporter();
  if (report.has_occurred_at()) *submit.mutable_occurred_at() = report.occurred_at();
  if (report.has_captured_at()) *submit.mutable_captured_at() = report.captured_at();
  if (report.has_component()) submit.mutable_component()->set_component(report.component());
  if (report.has_no_component()) submit.mutable_component()->set_reason(report.no_component());
  submit.mutable_location()->set_source(report.position().source());
  const double accuracy_cm = report.position().accuracy_m() * kCentimetresPerMetre;
  submit.mutable_location()->set_accuracy_cm(static_cast<std::uint32_t>(std::llround(accuracy_cm)));
  for (const auto& attachment : report.attachments()) {
    *submit.add_attachments()->mutable_attachment() = attachment;
  }
  return command;
}

}  // namespace

CheckedReport CheckReport(const v1::SubmitReportRequest& request, wire::Faults& faults) {
  const std::size_t before = faults.size();
  if (!wire::ParseUuid(request.request_id())) {
    wire::AddFault(faults, "request_id", "Expected a UUID in its text form (36 characters), but it is none.");
  }
  if (!request.has_report()) wire::AddFault(faults, "report", "Expected a report, but there is none.");
  const v1::Report& report = request.report();
  CheckTexts(report, faults);
  CheckComponent(report, faults);
  CheckedReport checked;
  checked.position = CheckPosition(report, faults);
  CheckTime(report.has_occurred_at(), report.occurred_at(), "report.occurred_at", faults);
  CheckTime(report.has_captured_at(), report.captured_at(), "report.captured_at", faults);
  CheckAttachments(report, faults);
  if (faults.size() == before) checked.command = CommandOf(request);
  return checked;
}

}  // namespace wangge::report
