#include <filesystem>
#include <system_error>

#include "base/status/text.h"
#include "storage/rocks/database.h"
#include "storage/rocks/format.h"
#include "storage/rocks/log_file.h"
#include "storage/rocks/store.h"
#include "storage/rocks/tuning.h"
#include "storage/rocks_store.h"

namespace wangge::storage {
namespace {

namespace fs = std::filesystem;

enum class Found { kNothing, kState };

// What RocksDB leaves behind when it stops before its first CURRENT: nothing that was ever acknowledged.
bool IsFromUnfinishedStart(const std::string& name) {
  return name == "LOCK" || name == "IDENTITY" || name == "MANIFEST-000001" || name == "LOG" ||
         name.starts_with("LOG.old.") || name.ends_with(".dbtmp");
}

absl::StatusOr<Found> LookAt(const std::string& dir) {
  std::error_code error;
  const fs::file_status status = fs::status(dir, error);
  if (status.type() == fs::file_type::not_found) return Found::kNothing;
  if (error) return FailedPrecondition("Expected '" + dir + "' to be readable, but " + error.message());
  if (!fs::is_directory(status)) {
    return FailedPrecondition("Expected '" + dir +
                              "' to be a directory, but it is a file; give the directory of a state");
  }
  if (fs::exists(fs::path(dir) / "CURRENT", error)) return Found::kState;
  for (fs::directory_iterator entry(dir, error), end; !error && entry != end; entry.increment(error)) {
    const std::string name = entry->path().filename().string();
    if (!IsFromUnfinishedStart(name)) {
      return FailedPrecondition("Expected '" + dir + "' to hold a state or nothing, but it has other files (" + name +
                                ") and no state; give an empty or a new directory");
    }
  }
  if (error) return FailedPrecondition("Expected '" + dir + "' to be readable, but " + error.message());
  return Found::kNothing;
}

absl::Status Unreadable(const std::string& dir, const rocksdb::Status& status) {
  return rocks::ToStatusOfRead(status, "a readable state in '" + dir + "'", dir);
}

// A start that stopped before its first family leaves the default one, empty. Other software's database has rows there.
absl::Status CheckDefaultFamilyEmpty(const std::string& dir, const RocksOptions& options) {
  rocksdb::DB* opened = nullptr;
  rocksdb::Options tuning;
  if (options.env != nullptr) tuning.env = options.env;
  const auto status = rocksdb::DB::OpenForReadOnly(tuning, dir, &opened);
  if (!status.ok()) return Unreadable(dir, status);
  const std::unique_ptr<rocksdb::DB> db(opened);
  const std::unique_ptr<rocksdb::Iterator> rows(db->NewIterator(rocksdb::ReadOptions()));
  rows->SeekToFirst();
  if (!rows->Valid()) return rocks::ToStatus(rows->status(), "a readable state in '" + dir + "'");
  return FailedPrecondition("Expected '" + dir +
                            "' to hold a state or nothing, but it is a database of other software; " +
                            "give an empty or a new directory");
}

absl::Status CheckState(const std::string& dir, const RocksOptions& options) {
  WANGGE_RETURN_IF_ERROR(rocks::CheckLogEnds(dir));
  std::vector<std::string> names;
  rocksdb::DBOptions tuning;
  if (options.env != nullptr) tuning.env = options.env;
  const auto status = rocksdb::DB::ListColumnFamilies(tuning, dir, &names);
  if (!status.ok()) return Unreadable(dir, status);
  WANGGE_RETURN_IF_ERROR(rocks::CheckFamilyNames(dir, names));
  if (names.size() > 1) return absl::OkStatus();
  return CheckDefaultFamilyEmpty(dir, options);
}

absl::Status Prepare(const std::string& dir, const RocksOptions& options, Found found) {
  if (found == Found::kState) return CheckState(dir, options);
  if (!options.create_if_missing) return NotFound("Expected a state in '" + dir + "', but found none");
  std::error_code error;
  fs::create_directories(dir, error);
  if (error) return FailedPrecondition("Expected to create '" + dir + "', but " + error.message());
  return absl::OkStatus();
}

absl::Status OpenError(const std::string& dir, const rocksdb::Status& status) {
  const std::string says = status.ToString();
  const bool locked =
      says.find("/LOCK: ") != std::string::npos && says.find("open a file for lock") == std::string::npos;
  if (status.IsIOError() && locked) {
    return FailedPrecondition("Expected an unused state directory, but '" + dir +
                              "' is open in another process; stop that one or give another directory");
  }
  return Unreadable(dir, status);
}

absl::StatusOr<std::shared_ptr<const rocks::Database>> Open(const std::string& dir, const RocksOptions& options) {
  const auto cache = rocksdb::NewLRUCache(options.block_cache_bytes);
  std::vector<rocksdb::ColumnFamilyDescriptor> families;
  // RocksDB insists on a family of this name; it stays empty.
  families.emplace_back(rocksdb::kDefaultColumnFamilyName, rocks::FamilyTuning(Family::kMeta, cache));
  for (const FamilyRow& row : kFamilies) {
    families.emplace_back(std::string(row.name), rocks::FamilyTuning(row.family, cache));
  }
  rocksdb::DB* db = nullptr;
  std::vector<rocksdb::ColumnFamilyHandle*> handles;
  const auto status = rocksdb::DB::Open(rocks::DatabaseTuning(options), dir, families, &handles, &db);
  if (!status.ok()) return OpenError(dir, status);
  return std::make_shared<const rocks::Database>(dir, db, std::move(handles));
}

}  // namespace

absl::StatusOr<std::unique_ptr<Store>> OpenRocksStore(const std::string& dir, const RocksOptions& options) {
  WANGGE_ASSIGN_OR_RETURN(const Found found, LookAt(dir));
  WANGGE_RETURN_IF_ERROR(Prepare(dir, options, found));
  WANGGE_ASSIGN_OR_RETURN(auto database, Open(dir, options));
  WANGGE_RETURN_IF_ERROR(rocks::CheckFormats(*database));
  WANGGE_ASSIGN_OR_RETURN(const auto formats, rocks::MissingFormats(*database));
  if (!formats.empty()) WANGGE_RETURN_IF_ERROR(rocks::WriteEffects(*database, formats, /*sync=*/true));
  return rocks::MakeStore(std::move(database), options.verify_expectations);
}

}  // namespace wangge::storage
