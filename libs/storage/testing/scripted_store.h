// A store whose writes can be made to fail, or to wait until the test lets them go. Everything else goes to the store
// behind it. For tests only; thread-safe.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <mutex>

#include "storage/store.h"

namespace wangge::storage {

class ScriptedStore final : public Store {
 public:
  // `inner` outlives it.
  explicit ScriptedStore(Store* inner) : inner_(inner) {}

  // The writes after the next `writes` ones answer INTERNAL and change nothing, each time.
  void FailAfter(std::size_t writes);
  // Writes wait, before anything of them is visible, until LetWritesGo.
  void HoldWrites();
  void LetWritesGo();
  // Waits until `writes` have arrived since the beginning, held ones included.
  void AwaitWrites(std::size_t writes);
  std::size_t writes() const;
  std::size_t synced_writes() const;

  absl::Status Write(std::span<const Effect> effects, bool sync) override;
  std::shared_ptr<const Snapshot> TakeSnapshot() const override { return inner_->TakeSnapshot(); }
  absl::Status Sync() override { return inner_->Sync(); }
  absl::Status Checkpoint(const std::string& dir) override { return inner_->Checkpoint(dir); }
  absl::Status Close() override { return inner_->Close(); }

 private:
  Store* const inner_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::size_t writes_ = 0;
  std::size_t synced_writes_ = 0;
  std::size_t fail_from_ = static_cast<std::size_t>(-1);
  bool held_ = false;
};

}  // namespace wangge::storage
