#include "geo/cover_check.h"

#include <algorithm>
#include <bit>
#include <string>
#include <string_view>

#include "base/status/text.h"

namespace wangge::geo {
namespace {

constexpr std::int64_t kOriginMax = std::int64_t{1} << 36;  // units; the Earth has 3.6e10 of the finest
constexpr std::uint32_t kShiftMax = 31;                     // of the 32 bits of a lattice point
constexpr std::uint32_t kPartShift = 2;                     // a node cuts each side in four

absl::Status Broken(std::string_view expected, std::size_t at, std::uint64_t found) {
  std::string text = "Expected ";
  text.append(expected).append(", but number ").append(std::to_string(at)).append(" is ");
  return DataLoss(text.append(std::to_string(found)).append("."));
}

class Checker {
 public:
  explicit Checker(const CoverView& cover)
      : cover_(cover), words_(cover.words), faces_(std::uint64_t{cover.cells} + cover.set_ends.size()) {}

  absl::Status Check() {
    WANGGE_RETURN_IF_ERROR(CheckHead());
    WANGGE_RETURN_IF_ERROR(CheckSets());
    const std::size_t squares = std::size_t{cover_.columns} * cover_.rows;
    end_ = squares;
    for (std::size_t i = 0; i < squares; ++i) WANGGE_RETURN_IF_ERROR(CheckEntry(i, cover_.shift));
    if (end_ != words_.size()) return Broken("no words behind the last leaf", end_, words_[end_]);
    return absl::OkStatus();
  }

 private:
  absl::Status CheckHead() const {
    const Lattice& lattice = cover_.lattice;
    const auto is_origin = [](std::int64_t unit) { return unit > -kOriginMax && unit < kOriginMax; };
    if ((lattice.units_in_e7() != 1 && lattice.units_in_e7() != 10) || !is_origin(lattice.origin_x()) ||
        !is_origin(lattice.origin_y())) {
      return DataLoss(
          "Expected a lattice of 1 or 10 units in 1e-7 degree and with an origin on Earth, but it is none.");
    }
    if (faces_ > CoverImage::kPayloadMax) {
      return DataLoss("Expected at most " + std::to_string(CoverImage::kPayloadMax) + " faces, but there are " +
                      std::to_string(faces_) + ".");
    }
    const bool is_grid = cover_.shift <= kShiftMax && (cover_.columns == 0) == (cover_.rows == 0) &&
                         words_.size() <= CoverImage::kPayloadMax &&
                         std::uint64_t{cover_.columns} * cover_.rows <= words_.size();
    if (is_grid) return absl::OkStatus();
    return DataLoss("Expected a root grid that fits into " + std::to_string(words_.size()) + " words, but it has " +
                    std::to_string(cover_.columns) + " by " + std::to_string(cover_.rows) + " squares of shift " +
                    std::to_string(cover_.shift) + ".");
  }

  absl::Status CheckSets() const {
    std::size_t begin = 0;
    for (std::size_t set = 0; set < cover_.set_ends.size(); ++set) {
      const std::size_t end = cover_.set_ends[set];
      if (end > cover_.set_cells.size() || end < begin + 2) {
        return Broken("ends of sets of at least two cells each", set, end);
      }
      for (std::size_t i = begin; i < end; ++i) {
        const std::uint32_t cell = cover_.set_cells[i];
        if (cell >= cover_.cells || (i > begin && cell <= cover_.set_cells[i - 1])) {
          return Broken("cells of sets in order and below " + std::to_string(cover_.cells), i, cell);
        }
      }
      begin = end;
    }
    if (begin == cover_.set_cells.size()) return absl::OkStatus();
    return Broken("no cells behind the last set", begin, cover_.set_cells[begin]);
  }

  absl::Status CheckEntry(std::size_t at, std::uint32_t shift) {
    const std::uint32_t kind = words_[at] & 3, payload = words_[at] >> 2;
    if (kind == CoverImage::kFace) return CheckFace(at, payload);
    const std::size_t line = (end_ + CoverImage::kLineWords - 1) / CoverImage::kLineWords * CoverImage::kLineWords;
    if (kind == CoverImage::kLeaf && payload == end_) return CheckLeaf(end_);
    if (kind == CoverImage::kNode && payload == line) return CheckNode(at, line, shift);
    return Broken("an entry that names the next node or leaf", at, words_[at]);
  }

  absl::Status CheckFace(std::size_t at, std::uint32_t face) const {
    if (face <= faces_) return absl::OkStatus();
    return Broken("a face of at most " + std::to_string(faces_), at, face);
  }

  absl::Status CheckNode(std::size_t entry, std::size_t node, std::uint32_t shift) {
    if (shift < kPartShift) return Broken("no parts of a square of 1 or 2 units", entry, words_[entry]);
    if (node > words_.size() || words_.size() - node < CoverImage::kLineWords) {
      return Broken("a node inside of " + std::to_string(words_.size()) + " words", entry, words_[entry]);
    }
    for (; end_ != node; ++end_) {
      if (words_[end_] != 0) return Broken("0 before a node", end_, words_[end_]);
    }
    end_ += CoverImage::kLineWords;
    for (std::size_t part = 0; part < CoverImage::kLineWords; ++part) {
      WANGGE_RETURN_IF_ERROR(CheckEntry(node + part, shift - kPartShift));
    }
    return absl::OkStatus();
  }

  absl::Status CheckLeaf(std::size_t leaf) {
    if (words_.size() - leaf < CoverImage::kLeafHead) return Broken("a leaf inside of the words", leaf, words_.size());
    WANGGE_RETURN_IF_ERROR(CheckFace(leaf, words_[leaf]));
    const std::size_t edges = words_[leaf + 1];
    if (edges == 0 || edges > (words_.size() - leaf - CoverImage::kLeafHead) / CoverImage::kLeafEdge) {
      return Broken("edges of a leaf inside of the words", leaf + 1, edges);
    }
    end_ = leaf + CoverImage::kLeafHead + edges * CoverImage::kLeafEdge;
    // No flips, in whatever combination, lead beyond the bits of the greatest face.
    const std::uint64_t flips_end = std::bit_ceil(faces_ + 1);
    for (std::size_t edge = leaf + CoverImage::kLeafHead; edge != end_; edge += CoverImage::kLeafEdge) {
      if (words_[edge + 1] > words_[edge + 3])
        return Broken("the low end of an edge first", edge + 1, words_[edge + 1]);
      const std::uint32_t flip = words_[edge + 5] & ~CoverImage::kRises;
      if (flip == 0 || flip >= flips_end) return Broken("an edge with faces on both sides", edge + 5, words_[edge + 5]);
    }
    return absl::OkStatus();
  }

  const CoverView& cover_;
  const std::span<const std::uint32_t> words_;
  const std::uint64_t faces_;  // the greatest face
  std::size_t end_ = 0;        // of the nodes and leaves met so far
};

}  // namespace

absl::Status CheckCover(const CoverView& cover) { return Checker(cover).Check(); }

}  // namespace wangge::geo
