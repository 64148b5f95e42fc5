// The questions about components that the grid service answers. Pure; thread-safe.
#pragma once

#include "absl/status/statusor.h"
#include "services/grid/component_book.h"
#include "wangge/grid/v1/grid.pb.h"

namespace wangge::grid {

// Codes as GridService documents them.
absl::StatusOr<v1::NearestComponentsResponse> NearestComponents(const ComponentBooks& books,
                                                                const v1::NearestComponentsRequest& request);
absl::StatusOr<v1::BatchGetComponentsResponse> BatchGetComponents(const ComponentBooks& books,
                                                                  const v1::BatchGetComponentsRequest& request);

}  // namespace wangge::grid
