#include "services/ledger/candidates.h"

#include <algorithm>
#include <limits>
#include <map>
#include <tuple>

#include "base/status/text.h"
#include "catalog/load.h"

namespace wangge::ledger {
namespace {

// A row that fits the case, or a body of its component.
struct Fit {
  bool is_of_rule = true;  // a component comes first
  catalog::BodyKind kind = catalog::BodyKind::kMaintaining;
  std::size_t category_bytes = 0;
  std::size_t area_bytes = 0;
  std::string unit{};
  std::string rule{};
};

std::string OrAny(const std::string& prefix) { return prefix.empty() ? "*" : prefix; }

void AddFits(const std::string& book, const catalog::Responsibilities& rules, const domain::Case& c,
             std::vector<Fit>& fits) {
  for (const auto& [kind, by_category] : rules.rows()) {
    const std::string suffix = kind == catalog::BodyKind::kMaintaining ? "" : "/" + catalog::FormatBodyKind(kind);
    for (const auto& [category, by_area] : by_category) {
      if (!c.category.starts_with(category)) continue;
      for (const auto& [area, unit] : by_area) {
        if (!c.area.starts_with(area)) continue;
        fits.push_back({true, kind, category.size(), area.size(), unit,
                        book + "/" + OrAny(category) + "/" + OrAny(area) + suffix});
      }
    }
  }
}

// As the survey had them when the case was reported.
void AddFits(const domain::NamedComponent& component, std::vector<Fit>& fits) {
  for (const catalog::ComponentBody& body : catalog::BodiesInOrder(component.bodies)) {
    fits.push_back({.is_of_rule = false,
                    .kind = body.kind,
                    .unit = body.unit,
                    .rule = catalog::ComponentRule(body.kind, component.id)});
  }
}

bool CanAnswer(const domain::Editions& editions, const std::string& code) {
  const auto unit = editions.organisations->find(code);
  return unit != editions.organisations->end() && unit->second.kind == domain::OrganisationKind::kUnit;
}

void AddText(std::string& list, std::string_view text) { list.append(list.empty() ? "" : ", ").append(text); }

// The smallest is best.
auto Order(const Fit& fit) {
  return std::tuple(fit.is_of_rule, fit.kind, std::numeric_limits<std::size_t>::max() - fit.category_bytes,
                    std::numeric_limits<std::size_t>::max() - fit.area_bytes);
}

}  // namespace

Candidates::Candidates(const engine::State& state)
    : state_(state), rules_(state, domain::EditionKind::kResponsibilities, catalog::LoadResponsibilities) {}

std::uint32_t Candidates::OpenCasesOf(const std::string& unit) const {
  engine::CaseQuery query;
  query.view = {.by_area = true, .area = "*"};
  query.unit = unit;
  query.open = true;
  query.page_size = state_.directory().size();
  return static_cast<std::uint32_t>(state_.directory().List(query).entries.size());
}

absl::StatusOr<std::vector<Candidate>> Candidates::Of(const domain::Case& c, const domain::Editions& editions) {
  WANGGE_ASSIGN_OR_RETURN(const auto books, rules_.InForce(editions));
  std::vector<Fit> fits;
  AddFits(c.component, fits);
  for (const auto& book : books) AddFits(book.name, *book.body, c, fits);
  std::ranges::stable_sort(fits, {}, Order);
  std::map<std::string, Candidate> by_unit;
  std::uint32_t rank = 0;
  for (std::size_t i = 0; i < fits.size(); ++i) {
    if (i == 0 || Order(fits[i]) != Order(fits[i - 1])) ++rank;
    if (!CanAnswer(editions, fits[i].unit)) continue;
    const auto unit = editions.organisations->find(fits[i].unit);
    Candidate& candidate = by_unit[unit->first];
    if (candidate.rank == 0) candidate = {unit->first, unit->second.label, rank, {}, OpenCasesOf(unit->first)};
    candidate.rules.push_back(fits[i].rule);
  }
  std::vector<Candidate> candidates;
  for (auto& [id, candidate] : by_unit) candidates.push_back(std::move(candidate));
  std::ranges::stable_sort(candidates, {}, &Candidate::rank);
  return candidates;
}

absl::StatusOr<domain::RoutingAnswer> Candidates::Route(const domain::Case& c, const domain::Editions& editions) {
  WANGGE_ASSIGN_OR_RETURN(const auto books, rules_.InForce(editions));
  std::vector<Fit> fits;
  AddFits(c.component, fits);
  for (const auto& book : books) AddFits(book.name, *book.body, c, fits);
  domain::RoutingAnswer answer;
  if (fits.empty()) {
    answer.fault = domain::RoutingFault::kNoRule;
    for (const auto& book : books) AddText(answer.rule, book.name);
    return answer;
  }
  std::ranges::stable_sort(fits, {}, Order);
  answer.unit = fits.front().unit;
  for (const Fit& fit : fits) {
    if (Order(fit) != Order(fits.front())) break;
    AddText(answer.rule, fit.rule);
    if (fit.unit != answer.unit) answer.fault = domain::RoutingFault::kAmbiguous;
  }
  const bool is_inactive = answer.fault == domain::RoutingFault::kNone && !CanAnswer(editions, answer.unit);
  if (is_inactive) answer.fault = domain::RoutingFault::kInactiveUnit;
  if (answer.fault != domain::RoutingFault::kNone) answer.unit.clear();
  return answer;
}

}  // namespace wangge::ledger
