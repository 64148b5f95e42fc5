// A RocksDB snapshot behind storage::Snapshot. Private to libs/storage.
#pragma once

#include <memory>

#include "storage/rocks/database.h"
#include "storage/store.h"

namespace wangge::storage::rocks {

std::shared_ptr<const Snapshot> TakeSnapshot(std::shared_ptr<const Database> database);

}  // namespace wangge::storage::rocks
