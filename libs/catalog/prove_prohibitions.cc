// The proof that no way through a procedure makes a move that is forbidden: the ways are followed once more for each
// prohibition, with one bit more a state, whether it binds there.
#include <algorithm>
#include <optional>
#include <string_view>

#include "catalog/prove.h"
#include "catalog/prove_words.h"
#include "catalog/ways.h"

namespace wangge::catalog {
namespace {

using domain::Action;
using domain::ActionIndex;
using domain::Procedure;
using domain::Prohibition;

using Element = Fault::Element;

// The states in which a prohibition binds, each with the shortest way that it binds on.
class Bound {
 public:
  Bound(const Procedure& procedure, const Ways& ways, const Prohibition& rule)
      : procedure_(procedure), ways_(ways), rule_(rule), ways_there_(ways.states.size()) {
    if (rule.after.empty()) {
      for (std::size_t i = 0; i < ways.states.size(); ++i) Bind(i, ways.PathTo(procedure, i));
      return;
    }
    Outgoing();
    for (std::size_t from = 0; from < steps_.size(); ++from) {
      for (const Step& step : steps_[from]) {
        if (Contains(rule.after, step.action)) Bind(step.to, With(ways.PathTo(procedure, from), step.action));
      }
    }
    for (std::size_t next = 0; next < order_.size(); ++next) Follow(order_[next]);
  }

  const std::vector<std::size_t>& states() const { return order_; }
  const std::string& WayTo(std::size_t state) const { return *ways_there_[state]; }
  std::string With(const std::string& way, ActionIndex action) const {
    return way + ", " + procedure_.actions[action].id;
  }

 private:
  struct Step {
    std::size_t to;
    ActionIndex action;
  };

  void Outgoing() {
    steps_.resize(ways_.states.size());
    for (std::size_t to = 0; to < ways_.steps.size(); ++to) {
      for (const WayStep& step : ways_.steps[to]) steps_[step.from].push_back({to, *step.action});
    }
  }

  void Follow(std::size_t from) {
    for (const Step& step : steps_[from]) {
      const bool ends = Contains(rule_.until, step.action) && !Contains(rule_.after, step.action);
      if (!ends) Bind(step.to, With(*ways_there_[from], step.action));
    }
  }

  void Bind(std::size_t state, std::string way) {
    if (ways_there_[state]) return;
    ways_there_[state] = std::move(way);
    order_.push_back(state);
  }

  const Procedure& procedure_;
  const Ways& ways_;
  const Prohibition& rule_;
  std::vector<std::optional<std::string>> ways_there_;
  std::vector<std::size_t> order_;  // bound states in the order found
  std::vector<std::vector<Step>> steps_;
};

bool Forbids(const Prohibition& rule, const Action& action) {
  if (rule.by_roles.empty()) return true;
  return std::ranges::any_of(action.roles, [&](const std::string& role) { return Contains(rule.by_roles, role); });
}

void ProveProhibition(const Procedure& procedure, const Ways& ways, std::size_t index, Faults& faults) {
  const Prohibition& rule = procedure.prohibitions[index];
  const Bound bound(procedure, ways, rule);
  if (bound.states().empty()) {
    faults.push_back(
        {Element::kProhibition, index,
         "Expected a prohibition that binds somewhere, but no way leads to what " + Quoted(rule.id) + " comes after."});
  }
  for (const ActionIndex forbidden : rule.never) {
    const Action& action = procedure.actions[forbidden];
    if (!Forbids(rule, action)) continue;
    for (const std::size_t state : bound.states()) {
      if (!CanTake(procedure, action, ways.states[state])) continue;
      faults.push_back({Element::kAction, forbidden,
                        "Expected prohibition " + Quoted(rule.id) + " to be kept (" + rule.basis + "), but action " +
                            Quoted(action.id) + " is possible.",
                        bound.With(bound.WayTo(state), forbidden)});
      break;
    }
  }
}

}  // namespace

void ProveProhibitions(const Procedure& procedure, const Ways& ways, Faults& faults) {
  for (std::size_t i = 0; i < procedure.prohibitions.size(); ++i) ProveProhibition(procedure, ways, i, faults);
}

}  // namespace wangge::catalog
