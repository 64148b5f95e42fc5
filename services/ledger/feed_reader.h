// Reads the feed as the contract tells it: page by page from a position, with what holds after each step. One per
// stream; one thread at a time. Next may touch the disk: call it on the reader pool.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <set>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "services/ledger/ledger.h"
#include "wangge/ledger/v1/ledger.pb.h"
#include "wire/feed.h"

namespace wangge::ledger {

class FeedReader {
 public:
  // OUT_OF_RANGE POSITION_AHEAD; INVALID_ARGUMENT FIELD_INVALID (an unknown kind, no name of a case).
  static absl::StatusOr<std::unique_ptr<FeedReader>> Open(Ledger& ledger, const v1::FeedRequest& request);

  // The next records, at most limits::kFeedRecordsMax. `records` is empty when the filter left out all that was read;
  // nothing was read when IsAtHead. OUT_OF_RANGE POSITION_TRIMMED; DATA_LOSS.
  absl::StatusOr<v1::FeedResponse> Next();
  // Nothing durable has not been read; with `follow`, not before the first Next. Thread-safe against the writer.
  bool IsAtHead() const;

 private:
  FeedReader(Ledger& ledger, const v1::FeedRequest& request) : ledger_(ledger), request_(request) {}
  absl::Status Add(const engine::FeedRecord& record, v1::FeedResponse& response);
  absl::Status AddCase(const engine::FeedRecord& record, v1::FeedRecord& told);
  // The thread of a case as the record finds it. A stream that begins in the middle of a case reads its beginning.
  absl::StatusOr<wire::Thread*> ThreadBefore(const engine::FeedRecord& record);

  Ledger& ledger_;
  const v1::FeedRequest request_;
  std::set<std::string> kinds_;
  bool tells_cases_ = true;  // some wanted kind is of a case
  domain::CaseId only_{};
  domain::LogPosition read_{};  // up to here
  bool has_told_ = false;
  absl::flat_hash_map<std::uint64_t, wire::Thread> threads_;  // of open cases
};

// Rings when the head of the feed moves, until it goes: an owner that waits for it is never kept alive by it. The pool
// runs `ring`. Thread-safe.
class FeedBell {
 public:
  FeedBell(Ledger& ledger, std::function<void()> ring);
  ~FeedBell();
  FeedBell(const FeedBell&) = delete;
  FeedBell& operator=(const FeedBell&) = delete;

 private:
  engine::Feed& feed_;
  std::uint64_t key_ = 0;
};

}  // namespace wangge::ledger
