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

std::int32_t SquareOf(std::int64_t units) {
  return static_cast<std::int32_t>((units >= 0 ? units : units - kSquare + 1) / kSquare);
}

}  // namespace

// What is older than a day is also dropped where a report comes near it; elsewhere it would stay for ever.
void Recurrence::Forget(Timestamp now) {
  for (auto square = recent_.begin(); square != recent_.end();) {
    std::erase_if(square->second, [&](const Report& r) { return r.at + kRecurringSpan < now; });
    if (square->second.empty()) {
      recent_.erase(square++);
    } else {
      ++square;
    }
  }
  forget_at_ = std::max<std::size_t>(forget_at_, 2 * recent_.size());
}

bool Recurrence::Add(std::string_view category, const std::optional<Position>& position, Timestamp received) {
  if (!position) return false;
  if (recent_.size() >= forget_at_) Forget(received);
  const Position here = *position;
  const auto next = static_cast<std::uint32_t>(categories_.size());
  const std::uint32_t number = categories_.try_emplace(std::string(category), next).first->second;
  // Only the squares that lie within fifty metres, of which more do toward the poles, where they are narrow.
  const auto up = static_cast<std::int64_t>(std::ceil(kRecurringMetres / kMetresPerUnit));
  const auto across = static_cast<std::int64_t>(
      std::ceil(kRecurringMetres / (kMetresPerUnit * std::max(LongitudeScale(here.lat_e7), 0.01))));
  bool recurs = false;
  for (std::int32_t x = SquareOf(here.lon_e7 - across); x <= SquareOf(here.lon_e7 + across) && !recurs; ++x) {
    for (std::int32_t y = SquareOf(here.lat_e7 - up); y <= SquareOf(here.lat_e7 + up) && !recurs; ++y) {
      recurs = HasNear({number, x, y}, here, received);
    }
  }
  auto& mine = recent_[{number, SquareOf(here.lon_e7), SquareOf(here.lat_e7)}];
  // A report that is old is a new one's neighbour no more; all before it are older.
  if (!mine.empty() && mine.front().at + kRecurringSpan < received) {
    mine.erase(mine.begin(), std::ranges::find_if(
                                 mine, [&](const Report& r) { return r.at + kRecurringSpan >= received; }));
  }
  mine.push_back({here, received});
  return recurs;
}

bool Recurrence::HasNear(const Square& square, Position here, Timestamp received) const {
  const auto found = recent_.find(square);
  if (found == recent_.end()) return false;
  for (auto report = found->second.rbegin(); report != found->second.rend(); ++report) {
    if (report->at + kRecurringSpan < received) return false;
    if (IsNear(report->position, here)) return true;
  }
  return false;
}

}  // namespace wangge::insight
