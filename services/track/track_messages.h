// Shifts and fixes as messages of the contract, and back. Pure; thread-safe.
#pragma once

#include "services/track/shift_book.h"
#include "wangge/report/v1/patrol.pb.h"
#include "wangge/track/v1/track.pb.h"
#include "wire/fault.h"

namespace wangge::track {

report::v1::Shift ToProto(const Shift& shift, Duration kept);
report::v1::TrackFix ToProto(Timestamp shift_start, std::uint32_t sequence, const storage::FixRecord& record);
report::v1::SendPositionsResponse ToProto(const Added& added, const ShiftBook::Current& current);

// Faults: a place that is none on Earth, a sequence of 0, a layer or a code that is too long.
Fix FromProto(const v1::LocatedFix& fix, std::string_view field, wire::Faults& faults);

}  // namespace wangge::track
