#include "domain/relocation.h"

#include "domain/decide/decide.h"
#include "domain/decide/evidence.h"
#include "domain/decide/pinned.h"

namespace wangge::domain {

Decision DecideRelocation(const Context& context, const Case* c, const RelocateCase& command) {
  // Closed, or moved by somebody while the place was looked for: nothing is left to do.
  const bool is_open = c != nullptr && c->outcome == Outcome::kOpen;
  if (!is_open || !c->location.position || command.location.position != c->location.position) {
    return std::vector<Event>{};
  }
  const Pinned pinned = PinnedBy(*context.editions, *c);
  if (auto refusal = RefuseOldLayers(*context.editions, *pinned.system, command.location)) return *std::move(refusal);
  if (ChangeOfPlace(c->location, command.location) == PlaceChange::kNone) return std::vector<Event>{};
  Location location = command.location;
  location.source = c->location.source;
  location.accuracy_cm = c->location.accuracy_cm;
  std::string area = AreaOf(*pinned.system, location);
  return std::vector<Event>{Relocated{.at = context.now, .location = std::move(location), .area = std::move(area)}};
}

}  // namespace wangge::domain
