#include "services/track/track_messages.h"

#include "base/limits.h"
#include "wire/time.h"

namespace wangge::track {
namespace {

constexpr double kE7 = 1e7;
constexpr double kCentimetresPerMetre = 100;

report::v1::FixMark ToProto(domain::FixMark mark) {
  switch (mark) {
    case domain::FixMark::kJump:
      return report::v1::FIX_MARK_JUMP;
    case domain::FixMark::kAccuracy:
      return report::v1::FIX_MARK_ACCURACY;
    case domain::FixMark::kClock:
      return report::v1::FIX_MARK_CLOCK;
    case domain::FixMark::kMock:
      return report::v1::FIX_MARK_MOCK;
  }
  return report::v1::FIX_MARK_UNSPECIFIED;
}

template <typename Message>
void AddMarks(domain::FixMarks marks, Message& message) {
  for (const domain::FixMark mark : domain::kFixMarks) {
    if (marks.Has(mark)) message.add_marks(ToProto(mark));
  }
}

void SetCell(const storage::TrackCell& cell, cases::v1::GridAssignment& shown) {
  shown.set_layer(cell.layer);
  shown.set_code(cell.code);
  shown.set_version(cell.version);
}

}  // namespace

report::v1::Shift ToProto(const Shift& shift, Duration kept) {
  report::v1::Shift shown;
  *shown.mutable_start_time() = wire::ToProto(shift.name.start);
  if (shift.record.end) *shown.mutable_end_time() = wire::ToProto(shift.record.end->time);
  *shown.mutable_latest_end_time() = wire::ToProto(shift.name.start + limits::kShiftMax);
  *shown.mutable_expire_time() = wire::ToProto(shift.name.start + kept);
  shown.set_fixes(shift.record.fixes);
  shown.set_marked(shift.record.marked);
  shown.set_refused(shift.record.refused);
  return shown;
}

report::v1::TrackFix ToProto(Timestamp shift_start, std::uint32_t sequence, const storage::FixRecord& record) {
  report::v1::TrackFix shown;
  *shown.mutable_shift_start() = wire::ToProto(shift_start);
  report::v1::Fix& fix = *shown.mutable_fix();
  fix.set_sequence(sequence);
  fix.set_longitude(record.place.position.lon_e7 / kE7);
  fix.set_latitude(record.place.position.lat_e7 / kE7);
  fix.set_accuracy_m(record.place.accuracy_cm / kCentimetresPerMetre);
  *fix.mutable_device_time() = wire::ToProto(record.device_time);
  fix.set_mock(record.marks.Has(domain::FixMark::kMock));
  if (record.speed_cm_s) fix.set_speed_mps(*record.speed_cm_s / kCentimetresPerMetre);
  if (record.heading_deg) fix.set_heading_deg(*record.heading_deg);
  *shown.mutable_received_at() = wire::ToProto(record.received);
  AddMarks(record.marks, shown);
  for (const storage::TrackCell& cell : record.place.cells) SetCell(cell, *shown.add_cells());
  return shown;
}

report::v1::SendPositionsResponse ToProto(const Added& added, const ShiftBook::Current& current) {
  report::v1::SendPositionsResponse shown;
  shown.set_kept(added.kept);
  shown.set_repeated_fixes(added.repeated);
  for (const MarkedFix& marked : added.marked) {
    auto& fix = *shown.add_marked();
    fix.set_sequence(marked.sequence);
    AddMarks(marked.marks, fix);
  }
  for (const RefusedFix& refused : added.refused) {
    auto& fix = *shown.add_refused();
    fix.set_sequence(refused.sequence);
    fix.set_reason(refused.reason);
    fix.set_text(refused.text);
  }
  shown.set_last_sequence(current.last_sequence);
  if (!current.trusted) return shown;
  for (const storage::TrackCell& cell : current.trusted->place.cells) SetCell(cell, *shown.add_current());
  return shown;
}

Fix FromProto(const v1::LocatedFix& fix, std::string_view field, wire::Faults& faults) {
  const Position position{fix.lon_e7(), fix.lat_e7()};
  if (!IsOnEarth(position)) wire::AddFault(faults, std::string(field), "Expected a place on Earth, but it is none.");
  if (fix.sequence() == 0) wire::AddFault(faults, wire::Path(field, "sequence"), "Expected 1 or more, but it is 0.");
  Fix taken{.sequence = fix.sequence(),
            .mock = fix.mock(),
            .record = {.device_time = {fix.device_time_us()},
                       .place = {.position = position, .accuracy_cm = fix.accuracy_cm()}}};
  if (fix.has_speed_cm_s()) taken.record.speed_cm_s = fix.speed_cm_s();
  if (fix.has_heading_deg()) taken.record.heading_deg = fix.heading_deg();
  for (const v1::Cell& cell : fix.cells()) {
    if (cell.layer().size() > limits::kIdBytesMax || cell.code().size() > limits::kIdBytesMax) {
      wire::AddFault(faults, wire::Path(field, "cells"), "Expected ids of at most 64 bytes, but one is longer.");
    }
    taken.record.place.cells.push_back({cell.layer(), cell.code(), cell.version()});
  }
  return taken;
}

}  // namespace wangge::track
