#include "services/grid/reassign.h"

#include <algorithm>
#include <array>
#include <map>
#include <memory>
#include <span>
#include <utility>

#include "base/status/text.h"
#include "services/grid/grid_port.h"
#include "services/ledger/open_cases.h"

namespace wangge::grid {
namespace {

std::string CodeIn(const domain::Location& location, std::string_view layer) {
  const auto found = std::ranges::find(location.placements, layer, &domain::Placement::layer);
  return found == location.placements.end() ? std::string() : found->code;
}

// Version in force by layer.
using Versions = std::map<std::string, std::uint64_t, std::less<>>;

Versions VersionsOf(const domain::Editions& editions) {
  Versions versions;
  for (const auto& [key, activation] : editions.activations) {
    if (key.first == domain::EditionKind::kLayer) versions.emplace(key.second, activation.version);
  }
  return versions;
}

// Whether the case was placed in another version of some layer, or in fewer layers, than are in force.
bool IsPlacedInOlder(const domain::Location& location, const Versions& versions) {
  std::size_t current = 0;
  const auto count = [&](const std::string& layer, std::uint64_t version) {
    const auto in_force = versions.find(layer);
    if (in_force != versions.end() && in_force->second == version) ++current;
  };
  for (const domain::Placement& placement : location.placements) count(placement.layer, placement.version);
  for (const domain::Gap& gap : location.gaps) count(gap.layer, gap.version);
  return current < versions.size();
}

ledger::OpenCases PlacedInOlder(const ledger::OpenCases& cases, const Versions& versions) {
  ledger::OpenCases older;
  for (const auto& c : cases) {
    if (c->location.position && IsPlacedInOlder(c->location, versions)) older.push_back(c);
  }
  return older;
}

std::vector<domain::Command> Moving(const ledger::OpenCases& cases, const Layers& layers) {
  std::vector<Position> points;
  for (const auto& c : cases) points.push_back(*c->location.position);
  std::vector<domain::Location> found = LocateIn(layers, points);
  std::vector<domain::Command> moving;
  for (std::size_t i = 0; i < cases.size(); ++i) {
    if (domain::ChangeOfPlace(cases[i]->location, found[i]) == domain::PlaceChange::kNone) continue;
    moving.emplace_back(domain::RelocateCase{cases[i]->id, std::move(found[i])});
  }
  return moving;
}

}  // namespace

std::optional<CaseMove> MoveOf(const domain::Case& c, const geo::Layer& layer) {
  if (!c.location.position) return std::nullopt;
  domain::Location found;
  AddEvidence(layer, layer.Locate(*c.location.position, {.edge = false, .nearest = true}), found);
  const domain::PlaceChange change = domain::ChangeOfPlace(c.location, found);
  if (change == domain::PlaceChange::kNone) return std::nullopt;
  return CaseMove{c.id, change, CodeIn(c.location, layer.name()), CodeIn(found, layer.name())};
}

std::string ToText(const CaseMove& move) {
  const std::string name = "cases/" + std::to_string(move.case_id.value);
  const std::string before = move.before.empty() ? "no cell" : "\"" + move.before + "\"";
  switch (move.change) {
    case domain::PlaceChange::kNone:
      return name + ": stays in " + before;
    case domain::PlaceChange::kMoved:
      return name + ": moves from " + before + " to \"" + move.after + "\"";
    case domain::PlaceChange::kAmbiguous:
      return name + ": several cells cover it, of which \"" + move.after + "\" answers; it was in " + before;
    case domain::PlaceChange::kOrphaned:
      return name + ": no cell holds it any more; it was in " + before;
  }
  return name;
}

absl::StatusOr<std::vector<std::string>> Reassigner::Foretell(const std::string& name, const std::string& body) {
  WANGGE_ASSIGN_OR_RETURN(const BookedLayer candidate, LayerOfEdition(name, 0, {}, body));
  std::array<std::size_t, 4> counts{};
  std::size_t open = 0;
  std::vector<std::string> lines;
  ledger::ForEachOpenPage(ledger_, [&](const ledger::OpenCases& cases) {
    for (const auto& c : cases) {
      ++open;
      const auto move = MoveOf(*c, *candidate.layer);
      if (!move) continue;
      ++counts.at(static_cast<std::size_t>(move->change));
      if (lines.size() < kToldMax) lines.push_back(ToText(*move));
    }
  });
  const auto count = [&](domain::PlaceChange change) {
    return std::to_string(counts.at(static_cast<std::size_t>(change)));
  };
  lines.push_back("of " + std::to_string(open) + " open cases " + count(domain::PlaceChange::kMoved) + " would move, " +
                  count(domain::PlaceChange::kOrphaned) + " would be in no cell, " +
                  count(domain::PlaceChange::kAmbiguous) + " would be in several");
  return lines;
}

absl::StatusOr<std::size_t> Reassigner::Reassign() {
  const Versions versions = VersionsOf(*ledger_.state().editions());
  std::size_t moved = 0;
  absl::Status status;
  ledger::ForEachOpenPage(ledger_, [&](const ledger::OpenCases& cases) {
    const ledger::OpenCases older = PlacedInOlder(cases, versions);
    if (older.empty() || !status.ok()) return;
    const auto layers = layers_.InForce();
    status = layers.status();
    if (status.ok()) moved += ledger::SubmitAndWait(ledger_, "reassign", Moving(older, **layers));
  });
  if (!status.ok()) return status;
  return moved;
}

}  // namespace wangge::grid
