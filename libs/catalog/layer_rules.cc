#include "catalog/layer_rules.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "catalog/code_schemes.h"
#include "catalog/text_fields.h"
#include "wangge/config/v1/layer_rules.pb.h"

namespace wangge::catalog {
namespace {

namespace v1 = wangge::config::v1;

using Schemes = std::map<std::string, geo::CodeScheme>;

absl::Status ReadSizes(const TextNode& node, const v1::LayerRule& text, geo::LayerRule& rule) {
  for (const auto& [field, m2] : {std::pair("cell_m2_min", text.cell_m2_min()), {"cell_m2_max", text.cell_m2_max()}}) {
    if (std::isfinite(m2) && m2 >= 0) continue;
    return node.Fault(field, "Expected an area in m², or 0 for no limit, but it is below 0 or no number.");
  }
  if (text.cell_m2_min() > 0) rule.cell_m2_min = text.cell_m2_min();
  if (text.cell_m2_max() > 0) rule.cell_m2_max = text.cell_m2_max();
  if (rule.cell_m2_max.has_value() && text.cell_m2_min() > *rule.cell_m2_max) {
    return node.Fault("cell_m2_max", "Expected a largest area above the smallest, but it is below it.");
  }
  return absl::OkStatus();
}

absl::Status ReadRefusals(const TextNode& node, const v1::LayerRule& text, geo::LayerRule& rule) {
  for (int i = 0; i < text.refusals_size(); ++i) {
    const v1::LayerRule::Refusal& refusal = text.refusals(i);
    const TextNode at = node.Child("refusals", i, refusal);
    const auto kind = geo::FaultKindNamed(refusal.fault());
    if (!kind.has_value()) {
      return at.Fault("fault",
                      "Expected a kind of fault that layer_rules.proto lists, but got \"" + refusal.fault() + "\".");
    }
    if (!std::isfinite(refusal.m2_max()) || refusal.m2_max() < 0) {
      return at.Fault("m2_max", "Expected an area in m², but it is below 0 or no number.");
    }
    if (refusal.m2_max() > 0 && !geo::HasArea(*kind)) {
      return at.Fault("m2_max", "Expected m2_max for a fault of land alone, but \"" + refusal.fault() +
                                    "\" is none; leave it out.");
    }
    if (!rule.refused.emplace(*kind, refusal.m2_max()).second) {
      return at.Fault("fault", "Expected each fault once, but \"" + refusal.fault() + "\" stands twice.");
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<geo::LayerRule> ReadRule(const TextNode& node, const v1::LayerRule& text, const Schemes& schemes) {
  WANGGE_RETURN_IF_ERROR(CheckId(node, "layer", -1, text.layer()));
  geo::LayerRule rule{.layer = text.layer()};
  for (int i = 0; i < text.code_schemes_size(); ++i) {
    const auto found = schemes.find(text.code_schemes(i));
    if (found == schemes.end()) {
      return node.Fault("code_schemes", i,
                        "Expected the id of a scheme of this file, but \"" + text.code_schemes(i) + "\" is none.");
    }
    if (!text.parent_part().empty() && !found->second.DigitsTo(text.parent_part()).has_value()) {
      return node.Fault("parent_part", "Expected a part of each scheme of the layer, but \"" + text.code_schemes(i) +
                                           "\" has no \"" + text.parent_part() + "\".");
    }
    rule.schemes.push_back(found->second);
  }
  if (!text.parent_part().empty() && rule.schemes.empty()) {
    return node.Fault("parent_part", "Expected code_schemes beside parent_part, but there are none.");
  }
  rule.parent_part = text.parent_part();
  WANGGE_RETURN_IF_ERROR(ReadSizes(node, text, rule));
  WANGGE_RETURN_IF_ERROR(ReadRefusals(node, text, rule));
  return rule;
}

}  // namespace

absl::StatusOr<LayerRules> LoadLayerRules(std::string_view body, std::string_view file_name) {
  v1::LayerRules text;
  ParsedText parsed{.file_name = std::string(file_name)};
  WANGGE_RETURN_IF_ERROR(ParseTextFormat(body, text, parsed));
  const TextNode root(text, parsed);
  Schemes schemes;
  for (int i = 0; i < text.code_schemes_size(); ++i) {
    const TextNode node = root.Child("code_schemes", i, text.code_schemes(i));
    WANGGE_ASSIGN_OR_RETURN(geo::CodeScheme scheme, ReadCodeScheme(node, text.code_schemes(i)));
    if (!schemes.emplace(scheme.id, scheme).second) {
      return node.Fault("id", "Expected each scheme once, but \"" + scheme.id + "\" stands twice.");
    }
  }
  WANGGE_RETURN_IF_ERROR(CheckPresent(root, "layers", text.layers_size() > 0));
  LayerRules rules;
  for (int i = 0; i < text.layers_size(); ++i) {
    const TextNode node = root.Child("layers", i, text.layers(i));
    WANGGE_ASSIGN_OR_RETURN(geo::LayerRule rule, ReadRule(node, text.layers(i), schemes));
    const std::string layer = rule.layer;
    if (!rules.emplace(layer, std::move(rule)).second) {
      return node.Fault("layer", "Expected each layer once, but \"" + layer + "\" stands twice.");
    }
  }
  return rules;
}

}  // namespace wangge::catalog
