// A store under test that can be closed and opened again: in memory, or in a fresh directory that goes with it. Also
// directories and groups for tests. For tests only; one thread.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "storage/committer.h"
#include "storage/store.h"

namespace wangge::storage {

// A new, empty directory under ::testing::TempDir(), removed with this object.
class TempDirectory {
 public:
  TempDirectory();
  ~TempDirectory();
  TempDirectory(const TempDirectory&) = delete;
  TempDirectory& operator=(const TempDirectory&) = delete;
  const std::string& path() const { return path_; }
  std::string operator/(std::string_view name) const { return path_ + "/" + std::string(name); }

 private:
  std::string path_;
};

enum class StoreKind { kMemory, kRocks };

inline std::string NameOf(StoreKind kind) { return kind == StoreKind::kMemory ? "Memory" : "Rocks"; }

class TestState {
 public:
  explicit TestState(StoreKind kind);
  Store& operator*() const { return *store_; }
  Store* operator->() const { return store_.get(); }
  Store* get() const { return store_.get(); }
  // Closes and opens again: all that was written is still there. In memory the store itself stays.
  void Reopen();

 private:
  void Open();

  const StoreKind kind_;
  TempDirectory dir_;
  std::unique_ptr<Store> store_;
};

// `body` followed by a hash that depends on `previous_hash` and `body`.
std::string TestRecord(std::string_view previous_hash, std::string_view body);

// The group of these bodies that continues `head`; moves `head` to its end.
Group TestGroup(LogHead& head, const std::vector<std::string>& bodies, std::vector<Effect> effects = {});

}  // namespace wangge::storage
