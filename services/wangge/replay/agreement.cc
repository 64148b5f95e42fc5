#include "services/wangge/replay/agreement.h"

namespace wangge::replay {

void Agreement::Add(std::size_t layer, const Record& record, std::span<const std::string> cells) {
  LayerCounts& counts = counts_[layer];
  if (!record.position) {
    ++counts.no_point;
    return;
  }
  if (cells.size() != 1) {
    ++(cells.empty() ? counts.none : counts.many);
    return;
  }
  ++counts.one;
  const std::string& recorded = record.recorded_areas[layer];
  if (recorded.empty()) return;
  ++counts.compared;
  if (map_.layers[layer].area_rules.OfCell(cells.front()) == recorded) ++counts.agree;
}

}  // namespace wangge::replay
