// What a decision may read besides the case and the command: all of it is in the log or pinned by it.
#pragma once

#include "base/time.h"
#include "domain/case.h"
#include "domain/editions.h"
#include "domain/ids.h"
#include "domain/organisation.h"

namespace wangge::domain {

struct Context {
  ShardId shard{};
  LogPosition position{};  // that this command will have if it is accepted
  Timestamp now{};         // of the log record; monotone in the shard
  const Editions* editions = nullptr;
  const Actor* actor = nullptr;
  // The case that the command names as the one repeated, as it stands now; nullptr: none, or it is in another shard.
  const Case* master = nullptr;
};

}  // namespace wangge::domain
