// Photos on their way to a server. Each call blocks.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "services/wangge/client/connection.h"
#include "wangge/cases/v1/report.pb.h"

namespace wangge::client {

// Uploads the file as it is; the result goes into a report or a step. Codes of ReadFile and of
// ReportService.UploadAttachment; the text begins with the path.
absl::StatusOr<cases::v1::Attachment> UploadPhoto(const Connection& connection, const std::string& path);

}  // namespace wangge::client
