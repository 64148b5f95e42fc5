#include "services/wangge/client/read_edition.h"

#include "base/digest/sha256.h"
#include "base/limits.h"
#include "base/status/text.h"
#include "wangge/ledger/v1/ledger.grpc.pb.h"

namespace wangge::client {
namespace {

using Service = ledger::v1::LedgerService;

}  // namespace

absl::StatusOr<std::vector<ledger::v1::Edition>> EditionsOf(const Connection& connection, const std::string& kind,
                                                            const std::string& name) {
  const auto stub = connection.StubOf<Service>();
  ledger::v1::ListEditionsRequest request;
  request.set_kind(kind);
  request.set_include_past(true);
  request.set_page_size(static_cast<std::int32_t>(limits::kPageSizeMax));
  std::vector<ledger::v1::Edition> editions;
  while (true) {
    WANGGE_ASSIGN_OR_RETURN(const auto page, connection.Call(*stub, &Service::Stub::ListEditions, request));
    for (const auto& edition : page.editions()) {
      if (edition.name() == name) editions.push_back(edition);
    }
    if (page.next_page_token().empty()) return editions;
    request.set_page_token(page.next_page_token());
  }
}

absl::StatusOr<std::string> ReadEdition(const Connection& connection, const ledger::v1::Edition& edition) {
  const auto stub = connection.StubOf<Service>();
  grpc::ClientContext context;
  connection.Prepare(context, kLongPatience);
  ledger::v1::ReadEditionRequest request;
  request.set_kind(edition.kind());
  request.set_name(edition.name());
  request.set_sha256(edition.sha256());
  const auto reader = stub->ReadEdition(&context, request);
  std::string body;
  for (ledger::v1::ReadEditionResponse part; reader->Read(&part);) body += part.chunk();
  WANGGE_RETURN_IF_ERROR(connection.StatusOf(reader->Finish(), request));
  if (BytesOf(Sha256::Of(body)) == edition.sha256()) return body;
  return DataLoss("Expected the body of " + edition.kind() + " \"" + edition.name() +
                  "\" as its hash says, but other bytes came.");
}

}  // namespace wangge::client
