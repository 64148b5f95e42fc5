#include "services/ledger/recount.h"

#include <future>
#include <memory>
#include <vector>

#include "domain/decide/decide.h"

namespace wangge::ledger {
namespace {

constexpr std::size_t kPage = 512;  // a group of writes; far below the queue's length

const domain::Actor& Engine() {
  static const domain::Actor engine{.id = "recount"};
  return engine;
}

// The open cases of a page whose deadlines move.
std::vector<domain::CaseId> Moving(const Ledger& ledger, const std::vector<engine::CaseEntry>& entries) {
  const auto editions = ledger.state().editions();
  std::vector<domain::CaseId> moving;
  for (const engine::CaseEntry& entry : entries) {
    const auto found = ledger.state().FindCase(entry.id);
    if (!found.ok() || *found == nullptr) continue;  // a damaged row shows where it is read
    if (!domain::RecountedClocks(*editions, **found, ledger.state().Now()).empty()) moving.push_back(entry.id);
  }
  return moving;
}

// Waits for the answers; how many were accepted.
std::size_t Submit(Ledger& ledger, const std::vector<domain::CaseId>& cases) {
  std::vector<std::future<bool>> answers;
  for (const domain::CaseId id : cases) {
    auto accepted = std::make_shared<std::promise<bool>>();
    answers.push_back(accepted->get_future());
    ledger.SubmitEnvelope({.actor = Engine(), .command = domain::RecountClocks{id}},
                          [accepted](const engine::Answer& answer) {
                            accepted->set_value(std::holds_alternative<engine::Accepted>(answer));
                          });
  }
  std::size_t count = 0;
  for (auto& answer : answers) count += answer.get() ? 1 : 0;
  return count;
}

}  // namespace

std::size_t RecountDeadlines(Ledger& ledger) {
  engine::CaseQuery query{.view = {.by_area = true, .area = "*"},
                          .open = true,
                          .order = engine::CaseOrder::kOldestFirst,
                          .page_size = kPage};
  std::size_t moved = 0;
  for (;;) {
    const engine::CasePage page = ledger.state().directory().List(query);
    moved += Submit(ledger, Moving(ledger, page.entries));
    if (!page.more || page.entries.empty()) return moved;
    query.after = page.entries.back();
  }
}

}  // namespace wangge::ledger
