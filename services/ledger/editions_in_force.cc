#include "services/ledger/editions_in_force.h"

#include <algorithm>

#include "base/status/text.h"
#include "wire/enums.h"

namespace wangge::ledger {
namespace {

using domain::EditionKind;

bool IsLatestOfItsKind(const domain::Editions& editions, EditionKind kind, domain::EditionId id) {
  return std::ranges::none_of(editions.activations,
                              [&](const auto& other) { return other.first.first == kind && other.second.id > id; });
}

}  // namespace

absl::StatusOr<std::vector<catalog::ConfigEdition>> EditionsInForce(const domain::Editions& editions,
                                                                    const BodyOf& body_of) {
  std::vector<catalog::ConfigEdition> in_force;
  for (const auto& [key, activation] : editions.activations) {
    const auto& [kind, name] = key;
    const bool is_only =
        kind == EditionKind::kRoles || kind == EditionKind::kOrganisations || kind == EditionKind::kAbsences;
    if (is_only && !IsLatestOfItsKind(editions, kind, activation.id)) continue;
    catalog::ConfigEdition edition{
        .kind = kind, .name = name, .body = {}, .file = std::string(wire::KindName(kind)) + "/" + name};
    if (kind != EditionKind::kLayer) {
      WANGGE_ASSIGN_OR_RETURN(auto body, body_of(kind, activation.hash));
      if (!body) return DataLoss("Expected the body of " + edition.file + ", which is in force, but it is missing.");
      edition.body = *std::move(body);
    }
    in_force.push_back(std::move(edition));
  }
  return in_force;
}

}  // namespace wangge::ledger
