// How each column family and the database are set up; the reasons stand in the .cc. Private to libs/storage.
#pragma once

#include <memory>

#include "rocksdb/cache.h"
#include "rocksdb/options.h"
#include "storage/rocks_store.h"

namespace wangge::storage::rocks {

rocksdb::DBOptions DatabaseTuning(const RocksOptions& options);
rocksdb::ColumnFamilyOptions FamilyTuning(Family family, const std::shared_ptr<rocksdb::Cache>& cache);

}  // namespace wangge::storage::rocks
