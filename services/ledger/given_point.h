// A point that a step brings, in whatever datum it says. Pure; thread-safe.
#pragma once

#include <cstdint>
#include <optional>

#include "base/position.h"
#include "wangge/cases/v1/place.pb.h"

namespace wangge::ledger {

// In WGS 84; nullopt: no point on Earth, or a datum that is not known.
std::optional<Position> PointOf(const cases::v1::Position& given);

// In whole centimetres, 0 where it is not known; nullopt: not 0 to limits::kAccuracyMetresMax metres.
std::optional<std::uint32_t> AccuracyCmOf(const cases::v1::Position& given);

}  // namespace wangge::ledger
