// A folder of its own for work that leaves nothing behind: goes, with all that is in it, when the value goes.
#pragma once

#include <string>
#include <utility>

#include "absl/status/statusor.h"

namespace wangge::commands {

class TemporaryFolder {
 public:
  // Below `parent`, which is made where it is missing; empty: the system's place for temporary files.
  static absl::StatusOr<TemporaryFolder> Make(const std::string& parent = {});
  TemporaryFolder(TemporaryFolder&& other) noexcept : path_(std::exchange(other.path_, {})) {}
  TemporaryFolder& operator=(TemporaryFolder&& other) noexcept {
    std::swap(path_, other.path_);
    return *this;
  }
  ~TemporaryFolder();

  const std::string& path() const { return path_; }

 private:
  explicit TemporaryFolder(std::string path) : path_(std::move(path)) {}
  std::string path_;
};

}  // namespace wangge::commands
