// Where a report lies in the layers in force, and what the surveys in force say of its component: what the report
// service asks of the grid service, in the same process or over a channel. Thread-safe.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "base/position.h"
#include "base/time.h"
#include "domain/place.h"
#include "services/grid/component_book.h"
#include "services/grid/layer_book.h"

namespace wangge::grid {

class GridPort {
 public:
  // One for each point, in order, with a placement or a gap for each layer; source and accuracy are the caller's.
  using Located = std::function<void(absl::StatusOr<std::vector<domain::Location>>)>;

  virtual ~GridPort() = default;
  // Points lie on Earth; at most limits::kLocatePointsMax. `done` is called once, now or later, on any thread.
  // UNAVAILABLE LAYERS_NOT_LOADED, STATE_UNREACHABLE (no grid service); DEADLINE_EXCEEDED.
  virtual void LocateAll(std::vector<Position> points, Timestamp deadline, Located done) = 0;

  // One for each id, in order, with an answer of each survey. Ids of 1 to limits::kIdBytesMax bytes, 1 to
  // limits::kBatchReportsMax of them. As LocateAll otherwise.
  using Found = std::function<void(absl::StatusOr<ComponentAnswers>)>;
  virtual void FindComponents(std::vector<std::string> ids, Timestamp deadline, Found done) = 0;
};

// Over books of this process, which outlive it.
class LocalGrid final : public GridPort {
 public:
  LocalGrid(const LayerBook& book, const ComponentBook& components) : book_(book), components_(components) {}
  void LocateAll(std::vector<Position> points, Timestamp deadline, Located done) override;
  void FindComponents(std::vector<std::string> ids, Timestamp deadline, Found done) override;

 private:
  const LayerBook& book_;
  const ComponentBook& components_;
};

// The evidence of one layer about a point, added to its location.
void AddEvidence(const geo::Layer& layer, const geo::Location& found, domain::Location& location);
std::vector<domain::Location> LocateIn(const Layers& layers, std::span<const Position> points);

}  // namespace wangge::grid
