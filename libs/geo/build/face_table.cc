#include "geo/build/face_table.h"

#include <algorithm>

namespace wangge::geo {

std::uint32_t FaceTable::FaceOf(const std::vector<std::uint32_t>& sorted) {
  if (sorted.empty()) return 0;
  if (sorted.size() == 1) return sorted.front() + 1;
  const auto [found, is_new] = numbers_.try_emplace(sorted, cells_ + 1 + static_cast<std::uint32_t>(sets_.size()));
  if (is_new) sets_.push_back(sorted);
  return found->second;
}

std::vector<std::uint32_t> FaceTable::CellsOf(std::uint32_t face) const {
  if (face == 0) return {};
  if (face <= cells_) return {face - 1};
  return sets_[face - cells_ - 1];
}

std::uint32_t FaceTable::Change(std::uint32_t face, std::vector<std::uint32_t> changes) {
  if (changes.empty()) return face;
  const std::vector<std::uint32_t> covered = CellsOf(face);
  changes.insert(changes.end(), covered.begin(), covered.end());
  std::sort(changes.begin(), changes.end());
  std::vector<std::uint32_t> left;
  for (std::size_t i = 0; i < changes.size();) {
    std::size_t end = i;
    while (end < changes.size() && changes[end] == changes[i]) ++end;
    if ((end - i) % 2 == 1) left.push_back(changes[i]);
    i = end;
  }
  return FaceOf(left);
}

}  // namespace wangge::geo
