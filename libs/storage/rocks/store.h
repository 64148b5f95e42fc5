// storage::Store over an open database. Private to libs/storage.
#pragma once

#include <memory>
#include <span>

#include "storage/rocks/database.h"
#include "storage/store.h"

namespace wangge::storage::rocks {

absl::Status WriteEffects(const Database& database, std::span<const Effect> effects, bool sync);

std::unique_ptr<Store> MakeStore(std::shared_ptr<const Database> database, bool verify_expectations);

}  // namespace wangge::storage::rocks
