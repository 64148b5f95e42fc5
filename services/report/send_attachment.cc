#include <algorithm>
#include <string>
#include <utility>

#include "base/limits.h"
#include "base/status/text.h"
#include "rpc/download.h"
#include "rpc/error.h"
#include "services/ledger/ledger.h"
#include "services/ledger/refusal.h"
#include "services/report/attachment_streams.h"
#include "services/report/intake.h"
#include "wire/command.h"
#include "wire/names.h"

namespace wangge::report {
namespace {

using Response = v1::GetAttachmentResponse;
using Part = rpc::Part<Response>;

constexpr int kDownloadsMax = 16;  // at 16 MiB each

absl::Status Damaged() {
  return rpc::MakeError(absl::StatusCode::kDataLoss, "ATTACHMENT_DAMAGED",
                        "Expected the attachment as it was stored, but it is missing or damaged.");
}

absl::Status CheckRequest(const v1::GetAttachmentRequest& request) {
  wire::Faults faults;
  if (!wire::ParseCaseName(request.case_())) {
    wire::AddFault(faults, "case", "Expected `cases/{id}`, but it is no name of a case.");
  }
  if (!wire::ParseAttachmentName(request.attachment())) {
    wire::AddFault(faults, "attachment", "Expected `attachments/{id}`, but it is no name of an attachment.");
  }
  if (request.purpose().empty() || request.purpose().size() > limits::kPurposeBytesMax) {
    wire::AddFault(faults, "purpose",
                   "Expected 1 to 200 bytes that say why it is read, but there are " +
                       std::to_string(request.purpose().size()) + ".");
  }
  return ledger::StatusOf(faults);
}

class Sending final : public rpc::Sender<Response>, public std::enable_shared_from_this<Sending> {
 public:
  Sending(const AttachmentParts& parts, const rpc::Call& call, v1::GetAttachmentRequest request, std::atomic<int>& open)
      : parts_(parts),
        in_flight_(parts.in_flight.Begin()),
        call_(call),
        request_(std::move(request)),
        open_(open),
        is_admitted_(++open <= kDownloadsMax) {}
  ~Sending() override {
    vault::Wipe(content_);
    --open_;
  }

  void Next(rpc::Reply<Part> reply) override {
    if (is_open_) return SendChunk(reply);
    if (const absl::Status status = CheckRequest(request_); !status.ok()) return reply.Finish(status);
    if (!is_admitted_) {
      return reply.Finish(rpc::WithRetryAfter(
          rpc::MakeError(absl::StatusCode::kResourceExhausted, "QUEUE_FULL",
                         "Expected fewer downloads at once, but there are " + std::to_string(kDownloadsMax) + "."),
          Seconds(1)));
    }
    ledger::v1::OpenAttachmentRequest ask;
    ask.set_case_(request_.case_());
    ask.set_attachment(request_.attachment());
    ask.set_purpose(request_.purpose());
    *ask.mutable_actor() = wire::ToProto(ledger::ActorOf(*call_.caller));
    parts_.ledger.OpenAttachment(
        std::move(ask), call_.deadline,
        [self = shared_from_this(), reply](absl::StatusOr<ledger::v1::OpenAttachmentResponse> opened) {
          if (!opened.ok()) return reply.Finish(ForCaller(opened.status()));
          auto shared = std::make_shared<ledger::v1::AttachmentSecret>(std::move(*opened->mutable_attachment()));
          const absl::Status taken = self->parts_.pool.TryRun([self, shared, reply] {
            rpc::RunGuarded(reply,
                            [&] { reply.Finish(self->Load(*shared, *reply.message().message.mutable_header())); });
          });
          if (!taken.ok()) reply.Finish(taken);
        });
  }

 private:
  absl::Status Load(ledger::v1::AttachmentSecret& opened, cases::v1::Attachment& header) {
    const auto secret = vault::DecodeSecret(opened.secret());
    vault::Wipe(*opened.mutable_secret());
    const auto name = wire::ParseAttachmentName(opened.attachment().name());
    if (!secret.ok() || !name) return Damaged();
    auto content = parts_.store.Read(*name, *secret);
    if (absl::IsNotFound(content.status()) || absl::IsDataLoss(content.status())) return Damaged();
    if (!content.ok()) return content.status();
    content_ = *std::move(content);
    is_open_ = true;
    header.set_name(opened.attachment().name());
    header.set_sha256(std::string(BytesOf(secret->sha256)));
    header.set_size(secret->size);
    header.set_content_type(std::string(vault::TextOf(secret->type)));
    return absl::OkStatus();
  }

  void SendChunk(const rpc::Reply<Part>& reply) {
    const std::size_t size = std::min(content_.size() - sent_, limits::kAttachmentChunkBytesMax);
    if (size == 0) {
      reply.message().end = true;
    } else {
      reply.message().message.set_chunk(content_.substr(sent_, size));
    }
    sent_ += size;
    reply.Finish(absl::OkStatus());
  }

  const AttachmentParts parts_;
  const follow::InFlight::Token in_flight_;
  const rpc::Call& call_;
  const v1::GetAttachmentRequest request_;
  std::atomic<int>& open_;
  const bool is_admitted_;
  bool is_open_ = false;
  std::string content_;
  std::size_t sent_ = 0;
};

}  // namespace

std::shared_ptr<rpc::Sender<Response>> SendAttachment(const AttachmentParts& parts, const rpc::Call& call,
                                                      const v1::GetAttachmentRequest& request, std::atomic<int>& open) {
  return std::make_shared<Sending>(parts, call, request, open);
}

}  // namespace wangge::report
