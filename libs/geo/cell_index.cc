#include "geo/cell_index.h"

#include "base/check.h"

namespace wangge::geo {

void CellIndex::FindBatch(std::span<const Position> points, std::span<CellMatch> matches) const {
  CHECK(points.size() == matches.size());
  for (std::size_t i = 0; i < points.size(); ++i) matches[i] = Find(points[i]);
}

}  // namespace wangge::geo
