#include "services/wangge/client/upload.h"

#include "base/digest/sha256.h"
#include "base/file/file.h"
#include "base/limits.h"
#include "base/status/text.h"
#include "services/wangge/client/request_id.h"
#include "wangge/report/v1/report.grpc.pb.h"

namespace wangge::client {

absl::StatusOr<cases::v1::Attachment> UploadPhoto(const Connection& connection, const std::string& path) {
  WANGGE_ASSIGN_OR_RETURN(const std::string content, ReadFile(path, limits::kAttachmentBytesMax));
  const auto stub = connection.StubOf<report::v1::ReportService>();
  grpc::ClientContext context;
  connection.Prepare(context, kLongPatience);
  report::v1::UploadAttachmentResponse response;
  const auto writer = stub->UploadAttachment(&context, &response);

  report::v1::UploadAttachmentRequest request;
  request.mutable_header()->set_request_id(NewRequestId());
  request.mutable_header()->set_sha256(std::string(BytesOf(Sha256::Of(content))));
  request.mutable_header()->set_size(content.size());
  bool open = writer->Write(request);
  for (std::size_t at = 0; open && at < content.size(); at += limits::kAttachmentChunkBytesMax) {
    request.set_chunk(content.substr(at, limits::kAttachmentChunkBytesMax));
    open = writer->Write(request);
  }
  writer->WritesDone();
  const absl::Status status = connection.StatusOf(writer->Finish(), request);
  if (!status.ok()) return WithContext(path, status);
  return response.attachment();
}

}  // namespace wangge::client
