// The streaming methods of ReportService for attachments. Made once a call; see rpc/upload.h and rpc/download.h for who
// calls what on which thread. Disk is touched on the pool only.
#pragma once

#include <atomic>
#include <functional>
#include <memory>

#include "base/time.h"
#include "rpc/call.h"
#include "services/follow/city_rules.h"
#include "services/follow/in_flight.h"
#include "services/ledger/ledger_port.h"
#include "services/ledger/reader_pool.h"
#include "vault/attachment_store.h"
#include "wangge/report/v1/report.pb.h"

namespace wangge::rpc {
template <typename Response>
class Sender;
template <typename Request, typename Response>
class Receiver;
}  // namespace wangge::rpc

namespace wangge::report {

// All of it outlives the calls.
struct AttachmentParts {
  ledger::LedgerPort& ledger;
  const vault::AttachmentStore& store;
  ledger::ReaderPool& pool;
  follow::InFlight& in_flight;
  // The roles in force; nullptr: they are not read yet.
  std::function<std::shared_ptr<const follow::Rules>()> rules;
};

std::shared_ptr<rpc::Receiver<v1::UploadAttachmentRequest, v1::UploadAttachmentResponse>> TakeAttachment(
    const AttachmentParts& parts, const rpc::Call& call);

// `open`: downloads under way, each of which holds its plain content in memory.
std::shared_ptr<rpc::Sender<v1::GetAttachmentResponse>> SendAttachment(const AttachmentParts& parts,
                                                                       const rpc::Call& call,
                                                                       const v1::GetAttachmentRequest& request,
                                                                       std::atomic<int>& open);

}  // namespace wangge::report
