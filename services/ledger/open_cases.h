// Every open case, for what a new edition does to them: looked at page by page, and changed by a command each. On the
// reader pool: may take seconds. Thread-safe.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "domain/command.h"
#include "services/ledger/ledger.h"

namespace wangge::ledger {

using OpenCases = std::vector<std::shared_ptr<const domain::Case>>;

// `take` gets the cases that are open when their page is read, oldest first, at most as many as one group writes.
// Damaged rows are left out: they show where they are read.
void ForEachOpenPage(const Ledger& ledger, const std::function<void(const OpenCases&)>& take);

// Submits the commands in the name of the engine's part `actor` and waits for all answers. How many changed a case: it
// is durable then.
std::size_t SubmitAndWait(Ledger& ledger, const std::string& actor, std::vector<domain::Command> commands);

}  // namespace wangge::ledger
