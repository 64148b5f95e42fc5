// Ends a call with what was found, or with why not. Used by the services' .cc files only.
#pragma once

#include <utility>

#include "absl/status/statusor.h"
#include "rpc/call.h"
#include "rpc/reply.h"
#include "services/ledger/ledger.h"

namespace wangge::ledger {

template <typename Message>
void Answer(const rpc::Reply<Message>& reply, absl::StatusOr<Message> result) {
  if (result.ok()) reply.message() = *std::move(result);
  reply.Finish(result.status());
}

// Runs `work`, which gives a StatusOr<Message>, on the reader pool, and ends the call with its result. A throw ends it
// too.
template <typename Message, typename Work>
void AnswerOnPool(Ledger& ledger, const rpc::Reply<Message>& reply, Work work) {
  const absl::Status taken = ledger.pool().TryRun(
      [reply, work = std::move(work)] { rpc::RunGuarded(reply, [&] { Answer<Message>(reply, work()); }); });
  if (!taken.ok()) reply.Finish(taken);
}

}  // namespace wangge::ledger
