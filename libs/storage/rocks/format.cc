#include "storage/rocks/format.h"

#include <optional>

#include "base/status/text.h"
#include "storage/big_endian.h"

namespace wangge::storage::rocks {
namespace {

constexpr std::string_view kPrefix = "format/";

std::string KeyOf(const FamilyRow& row) { return std::string(kPrefix).append(row.name); }

std::string ValueOf(const FamilyRow& row) {
  std::string value(1, static_cast<char>(row.family));
  AppendBigEndian(row.format_version, value);
  return value;
}

absl::StatusOr<std::optional<std::string>> Find(const Database& database, const FamilyRow& row) {
  std::string value;
  const auto status = database.db()->Get(rocksdb::ReadOptions(), database.Of(Family::kMeta), KeyOf(row), &value);
  if (status.IsNotFound()) return std::optional<std::string>();
  WANGGE_RETURN_IF_ERROR(ToStatus(status, "readable format rows in '" + database.dir() + "'"));
  return std::optional(std::move(value));
}

absl::Status CheckOne(const std::string& dir, const FamilyRow& row, std::string_view value) {
  const std::string name(row.name);
  if (value.size() != 5 || value[0] != static_cast<char>(row.family)) {
    return DataLoss("Expected the format row of family '" + name + "' in '" + dir +
                    "' to name its number and version, but it does not; restore the directory from a backup");
  }
  const auto found = ReadBigEndian<std::uint32_t>(value.substr(1));
  if (found == row.format_version) return absl::OkStatus();
  const std::string which = found > row.format_version ? "newer" : "older";
  return FailedPrecondition("Expected family '" + name + "' in '" + dir + "' in format " +
                            std::to_string(row.format_version) + ", but it has format " + std::to_string(found) +
                            ", written by " + which + " software; open it with a release that reads this format");
}

absl::StatusOr<bool> IsEmpty(const Database& database, Family family) {
  const std::unique_ptr<rocksdb::Iterator> rows(
      database.db()->NewIterator(rocksdb::ReadOptions(), database.Of(family)));
  rows->SeekToFirst();
  WANGGE_RETURN_IF_ERROR(ToStatus(rows->status(), "readable rows in '" + database.dir() + "'"));
  return !rows->Valid();
}

absl::Status CheckNoUnknownRows(const Database& database) {
  const std::unique_ptr<rocksdb::Iterator> rows(
      database.db()->NewIterator(rocksdb::ReadOptions(), database.Of(Family::kMeta)));
  for (rows->Seek(ToSlice(kPrefix)); rows->Valid() && ToView(rows->key()).starts_with(kPrefix); rows->Next()) {
    const std::string name(ToView(rows->key()).substr(kPrefix.size()));
    if (!FamilyNamed(name)) {
      return FailedPrecondition("Expected only known families in '" + database.dir() + "', but found format row '" +
                                name + "'; open it with the release that wrote it");
    }
  }
  return ToStatus(rows->status(), "readable format rows in '" + database.dir() + "'");
}

}  // namespace

absl::Status CheckFamilyNames(const std::string& dir, const std::vector<std::string>& names) {
  for (const std::string& name : names) {
    if (name == rocksdb::kDefaultColumnFamilyName || FamilyNamed(name)) continue;
    return FailedPrecondition("Expected only known families in '" + dir + "', but found '" + name +
                              "'; open it with the release that wrote it");
  }
  return absl::OkStatus();
}

absl::Status CheckFormats(const Database& database) {
  WANGGE_RETURN_IF_ERROR(CheckNoUnknownRows(database));
  for (const FamilyRow& row : kFamilies) {
    WANGGE_ASSIGN_OR_RETURN(const auto value, Find(database, row));
    if (value) {
      WANGGE_RETURN_IF_ERROR(CheckOne(database.dir(), row, *value));
      continue;
    }
    WANGGE_ASSIGN_OR_RETURN(const bool empty, IsEmpty(database, row.family));
    if (!empty) {
      return DataLoss("Expected a format row for family '" + std::string(row.name) + "' in '" + database.dir() +
                      "', but found only its rows; this is no state of this software, or it is damaged");
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<Effect>> MissingFormats(const Database& database) {
  std::vector<Effect> effects;
  for (const FamilyRow& row : kFamilies) {
    WANGGE_ASSIGN_OR_RETURN(const auto value, Find(database, row));
    if (!value) effects.push_back({Family::kMeta, Expect::kInsert, KeyOf(row), ValueOf(row)});
  }
  return effects;
}

}  // namespace wangge::storage::rocks
