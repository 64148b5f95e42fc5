#include "domain/decide/decide.h"

namespace wangge::domain {
namespace {

struct Visitor {
  const Context& context;
  const Case* c;
  Decision operator()(const SubmitReport& command) const { return DecideReport(context, command); }
  Decision operator()(const PerformAction& command) const { return DecideAction(context, c, command); }
  Decision operator()(const FollowAction& command) const { return DecideFollowing(context, c, command); }
  Decision operator()(const ExpireClock& command) const { return DecideExpiry(context, c, command); }
  Decision operator()(const ActivateEdition& command) const { return DecideActivation(context, command); }
  Decision operator()(const RecountClocks& command) const { return DecideRecount(context, c, command); }
  Decision operator()(const MigrateCase& command) const { return DecideMigration(context, c, command); }
  Decision operator()(const RelocateCase& command) const { return DecideRelocation(context, c, command); }
  Decision operator()(const MigrateCatalogue& command) const { return DecideCatalogueMigration(context, c, command); }
};

}  // namespace

Decision Decide(const Context& context, const Case* c, const Command& command) {
  if (context.actor->on_behalf_of.empty()) return std::visit(Visitor{context, c}, command);
  const auto acting = ActingAs(*context.actor, *context.editions->absences, context.now);
  if (const auto* refusal = std::get_if<Rejection>(&acting)) return *refusal;
  const Actor& actor = std::get<Actor>(acting);
  Context as_post = context;
  as_post.actor = &actor;
  Decision decision = std::visit(Visitor{as_post, c}, command);
  auto* events = std::get_if<std::vector<Event>>(&decision);
  if (events != nullptr && !events->empty()) {
    events->push_back(ActedOnBehalf{.substitute = actor.id,
                                    .absent = actor.on_behalf_of,
                                    .organisation = actor.organisation,
                                    .area = actor.area,
                                    .roles = actor.roles});
  }
  return decision;
}

}  // namespace wangge::domain
