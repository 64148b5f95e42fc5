#include "geo/layer_source.h"

namespace wangge::geo {

std::string ToText(const Finding& finding) {
  std::string text = "feature " + std::to_string(finding.feature);
  if (!finding.code.empty()) text += " \"" + finding.code + "\"";
  if (finding.ring.has_value()) text += " ring " + std::to_string(*finding.ring);
  return text + ": " + finding.reason + "; " + finding.action;
}

}  // namespace wangge::geo
