#include "insight/recurrence.h"

#include <algorithm>
#include <cmath>

namespace wangge::insight {
namespace {

constexpr Duration kRecurringSpan = Hours(24);
constexpr double kRecurringMetres = 50;
constexpr double kMetresPerUnit = 0.0111319;  // of 1e-7 degree of latitude, or of longitude at the equator
constexpr std::int32_t kSquare = 10'000;      // units: squares of about 111 m, so that neighbours are enough

double LongitudeScale(std::int32_t lat_e7) { return std::cos(lat_e7 * 1e-7 * 3.14159265358979323846 / 180); }

// Near enough to count: good to centimetres at fifty metres.
bool IsNear(Position a, Position b) {
  const double dx = (static_cast<double>(a.lon_e7) - b.lon_e7) * kMetresPerUnit * LongitudeScale(a.lat_e7);
  const double dy = (static_cast<double>(a.lat_e7) - b.lat_e7) * kMetresPerUnit;
  return dx * dx + dy * dy <= kRecurringMetres * kRecurringMetres;
}

std::string SquareKey(std::string_view category, std::int64_t x, std::int64_t y) {
  return std::string(category) + "/" + std::to_string(x) + "/" + std::to_string(y);
}

std::int64_t SquareOf(std::int32_t units) { return (units >= 0 ? units : units - kSquare + 1) / kSquare; }

}  // namespace

// What is older than a day is also dropped where a report comes near it; elsewhere it would stay for ever.
void Recurrence::Forget(Timestamp now) {
  for (auto square = recent_.begin(); square != recent_.end();) {
    std::erase_if(square->second, [&](const Report& r) { return r.at + kRecurringSpan < now; });
    square = square->second.empty() ? recent_.erase(square) : std::next(square);
  }
  forget_at_ = std::max<std::size_t>(forget_at_, 2 * recent_.size());
}

bool Recurrence::Add(std::string_view category, const std::optional<Position>& position, Timestamp received) {
  if (!position) return false;
  if (recent_.size() >= forget_at_) Forget(received);
  const Position here = *position;
  const std::int64_t x = SquareOf(here.lon_e7);
  const std::int64_t y = SquareOf(here.lat_e7);
  // A square's width shrinks toward the poles: so many more of them lie within fifty metres.
  const auto reach = static_cast<std::int64_t>(
      std::ceil(kRecurringMetres / (kSquare * kMetresPerUnit * std::max(LongitudeScale(here.lat_e7), 0.01))));
  bool recurs = false;
  for (std::int64_t dx = -reach; dx <= reach && !recurs; ++dx) {
    for (std::int64_t dy = -1; dy <= 1 && !recurs; ++dy) {
      const auto square = recent_.find(SquareKey(category, x + dx, y + dy));
      if (square == recent_.end()) continue;
      std::erase_if(square->second, [&](const Report& r) { return r.at + kRecurringSpan < received; });
      recurs = std::ranges::any_of(square->second, [&](const Report& r) { return IsNear(r.position, here); });
    }
  }
  recent_[SquareKey(category, x, y)].push_back({here, received});
  return recurs;
}

}  // namespace wangge::insight
