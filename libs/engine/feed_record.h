// One command of the log as the feed gives it. The record is shared by all who read it: it is decoded once.
#pragma once

#include <memory>

#include "domain/ids.h"
#include "storage/log_record.h"

namespace wangge::engine {

struct FeedRecord {
  domain::LogPosition position{};
  std::shared_ptr<const storage::LogRecord> record{};  // never null
};

}  // namespace wangge::engine
