#include "geo/build/cover_builder.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "base/status/text.h"
#include "geo/build/planar_map.h"

namespace wangge::geo {
namespace {

constexpr std::uint32_t kShiftMin = 4;        // a square of 16 units is never worth a grid
constexpr std::size_t kSquaresMin = 1 << 10;  // of the root grid
constexpr std::size_t kSquaresMax = 1 << 22;
constexpr std::size_t kSquaresPerEdge = 2;  // measured: bench locate
constexpr std::size_t kLineWords = CoverImage::kLineWords;

class ImageWriter {
 public:
  ImageWriter(const PlanarMap& map, std::size_t leaf_edges) : map_(map), leaf_edges_(leaf_edges) {}

  // False: the words grew beyond what an entry can name.
  bool Write() {
    const std::size_t squares = std::size_t{map_.columns()} * map_.rows();
    words_.resize(squares);
    for (std::size_t i = 0; i < squares && Fits(); ++i) {
      const auto edges = map_.EdgesIn(i);
      const Square square{.x = static_cast<std::int64_t>(i % map_.columns()) << map_.shift(),
                          .y = static_cast<std::int64_t>(i / map_.columns()) << map_.shift(),
                          .shift = map_.shift()};
      const std::uint32_t entry = EntryOf(square, map_.CornerFaceOf(i), {edges.begin(), edges.end()}, leaf_edges_);
      words_[i] = entry;
    }
    return Fits();
  }

  std::vector<std::uint32_t> words() && { return std::move(words_); }

 private:
  struct Square {
    std::int64_t x = 0;
    std::int64_t y = 0;
    std::uint32_t shift = 0;
  };
  struct LeafEdge {
    std::uint32_t edge;
    std::uint32_t above;
    bool rises;
  };

  bool Fits() const { return words_.size() <= CoverImage::kPayloadMax; }

  static std::uint32_t Entry(std::size_t payload, std::uint32_t kind) {
    return static_cast<std::uint32_t>(payload) << 2 | kind;
  }

  // The edges that a path from the corner to a point of the square can cross.
  std::vector<LeafEdge> EdgesThatCount(const Square& square, const std::vector<std::uint32_t>& edges) const {
    const std::int64_t last = (std::int64_t{1} << square.shift) - 1;
    std::vector<LeafEdge> counting;
    for (const std::uint32_t i : edges) {
      const BorderEdge& edge = map_.edge(i);
      const WidePoint low = Widen(edge.low), high = Widen(edge.high);
      if (map_.FlipOf(i) == 0 || std::max(low.x, high.x) <= square.x) continue;
      if (!MeetsBox(low, high, {.x = square.x, .y = square.y}, {.x = square.x + last, .y = square.y + last})) continue;
      const auto above = AboveIn(edge, square.x);
      LeafEdge leaf{.edge = i, .above = CoverImage::kNeverAbove, .rises = false};
      const bool rises = (low.y < high.y) && low.x < high.x;
      if (above.has_value() && *above > square.y) {
        leaf.above = static_cast<std::uint32_t>(std::min<std::int64_t>(*above, CoverImage::kNeverAbove));
        leaf.rises = rises;
      } else if (above.has_value() && !rises) {
        continue;  // it meets the square in no more than the corner, and the corner's face is beyond it
      }
      counting.push_back(leaf);
    }
    return counting;
  }

  std::uint32_t EntryOf(const Square& square, std::uint32_t corner, const std::vector<std::uint32_t>& edges,
                        std::size_t leaf_edges) {
    if (!Fits()) return 0;
    const std::vector<LeafEdge> counting = EdgesThatCount(square, edges);
    if (counting.empty()) return Entry(corner, CoverImage::kFace);
    if (counting.size() <= leaf_edges || square.shift < 2) return WriteLeaf(corner, counting);
    return WriteNode(square, corner, edges, leaf_edges);
  }

  std::uint32_t WriteLeaf(std::uint32_t corner, const std::vector<LeafEdge>& edges) {
    const std::size_t at = words_.size();
    words_.push_back(corner);
    words_.push_back(static_cast<std::uint32_t>(edges.size()));
    for (const LeafEdge& leaf : edges) {
      const BorderEdge& edge = map_.edge(leaf.edge);
      words_.insert(words_.end(), {edge.low.x, edge.low.y, edge.high.x, edge.high.y, leaf.above,
                                   map_.FlipOf(leaf.edge) | (leaf.rises ? CoverImage::kRises : 0)});
    }
    return Entry(at, CoverImage::kLeaf);
  }

