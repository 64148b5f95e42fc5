// Faces: the sets of cells that cover the pieces into which the outlines of a layer cut the plane. A face has a number:
// 0 is "in no cell", 1 ..= n is "in cell number - 1 alone", and beyond n stand the sets of several cells, in the order
// in which they were first met. Not thread-safe.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "absl/container/flat_hash_map.h"

namespace wangge::geo {

class FaceTable {
 public:
  explicit FaceTable(std::uint32_t cells) : cells_(cells) {}

  // The face of a set of cells; `sorted` is in ascending order, each once.
  std::uint32_t FaceOf(const std::vector<std::uint32_t>& sorted);

  // The cells of a face, in ascending order.
  std::vector<std::uint32_t> CellsOf(std::uint32_t face) const;

  // What is left of `face` when each cell of `changes` (any order, any number of times) is left or entered. Faces that
  // are passed on the way are not met: the order of the changes means nothing.
  std::uint32_t Change(std::uint32_t face, std::vector<std::uint32_t> changes);

  const std::vector<std::vector<std::uint32_t>>& sets() const { return sets_; }  // of the faces beyond n

 private:
  std::uint32_t cells_;
  std::vector<std::vector<std::uint32_t>> sets_;
  absl::flat_hash_map<std::vector<std::uint32_t>, std::uint32_t> numbers_;
};

}  // namespace wangge::geo
