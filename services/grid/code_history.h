// Codes of a layer through its versions. What is in force no longer is read when it is asked for. Thread-safe.
#pragma once

#include <functional>
#include <map>
#include <mutex>
#include <span>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "base/time.h"
#include "wangge/grid/v1/grid.pb.h"
#include "wangge/ledger/v1/feed.pb.h"

namespace wangge::grid {

struct LayerVersion {
  std::uint64_t number = 0;
  std::string sha256{};  // of the edition's body, 32 bytes
  Timestamp active_from{};
};

// Which versions of each layer there are and were, from the feed.
class VersionBook {
 public:
  void Apply(const ledger::v1::FeedRecord& record);
  // Oldest first; empty: no such layer.
  std::vector<LayerVersion> Of(const std::string& layer) const;

 private:
  mutable std::mutex mutex_;
  std::map<std::string, std::vector<LayerVersion>, std::less<>> layers_;
};

// INVALID_ARGUMENT FIELD_INVALID, BATCH_SIZE: before any version is read.
absl::Status CheckCodes(const v1::ResolveCodesRequest& request);

// The body of an edition of kind layer.
using ReadLayerBody = std::function<absl::StatusOr<std::string>(const LayerVersion&)>;

// `versions` are those of the layer, oldest first, the last in force. Reads each of them once, newest first, and holds
// two at a time: about 0.1 ms a cell of each. Codes of GridService.ResolveCodes, and errors of `read`.
absl::StatusOr<v1::ResolveCodesResponse> ResolveCodes(std::span<const LayerVersion> versions,
                                                      const v1::ResolveCodesRequest& request,
                                                      const ReadLayerBody& read);

}  // namespace wangge::grid
