#include "services/wangge/client/apply_edition.h"

#include "base/digest/sha256.h"
#include "base/limits.h"
#include "base/status/text.h"
#include "services/wangge/client/request_id.h"
#include "wangge/ledger/v1/ledger.grpc.pb.h"

namespace wangge::client {

absl::StatusOr<ledger::v1::ApplyEditionResponse> ApplyEdition(const Connection& connection, std::string_view kind,
                                                              const catalog::ConfigEdition& edition, bool dry_run) {
  const auto stub = connection.StubOf<ledger::v1::LedgerService>();
  grpc::ClientContext context;
  connection.Prepare(context, kLongPatience);
  ledger::v1::ApplyEditionResponse response;
  const auto writer = stub->ApplyEdition(&context, &response);

  ledger::v1::ApplyEditionRequest request;
  request.mutable_header()->set_request_id(NewRequestId());
  request.mutable_header()->set_dry_run(dry_run);
  ledger::v1::Edition& told = *request.mutable_header()->mutable_edition();
  told.set_kind(std::string(kind));
  told.set_name(edition.name);
  told.set_sha256(std::string(BytesOf(Sha256::Of(edition.body))));
  told.set_size(edition.body.size());
  bool open = writer->Write(request);
  for (std::size_t at = 0; open && at < edition.body.size(); at += limits::kConfigChunkBytes) {
    request.set_chunk(edition.body.substr(at, limits::kConfigChunkBytes));
    open = writer->Write(request);
  }
  writer->WritesDone();
  const absl::Status status = connection.StatusOf(writer->Finish(), request);
  if (!status.ok()) return WithContext(edition.file, status);
  return response;
}

}  // namespace wangge::client
