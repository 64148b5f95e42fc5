// The in-memory twin of the RocksDB store: same rules, nothing survives, expectations always checked. For tests,
// simulation and replay to nowhere.
#pragma once

#include <memory>

#include "storage/store.h"

namespace wangge::storage {

// Get and each step of a walk are O(log rows). Old versions are kept only while a snapshot can see them.
std::unique_ptr<Store> NewMemoryStore();

}  // namespace wangge::storage
