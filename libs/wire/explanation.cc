#include "wire/explanation.h"

#include "base/check.h"
#include "wire/time.h"

namespace wangge::wire {
namespace {

cases::v1::SegmentKind ToProto(domain::SegmentKind kind) {
  switch (kind) {
    case domain::SegmentKind::kCounted:
      return cases::v1::SEGMENT_KIND_COUNTED;
    case domain::SegmentKind::kPaused:
      return cases::v1::SEGMENT_KIND_PAUSED;
    case domain::SegmentKind::kSkipped:
      return cases::v1::SEGMENT_KIND_SKIPPED;
  }
  CHECK(false);
}

cases::v1::CountUnit ToProto(domain::CountUnit unit) {
  switch (unit) {
    case domain::CountUnit::kMicrosecond:
      return cases::v1::COUNT_UNIT_MICROSECOND;
    case domain::CountUnit::kDay:
      return cases::v1::COUNT_UNIT_DAY;
    case domain::CountUnit::kMonth:
      return cases::v1::COUNT_UNIT_MONTH;
  }
  CHECK(false);
}

}  // namespace

cases::v1::DeadlinePart ToProto(const domain::Explanation& part) {
  cases::v1::DeadlinePart shown;
  *shown.mutable_start() = ToProto(part.start);
  shown.set_limit(domain::FormatLimit(part.limit));
  *shown.mutable_due_at() = ToProto(part.deadline.at);
  shown.set_unit(ToProto(part.unit));
  shown.set_total(part.total);
  for (const domain::Segment& segment : part.segments) {
    auto* added = shown.add_segments();
    *added->mutable_from() = ToProto(segment.from);
    *added->mutable_to() = ToProto(segment.to);
    added->set_kind(ToProto(domain::KindOf(segment.rule)));
    added->set_rule(std::string(domain::NameOf(segment.rule)));
    added->set_count(segment.count);
    added->set_note(segment.note);
    added->set_moved_days(segment.moved_days);
  }
  return shown;
}

cases::v1::Standstill ToProto(const domain::Standstill& standstill) {
  cases::v1::Standstill shown;
  *shown.mutable_since() = ToProto(standstill.since);
  shown.set_by(standstill.by);
  if (standstill.until) *shown.mutable_until() = ToProto(*standstill.until);
  if (standstill.then) {
    *shown.mutable_due_at_then() = ToProto(standstill.then->at);
    shown.set_provisional_then(standstill.then->provisional);
  }
  return shown;
}

}  // namespace wangge::wire
