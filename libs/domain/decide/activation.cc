#include "domain/decide/administrators.h"
#include "domain/decide/decide.h"
#include "domain/scope.h"

namespace wangge::domain {
// Who brings editions into force is itself declared by an edition: until the roles are there, whoever owns the empty
// state may lay the first ones.
Decision DecideActivation(const Context& context, const ActivateEdition& command) {
  const Editions& editions = *context.editions;
  const std::vector<std::string> administrators = Administrators(*editions.roles);
  if (!editions.roles->empty() && !HasAnyRole(*context.actor, administrators)) {
    return RoleNotAllowed("bring an edition into force", *context.actor, administrators);
  }
  const auto known = editions.activations.find(ActivationKey{command.kind, command.name});
  if (known != editions.activations.end() && known->second.hash == command.hash) return std::vector<Event>{};
  const std::uint64_t version = known == editions.activations.end() ? 1 : known->second.version + 1;
  return std::vector<Event>{
      EditionActivated{.kind = command.kind, .name = command.name, .hash = command.hash, .version = version}};
}

}  // namespace wangge::domain
