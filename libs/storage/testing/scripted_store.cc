#include "storage/testing/scripted_store.h"

#include "base/status/text.h"

namespace wangge::storage {

void ScriptedStore::FailAfter(std::size_t writes) {
  const std::lock_guard lock(mutex_);
  fail_from_ = writes_ + writes;
}

void ScriptedStore::HoldWrites() {
  const std::lock_guard lock(mutex_);
  held_ = true;
}

void ScriptedStore::LetWritesGo() {
  const std::lock_guard lock(mutex_);
  held_ = false;
  changed_.notify_all();
}

void ScriptedStore::AwaitWrites(std::size_t writes) {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this, writes] { return writes_ >= writes; });
}

std::size_t ScriptedStore::writes() const {
  const std::lock_guard lock(mutex_);
  return writes_;
}

std::size_t ScriptedStore::synced_writes() const {
  const std::lock_guard lock(mutex_);
  return synced_writes_;
}

absl::Status ScriptedStore::Write(std::span<const Effect> effects, bool sync) {
  {
    std::unique_lock lock(mutex_);
    const bool fails = writes_++ >= fail_from_;
    synced_writes_ += sync ? 1 : 0;
    changed_.notify_all();
    changed_.wait(lock, [this] { return !held_; });
    if (fails) return Internal("Expected the disk to answer, but the test says otherwise");
  }
  return inner_->Write(effects, sync);
}

}  // namespace wangge::storage
