#include "domain/decide/decide.h"
#include "domain/scope.h"

namespace wangge::domain {
namespace {

bool Administers(const Actor& actor, const Roles& roles) {
  for (const std::string& id : actor.roles) {
    const auto role = roles.find(id);
    if (role != roles.end() && role->second.administers) return true;
  }
  return false;
}

}  // namespace

// Who brings editions into force is itself declared by an edition: until the roles are there, whoever owns the empty
// state may lay the first ones.
Decision DecideActivation(const Context& context, const ActivateEdition& command) {
  const Editions& editions = *context.editions;
  if (!editions.roles->empty() && !Administers(*context.actor, *editions.roles)) {
    return RoleNotAllowed("activate an edition", *context.actor);
  }
  const auto known = editions.activations.find(ActivationKey{command.kind, command.name});
  if (known != editions.activations.end() && known->second.hash == command.hash) return std::vector<Event>{};
  const std::uint64_t version = known == editions.activations.end() ? 1 : known->second.version + 1;
  return std::vector<Event>{
      EditionActivated{.kind = command.kind, .name = command.name, .hash = command.hash, .version = version}};
}

}  // namespace wangge::domain
