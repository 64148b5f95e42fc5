#include "engine/feed.h"

#include <algorithm>

#include "base/status/text.h"
#include "storage/log_record.h"

namespace wangge::engine {

absl::StatusOr<std::vector<FeedRecord>> Feed::Read(domain::LogPosition from, std::size_t max) const {
  std::vector<FeedRecord> records = Recent(from, max);
  const domain::LogPosition last = head();
  if (!records.empty() || from > last) return records;
  // Never beyond the head: what is read here shows in the directory already.
  const std::size_t left = last.value - from.value + 1;
  WANGGE_ASSIGN_OR_RETURN(const auto values, committer_.Read(from.value, std::min(max, left)));
  records.reserve(values.size());
  for (std::size_t i = 0; i < values.size(); ++i) {
    WANGGE_ASSIGN_OR_RETURN(auto record, storage::DecodeLogRecord(values[i]));
    records.push_back(
        {domain::LogPosition{from.value + i}, std::make_shared<const storage::LogRecord>(std::move(record))});
  }
  return records;
}

std::vector<FeedRecord> Feed::Recent(domain::LogPosition from, std::size_t max) const {
  const std::lock_guard lock(mutex_);
  if (recent_.empty() || from < recent_.front().position || from > head_) return {};
  const auto first = recent_.begin() + static_cast<std::ptrdiff_t>(from.value - recent_.front().position.value);
  return {first, first + std::min<std::ptrdiff_t>(recent_.end() - first, static_cast<std::ptrdiff_t>(max))};
}

domain::LogPosition Feed::head() const {
  const std::lock_guard lock(mutex_);
  return head_;
}

std::uint64_t Feed::groups() const {
  const std::lock_guard lock(mutex_);
  return groups_;
}

std::uint64_t Feed::Subscribe(std::function<void()> wake) {
  const std::lock_guard lock(mutex_);
  subscribers_[next_key_] = std::move(wake);
  return next_key_++;
}

void Feed::Unsubscribe(std::uint64_t key) {
  const std::lock_guard lock(mutex_);
  subscribers_.erase(key);
}

void Feed::Publish(domain::LogPosition head, const std::vector<FeedRecord>& records) {
  const std::lock_guard lock(mutex_);
  const bool continues = !records.empty() && records.front().position.value == head_.value + 1;
  if (continues) {
    recent_.insert(recent_.end(), records.begin(), records.end());
  } else {
    recent_.clear();
  }
  while (recent_.size() > kRecentRecordsMax) recent_.pop_front();
  head_ = head;
  ++groups_;
  for (const auto& [key, wake] : subscribers_) wake();
}

}  // namespace wangge::engine
