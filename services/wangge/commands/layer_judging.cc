#include "services/wangge/commands/layer_judging.h"

#include <CLI/CLI.hpp>
#include <optional>

#include "base/status/text.h"
#include "services/wangge/usage_error.h"

namespace wangge::commands {

void AddDemandOptions(CLI::App& command, LayerDemands& demands) {
  command.add_option("--rules", demands.rules, "What layers must be like, e.g. config/layers/rules.textproto");
  command.add_option("--parents", demands.parents, "Layer whose cells those of the file should lie in");
  command.add_option("--parents-key", demands.parents_key, "Attribute of a parent that holds its code");
}

std::vector<geo::Fault> Judgement::Refused() const {
  std::vector<geo::Fault> refused;
  for (const geo::Fault& fault : check.faults) {
    if (rule.Refuses(fault)) refused.push_back(fault);
  }
  return refused;
}

absl::StatusOr<Judgement> JudgeLayer(const LayerInput& layer, const std::string& name, const LayerDemands& demands,
                                     const geo::LayerRule& otherwise) {
  if (demands.parents.empty() != demands.parents_key.empty()) {
    return UsageError("Expected --parents and --parents-key together, but got one of them.");
  }
  Judgement judged{.rule = otherwise, .check = {}};
  if (!demands.rules.empty()) {
    WANGGE_ASSIGN_OR_RETURN(judged.rule, ReadLayerRule(demands.rules, name));
  }
  std::optional<geo::LayerSource> parents;
  if (!demands.parents.empty()) {
    geo::LayerFileOptions of_parents{
        .key = demands.parents_key, .datum = layer.reading.datum, .undeclared_datum = layer.reading.undeclared_datum};
    WANGGE_ASSIGN_OR_RETURN(parents, ReadLayer({demands.parents, of_parents}));
  }
  WANGGE_ASSIGN_OR_RETURN(geo::LayerSource source, ReadLayer(layer));
  auto check = geo::CheckLayer(std::move(source), judged.rule, parents.has_value() ? &*parents : nullptr);
  if (!check.ok()) return WithContext(layer.file, check.status());
  judged.check = *std::move(check);
  return judged;
}

}  // namespace wangge::commands
