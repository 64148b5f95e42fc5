#include "services/ledger/open_cases.h"

#include <future>
#include <utility>

namespace wangge::ledger {
namespace {

constexpr std::size_t kPage = 512;  // a group of writes; far below the queue's length

}  // namespace

void ForEachOpenPage(const Ledger& ledger, const std::function<void(const OpenCases&)>& take) {
  engine::CaseQuery query{.view = {.by_area = true, .area = "*"},
                          .open = true,
                          .order = engine::CaseOrder::kOldestFirst,
                          .page_size = kPage};
  while (true) {
    const engine::CasePage page = ledger.state().directory().List(query);
    OpenCases cases;
    for (const engine::CaseEntry& entry : page.entries) {
      const auto found = ledger.state().FindCase(entry.id);
      if (found.ok() && *found != nullptr) cases.push_back(*found);
    }
    take(cases);
    if (!page.more || page.entries.empty()) return;
    query.after = page.entries.back();
  }
}

std::size_t SubmitAndWait(Ledger& ledger, const std::string& actor, std::vector<domain::Command> commands) {
  std::vector<std::future<bool>> answers;
  for (domain::Command& command : commands) {
    auto changed = std::make_shared<std::promise<bool>>();
    answers.push_back(changed->get_future());
    ledger.SubmitEnvelope({.actor = {.id = actor}, .command = std::move(command)},
                          [changed](const engine::Answer& answer) {
                            const auto* accepted = std::get_if<engine::Accepted>(&answer);
                            changed->set_value(accepted != nullptr && accepted->position.value != 0);
                          });
  }
  std::size_t count = 0;
  for (auto& answer : answers) count += answer.get() ? 1 : 0;
  return count;
}

}  // namespace wangge::ledger
