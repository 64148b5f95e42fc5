// A file in memory as it lies on disk: mapped, read-only, its pages shared with every process that maps it. Immutable,
// thread-safe. The bytes stay while the object lives, also when the file is replaced or removed meanwhile; a file that
// is cut short in place takes the process down, so what is mapped is written by WriteFileDurably only.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace wangge {

class MappedFile {
 public:
  // NOT_FOUND, PERMISSION_DENIED, INVALID_ARGUMENT (a directory), otherwise RESOURCE_EXHAUSTED or INTERNAL; the text
  // names the path.
  static absl::StatusOr<std::shared_ptr<const MappedFile>> Open(const std::string& path);

  MappedFile(const MappedFile&) = delete;
  MappedFile& operator=(const MappedFile&) = delete;
  ~MappedFile();

  std::string_view bytes() const { return {data_, size_}; }  // at the beginning of a page

 private:
  MappedFile(const char* data, std::size_t size) : data_(data), size_(size) {}

  const char* data_;  // nullptr: the file is empty
  std::size_t size_;
};

}  // namespace wangge
