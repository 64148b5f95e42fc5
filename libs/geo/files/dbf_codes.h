// The codes of the records of a .dbf file, one field of it. Used by shapefile.cc alone.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace wangge::geo {

class DbfCodes {
 public:
  // `path` names the .dbf, for errors too; its .cpg lies beside it. Arguments and errors as of ReadShapefile.
  static absl::StatusOr<DbfCodes> Open(const std::string& path, std::string_view key, std::string_view encoding);
  ~DbfCodes();
  DbfCodes(DbfCodes&&) noexcept;

  std::size_t records() const;
  bool IsDeleted(std::size_t record) const;
  // Of a record that is not deleted. UTF-8, 1 ..= limits::kIdBytesMax bytes, blanks around it taken off.
  absl::StatusOr<std::string> CodeOf(std::size_t record) const;

 private:
  struct Impl;
  explicit DbfCodes(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace wangge::geo
