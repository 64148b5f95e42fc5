// The change feed of a shard: every durable command, in order, from any position. A subscriber reads at its own pace
// and is told when there is more; it never holds up the writer. Thread-safe.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <vector>

#include "absl/status/statusor.h"
#include "engine/shard.h"
#include "storage/committer.h"
#include "storage/log_record.h"

namespace wangge::engine {

struct FeedRecord {
  domain::LogPosition position{};
  storage::LogRecord record{};
};

class Feed {
 public:
  Feed(storage::Committer& committer, domain::LogPosition head) : committer_(committer), head_(head) {}

  // Up to `max` records from position `from` on; empty after the head. OUT_OF_RANGE for what was trimmed.
  absl::StatusOr<std::vector<FeedRecord>> Read(domain::LogPosition from, std::size_t max) const;
  domain::LogPosition head() const;
  // Groups that have become durable since the start: one sync each.
  std::uint64_t groups() const;

  // `wake` is called, on any thread, whenever the head has moved; it must be short and must not call the feed. Returns
  // the key for Unsubscribe, after which it is not called any more.
  std::uint64_t Subscribe(std::function<void()> wake);
  void Unsubscribe(std::uint64_t key);
  void Publish(domain::LogPosition head);

 private:
  storage::Committer& committer_;
  mutable std::mutex mutex_;
  domain::LogPosition head_;
  std::uint64_t groups_ = 0;
  std::uint64_t next_key_ = 1;
  std::map<std::uint64_t, std::function<void()>> subscribers_;
};

}  // namespace wangge::engine
