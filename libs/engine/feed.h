// The change feed of a shard: every durable command, in order, from any position. A subscriber reads at its own pace
// and is told when there is more; it never holds up the writer. The newest kRecentRecordsMax records stay in
// memory, so that who follows closely reads no disk. Thread-safe.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <vector>

#include "absl/status/statusor.h"
#include "engine/feed_record.h"
#include "storage/committer.h"

namespace wangge::engine {

inline constexpr std::size_t kRecentRecordsMax = 4'096;  // a few MiB

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
  // `records` are all between the head before and this one, or none: then they are read from the log.
  void Publish(domain::LogPosition head, const std::vector<FeedRecord>& records);

 private:
  std::vector<FeedRecord> Recent(domain::LogPosition from, std::size_t max) const;

  storage::Committer& committer_;
  mutable std::mutex mutex_;
  domain::LogPosition head_;
  std::deque<FeedRecord> recent_;  // without a gap, up to the head
  std::uint64_t groups_ = 0;
  std::uint64_t next_key_ = 1;
  std::map<std::uint64_t, std::function<void()>> subscribers_;
};

}  // namespace wangge::engine
