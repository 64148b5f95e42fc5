// Positions of a device from a CSV file: `sequence,lon,lat,accuracy_m,time[,mock,speed_mps,heading_deg]`, with a
// header, columns in any order. time is RFC 3339; mock is true or false, empty: false. Not thread-safe.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "wangge/report/v1/patrol.pb.h"

namespace wangge::client {

// All fixes of the file, in its order; what they say is for the server to judge. INVALID_ARGUMENT names line and column
// of the first that is no fix; errors of CsvReader and ByteSource::Open.
absl::StatusOr<std::vector<report::v1::Fix>> ReadFixes(const std::string& path);

}  // namespace wangge::client
