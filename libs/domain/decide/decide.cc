#include "domain/decide/decide.h"

namespace wangge::domain {
namespace {

struct Visitor {
  const Context& context;
  const Case* c;
  Decision operator()(const SubmitReport& command) const { return DecideReport(context, command); }
  Decision operator()(const PerformAction& command) const { return DecideAction(context, c, command); }
  Decision operator()(const ExpireClock& command) const { return DecideExpiry(context, c, command); }
  Decision operator()(const ActivateEdition& command) const { return DecideActivation(context, command); }
  Decision operator()(const RecountClocks& command) const { return DecideRecount(context, c, command); }
  Decision operator()(const MigrateCase& command) const { return DecideMigration(context, c, command); }
  Decision operator()(const MigrateCatalogue& command) const { return DecideCatalogueMigration(context, c, command); }
};

}  // namespace

Decision Decide(const Context& context, const Case* c, const Command& command) {
  return std::visit(Visitor{context, c}, command);
}

}  // namespace wangge::domain
