#include "geo/cover_index.h"

#include <algorithm>
#include <array>

#include "base/check.h"
#include "geo/exact.h"

namespace wangge::geo {
namespace {

constexpr std::uint32_t KindOf(std::uint32_t entry) { return entry & 3; }
constexpr std::uint32_t PayloadOf(std::uint32_t entry) { return entry >> 2; }

// What an entry names: a node fills a cache line, a leaf begins anywhere in one and mostly ends in the next.
void PrefetchPart(const std::uint32_t* word) {
  __builtin_prefetch(word, 0, 3);
  __builtin_prefetch(word + CoverImage::kLineWords - 1, 0, 3);
}

// Whether the edge from `low` to `high`, which passes the height of `p`, is west of it there.
bool IsWest(std::int64_t low_x, std::int64_t low_y, std::int64_t high_x, std::int64_t high_y, LatticePoint p) {
  return Wide{high_x - low_x} * (p.y - low_y) <= Wide{high_y - low_y} * (p.x - low_x);
}

}  // namespace

CoverView ViewOf(const CoverImage& image) {
  return {.lattice = image.lattice,
          .cells = image.cells,
          .shift = image.shift,
          .columns = image.columns,
          .rows = image.rows,
          .words = image.words,
          .set_ends = image.set_ends,
          .set_cells = image.set_cells};
}

CoverIndex::CoverIndex(CoverImage image) {
  const auto owned = std::make_shared<const CoverImage>(std::move(image));
  image_ = ViewOf(*owned);
  owner_ = owned;
}

std::uint32_t CoverIndex::FaceInLeaf(std::uint32_t at, LatticePoint p) const {
  const std::uint32_t* word = image_.words.data() + at;
  std::uint32_t face = word[0];
  const std::uint32_t* const end = word + CoverImage::kLeafHead + word[1] * CoverImage::kLeafEdge;
  for (word += CoverImage::kLeafHead; word != end; word += CoverImage::kLeafEdge) {
    // No branches: which edges a path crosses is as good as chance, and a wrong guess costs more than both products.
    const bool passed_north = p.y >= word[4];
    const bool rises = word[5] >= CoverImage::kRises;
    const bool beside = p.y - word[1] < word[3] - word[1];
    const bool west = IsWest(word[0], word[1], word[2], word[3], p);
    // Where the edge is west of the turn of the path, the part to the east cannot cross it.
    const bool crossed = passed_north ^ ((passed_north == rises) & beside & west);
    face ^= (word[5] & ~CoverImage::kRises) & (0U - static_cast<std::uint32_t>(crossed));
  }
  return face;
}

std::uint32_t CoverIndex::FaceOf(Position point) const {
  LatticePoint p;
  if (!image_.lattice.Find(point, p)) return 0;
  std::uint32_t shift = image_.shift;
  const std::uint32_t column = p.x >> shift, row = p.y >> shift;
  if (column >= image_.columns || row >= image_.rows) return 0;
  std::uint32_t entry = image_.words[std::size_t{row} * image_.columns + column];
  while (KindOf(entry) == CoverImage::kNode) {
    shift -= 2;
    entry = image_.words[PayloadOf(entry) + (p.y >> shift & 3) * CoverImage::kFan + (p.x >> shift & 3)];
  }
  return KindOf(entry) == CoverImage::kFace ? PayloadOf(entry) : FaceInLeaf(PayloadOf(entry), p);
}

std::span<const std::uint32_t> CoverIndex::SetOf(std::uint32_t face) const {
  const std::uint32_t set = face - image_.cells - 1;
  // Edges of a leaf that contradict each other, which no builder writes, lead to a face that there is not.
  if (set >= image_.set_ends.size()) return {};
  const std::size_t begin = set == 0 ? 0 : image_.set_ends[set - 1];
  return image_.set_cells.subspan(begin, image_.set_ends[set] - begin);
}

CellMatch CoverIndex::MatchOf(std::uint32_t face) const {
  if (face == 0) return {};
  if (face <= image_.cells) return {.cell = face - 1, .matches = 1};
  const auto set = SetOf(face);
  if (set.empty()) return {};
  return {.cell = set.front(), .matches = static_cast<std::uint32_t>(set.size())};
}

CellMatch CoverIndex::Find(Position point) const { return MatchOf(FaceOf(point)); }

// Each step asks memory for what the next one reads, for all points of a block, so that the waits overlap.
void CoverIndex::FindBatch(std::span<const Position> points, std::span<CellMatch> matches) const {
  CHECK(points.size() == matches.size());
  constexpr std::size_t kBlock = 64;
  std::array<LatticePoint, kBlock> at;
  std::array<const std::uint32_t*, kBlock> next;
  std::array<std::uint32_t, kBlock> entries;
  static constexpr std::uint32_t kNowhere = CoverImage::kFace;  // face 0
  const std::uint32_t* const words = image_.words.data();
  for (std::size_t first = 0; first < points.size(); first += kBlock) {
    const std::size_t count = std::min(kBlock, points.size() - first);
    for (std::size_t i = 0; i < count; ++i) {
      next[i] = &kNowhere;
      if (!image_.lattice.Find(points[first + i], at[i])) continue;
      const std::uint32_t column = at[i].x >> image_.shift, row = at[i].y >> image_.shift;
      if (column >= image_.columns || row >= image_.rows) continue;
      next[i] = words + std::size_t{row} * image_.columns + column;
      __builtin_prefetch(next[i], 0, 3);
    }
    std::array<std::uint8_t, kBlock> open;
    std::size_t open_count = 0;
    for (std::size_t i = 0; i < count; ++i) {
      entries[i] = *next[i];
      if (KindOf(entries[i]) == CoverImage::kFace) continue;
      PrefetchPart(words + PayloadOf(entries[i]));
      open[open_count++] = static_cast<std::uint8_t>(i);
    }
    for (std::uint32_t shift = image_.shift; open_count > 0;) {
      shift -= 2;
      std::size_t still_open = 0;
      for (std::size_t k = 0; k < open_count; ++k) {
        const std::uint8_t i = open[k];
        std::uint32_t& entry = entries[i];
        if (KindOf(entry) == CoverImage::kLeaf) {
          entry = FaceInLeaf(PayloadOf(entry), at[i]) << 2 | CoverImage::kFace;
          continue;
        }
        entry = words[PayloadOf(entry) + (at[i].y >> shift & 3) * CoverImage::kFan + (at[i].x >> shift & 3)];
        if (KindOf(entry) == CoverImage::kFace) continue;
        PrefetchPart(words + PayloadOf(entry));
        open[still_open++] = i;
      }
      open_count = still_open;
    }
    for (std::size_t i = 0; i < count; ++i) matches[first + i] = MatchOf(PayloadOf(entries[i]));
  }
}

void CoverIndex::FindAll(Position point, std::vector<std::uint32_t>& cells) const {
  const std::uint32_t face = FaceOf(point);
  if (face == 0) return;
  if (face <= image_.cells) {
    cells.push_back(face - 1);
    return;
  }
  const auto set = SetOf(face);
  cells.insert(cells.end(), set.begin(), set.end());
}

std::size_t CoverIndex::bytes() const {
  return (image_.words.size() + image_.set_ends.size() + image_.set_cells.size()) * sizeof(std::uint32_t);
}

}  // namespace wangge::geo
