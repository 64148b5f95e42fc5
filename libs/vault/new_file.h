// A file that did not exist before, written front to back and made durable, or gone again with the object. One owner;
// thread-compatible.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "base/file/descriptor.h"

namespace wangge::vault {

class NewFile {
 public:
  // Mode 0600; INTERNAL when the name is taken.
  static absl::StatusOr<NewFile> Create(std::string path);

  NewFile(NewFile&& other) noexcept;
  NewFile& operator=(NewFile&& other) noexcept;
  // Removes the file unless MoveTo succeeded.
  ~NewFile() { Discard(); }

  absl::Status Append(std::string_view bytes);
  // Syncs the content and closes. Nothing can be appended afterwards.
  absl::Status Seal();
  // Renames a sealed file; the caller syncs the directories.
  absl::Status MoveTo(const std::string& path);
  // No effect when discarded or moved already.
  void Discard();

 private:
  NewFile(std::string path, Descriptor file) : path_(std::move(path)), file_(std::move(file)) {}

  std::string path_;  // empty: nothing to remove
  Descriptor file_;
};

}  // namespace wangge::vault
