#include "services/ledger/recount.h"

#include <vector>

#include "domain/decide/decide.h"
#include "services/ledger/open_cases.h"

namespace wangge::ledger {

std::size_t RecountDeadlines(Ledger& ledger) {
  std::size_t moved = 0;
  ForEachOpenPage(ledger, [&](const OpenCases& cases) {
    const auto editions = ledger.state().editions();
    std::vector<domain::Command> commands;
    for (const auto& c : cases) {
      if (!domain::RecountedClocks(*editions, *c, ledger.state().Now()).empty()) {
        commands.emplace_back(domain::RecountClocks{c->id});
      }
    }
    moved += SubmitAndWait(ledger, "recount", std::move(commands));
  });
  return moved;
}

}  // namespace wangge::ledger