  // A corner where many edges meet stays in one part however small: each step down lets a leaf be longer.
  std::uint32_t WriteNode(const Square& square, std::uint32_t corner, const std::vector<std::uint32_t>& edges,
                          std::size_t leaf_edges) {
    words_.resize((words_.size() + kLineWords - 1) / kLineWords * kLineWords);
    const std::size_t at = words_.size();
    words_.resize(at + kLineWords);
    const std::uint32_t part_shift = square.shift - 2;
    const WidePoint from{.x = square.x, .y = square.y};
    for (std::uint32_t part = 0; part < kLineWords && Fits(); ++part) {
      const Square there{.x = square.x + (std::int64_t{part % CoverImage::kFan} << part_shift),
                         .y = square.y + (std::int64_t{part / CoverImage::kFan} << part_shift),
                         .shift = part_shift};
      const std::int64_t side = std::int64_t{1} << part_shift;
      std::uint32_t face = corner;
      std::vector<std::uint32_t> edges_there;
      for (const std::uint32_t i : edges) {
        const BorderEdge& edge = map_.edge(i);
        if (IsCrossed(edge, from, {.x = there.x, .y = there.y})) face ^= map_.FlipOf(i);
        if (MeetsBox(Widen(edge.low), Widen(edge.high), {.x = there.x, .y = there.y},
                     {.x = there.x + side, .y = there.y + side})) {
          edges_there.push_back(i);
        }
      }
      const std::uint32_t entry = EntryOf(there, face, edges_there, leaf_edges + 2);
      words_[at + part] = entry;
    }
    return Entry(at, CoverImage::kNode);
  }

  const PlanarMap& map_;
  std::size_t leaf_edges_;
  std::vector<std::uint32_t> words_;
};

struct Fineness {
  std::size_t squares;
  std::size_t leaf_edges;
};

// The shift that gives about as many squares of the root grid.
std::uint32_t ShiftFor(const NodedEdges& edges, std::size_t squares) {
  std::uint64_t width = 1, height = 1;
  for (const LatticeEdge& edge : edges.edges) {
    width = std::max<std::uint64_t>(width, edge.b.x);
    height = std::max<std::uint64_t>(height, std::max(edge.a.y, edge.b.y));
  }
  std::uint32_t shift = kShiftMin;
  while (((width >> shift) + 1) * ((height >> shift) + 1) > squares) ++shift;
  return shift;
}

}  // namespace

absl::StatusOr<CoverImage> BuildCover(const Lattice& lattice, const NodedEdges& edges, std::uint32_t cells,
                                      const CoverOptions& options) {
  CoverImage image{.lattice = lattice,
                   .cells = cells,
                   .shift = 0,
                   .columns = 0,
                   .rows = 0,
                   .words = {},
                   .set_ends = {},
                   .set_cells = {}};
  if (edges.edges.empty()) return image;
  Fineness fineness{.squares = std::clamp(edges.edges.size() * kSquaresPerEdge, kSquaresMin, kSquaresMax),
                    .leaf_edges = 4};
  while (true) {
    PlanarMap map(edges, cells, ShiftFor(edges, fineness.squares));
    WANGGE_RETURN_IF_ERROR(map.FindFaces());
    ImageWriter writer(map, fineness.leaf_edges);
    const bool fits = writer.Write();
    std::vector<std::uint32_t> words = std::move(writer).words();
    const bool coarsest = fineness.squares <= kSquaresMin && fineness.leaf_edges >= edges.edges.size();
    if (fits && (words.size() * sizeof(std::uint32_t) <= options.bytes_max || coarsest)) {
      image.shift = map.shift();
      image.columns = map.columns();
      image.rows = map.rows();
      image.words = std::move(words);
      for (const auto& set : map.faces().sets()) {
        image.set_cells.insert(image.set_cells.end(), set.begin(), set.end());
        image.set_ends.push_back(static_cast<std::uint32_t>(image.set_cells.size()));
      }
      return image;
    }
    if (coarsest) {
      return ResourceExhausted("Expected the index of a layer to fit into 4 GB, but " +
                               std::to_string(edges.edges.size()) + " edges do not; cut the layer into several");
    }
    fineness.squares = std::max(fineness.squares / 4, kSquaresMin);
    fineness.leaf_edges *= 2;
  }
}

}  // namespace wangge::geo
