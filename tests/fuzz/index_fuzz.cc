// Bytes as an index file: refused, or safe to ask, with answers that its own head allows.
//
//   input = 0 file | 1 set_ends:1 set_cells:1 file
// The second form is summed anew and given the counts it says, so that the structure behind the checksum is reached.
#include <algorithm>
#include <cstring>
#include <random>
#include <string>

#include "base/check.h"
#include "geo/index_file.h"

namespace {

using namespace wangge;

constexpr std::size_t kHeadBytes = 128, kCountsAt = 92;  // of the head, and in it: words, set_ends, set_cells

void Put(std::string& file, std::size_t at, std::uint32_t number) { std::memcpy(&file[at], &number, sizeof(number)); }

// `body` behind a head that fits it, with a right checksum.
std::string Repaired(std::string file, std::uint32_t set_ends, std::uint32_t set_cells) {
  const std::string right = geo::EncodeIndex({}, {});
  if (file.size() < kHeadBytes) file.resize(kHeadBytes);
  const std::size_t numbers = (file.size() - kHeadBytes) / sizeof(std::uint32_t);
  file.resize(kHeadBytes + numbers * sizeof(std::uint32_t));
  set_ends = std::min<std::uint32_t>(set_ends, static_cast<std::uint32_t>(numbers));
  set_cells = std::min<std::uint32_t>(set_cells, static_cast<std::uint32_t>(numbers) - set_ends);
  std::memcpy(file.data(), right.data(), 56);  // up to the origin of the lattice
  std::memset(&file[104], 0, kHeadBytes - 104);
  Put(file, kCountsAt, static_cast<std::uint32_t>(numbers) - set_ends - set_cells);
  Put(file, kCountsAt + 4, set_ends);
  Put(file, kCountsAt + 8, set_cells);
  return file.append(BytesOf(Sha256::Of(file)));
}

void Ask(const geo::CoverIndex& index) {
  const geo::CoverView& view = index.view();
  std::mt19937_64 random(1);
  std::vector<Position> points;
  const std::uint64_t width = std::uint64_t{view.columns} << view.shift,
                      height = std::uint64_t{view.rows} << view.shift;
  const std::int64_t units = view.lattice.units_in_e7();
  for (int i = 0; i < 512; ++i) {
    const auto x = static_cast<std::int64_t>(random() % (width + 2)) + view.lattice.origin_x();
    const auto y = static_cast<std::int64_t>(random() % (height + 2)) + view.lattice.origin_y();
    points.push_back({.lon_e7 = static_cast<std::int32_t>(x / units), .lat_e7 = static_cast<std::int32_t>(y / units)});
  }
  std::vector<geo::CellMatch> matches(points.size());
  index.FindBatch(points, matches);
  for (std::size_t i = 0; i < points.size(); ++i) {
    CHECK(index.Find(points[i]) == matches[i]);
    CHECK(matches[i].matches == 0 ? matches[i].cell == geo::kNoCell : matches[i].cell < view.cells);
    std::vector<std::uint32_t> cells;
    index.FindAll(points[i], cells);
    CHECK(cells.size() == matches[i].matches && std::ranges::is_sorted(cells));
    CHECK(cells.empty() || cells.front() == matches[i].cell);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  if (size < 3) return 0;
  std::string file(reinterpret_cast<const char*>(bytes), size);
  if (bytes[0] == 0) {
    file.erase(0, 1);
  } else {
    file = Repaired(file.substr(3), bytes[1], bytes[2]);
  }
  const auto cover = geo::DecodeIndex(file, {});
  if (!cover.ok()) return 0;
  CHECK(geo::EncodeIndex(*cover, {}) == file);
  Ask(geo::CoverIndex(*cover, nullptr));
  return 0;
}
