// The questions about cells that the grid service answers beside where a point is. Pure but for time; thread-safe. May
// take a second for a large drawing: on the reader pool.
#pragma once

#include "absl/status/statusor.h"
#include "services/grid/layer_book.h"
#include "wangge/grid/v1/grid.pb.h"

namespace wangge::grid {

// NOT_FOUND LAYER_NOT_FOUND, INVALID_ARGUMENT FIELD_INVALID.
absl::StatusOr<const BookedLayer*> FindLayer(const Layers& layers, const std::string& id);

// Codes as GridService documents them.
absl::StatusOr<v1::FindCellsResponse> FindCells(const Layers& layers, const v1::FindCellsRequest& request);
absl::StatusOr<v1::GetCellResponse> GetCell(const Layers& layers, const v1::GetCellRequest& request);

}  // namespace wangge::grid
