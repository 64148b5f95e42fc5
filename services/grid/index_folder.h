// Where the cover indexes of the layers in force lie between two starts: one file a body, `<SHA-256 of the
// body>.index`. The folder belongs to one process; other files in it stay untouched. Thread-safe.
#pragma once

#include <set>
#include <string>
#include <string_view>

#include "geo/build/build_layer.h"
#include "telemetry/log.h"

namespace wangge::grid {

class IndexFolder {
 public:
  // `path` is there; empty: nothing is kept. `log` outlives it.
  IndexFolder(std::string path, telemetry::Log& log) : path_(std::move(path)), log_(log) {}

  bool IsUsed() const { return !path_.empty(); }
  // For the layer `name` that `body` is. Faults of the file are warned of.
  geo::KeptIndex For(std::string_view name, std::string_view body) const;
  // Removes the indexes of other bodies than `files` belong to, and what a broken write left of them.
  void KeepOnly(const std::set<std::string>& files) const;

 private:
  std::string path_;
  telemetry::Log& log_;
};

}  // namespace wangge::grid
