#include <optional>
#include <string>
#include <utility>

#include "base/digest/sha256.h"
#include "base/limits.h"
#include "base/status/text.h"
#include "rpc/error.h"
#include "rpc/upload.h"
#include "services/ledger/callers.h"
#include "services/ledger/page_token.h"
#include "services/ledger/refusal.h"
#include "services/report/attachment_streams.h"
#include "vault/reason.h"
#include "wire/names.h"

namespace wangge::report {
namespace {

using Request = v1::UploadAttachmentRequest;
using Response = v1::UploadAttachmentResponse;

constexpr std::uint64_t kBytesMax = limits::kAttachmentBytesMax;

absl::Status Refusal(std::string_view field, std::string_view reason, const absl::Status& status) {
  const std::string text(ToStd(status.message()));
  return rpc::WithFields(rpc::MakeError(status.code(), reason, text), {{std::string(field), text}});
}

absl::Status RolesNotRead() {
  return rpc::WithRetryAfter(
      rpc::MakeError(
          absl::StatusCode::kUnavailable, "STATE_UNREACHABLE",
          "Expected to know the roles in force, but they are still being read from the ledger. Send the file "
          "again."),
      Seconds(1));
}

// The vault's words in the contract's.
absl::Status ForCaller(const absl::Status& status) {
  const std::string reason = vault::ReasonOf(status);
  if (reason == "HASH_MISMATCH") return Refusal("header.sha256", "ATTACHMENT_HASH_MISMATCH", status);
  if (reason == "UNSUPPORTED_TYPE") return Refusal("header.content_type", "ATTACHMENT_TYPE_UNKNOWN", status);
  if (reason == "CHUNK_TOO_LARGE") return Refusal("chunk", "CHUNK_TOO_LONG", status);
  if (reason == "ATTACHMENT_TOO_LARGE") return Refusal("header.size", reason, status);
  if (absl::IsResourceExhausted(status)) return Internal("Expected room for an attachment, but " + status.ToString());
  return status;
}

class Uploading final : public rpc::Receiver<Request, Response>, public std::enable_shared_from_this<Uploading> {
 public:
  Uploading(const AttachmentParts& parts, const rpc::Call& call)
      : parts_(parts), in_flight_(parts.in_flight.Begin()), call_(call) {}

  void Take(Request& message, rpc::Turn turn) override {
    const absl::Status taken = parts_.pool.TryRun([self = shared_from_this(), &message, turn] {
      rpc::RunGuarded(turn, [&] { turn.Finish(self->TakeNow(message)); });
    });
    if (!taken.ok()) turn.Finish(taken);
  }

  void End(rpc::Reply<Response> reply) override {
    const absl::Status taken = parts_.pool.TryRun([self = shared_from_this(), reply] {
      rpc::RunGuarded(reply, [&] { reply.Finish(self->EndNow(reply.message())); });
    });
    if (!taken.ok()) reply.Finish(taken);
  }

 private:
  absl::Status TakeNow(const Request& message) {
    if (!upload_) return Begin(message);
    if (!message.has_chunk() || message.chunk().empty()) {
      return ledger::FieldInvalid("chunk", "Expected 1 to 1,048,576 bytes after the header, but there are none.");
    }
    received_ += message.chunk().size();
    if (received_ > size_ && received_ <= kBytesMax) return SizeMismatch();
    return ForCaller(upload_->Add(message.chunk()));
  }

  absl::Status Begin(const Request& message) {
    const auto rules = parts_.rules();
    if (!rules) return RolesNotRead();
    WANGGE_RETURN_IF_ERROR(ledger::RequireKnownRole(*call_.caller, rules->roles));
    if (!message.has_header()) return ledger::FieldInvalid("header", "Expected a header first, but there is none.");
    const v1::UploadHeader& header = message.header();
    wire::Faults faults;
    const auto uuid = wire::ParseUuid(header.request_id());
    if (!uuid) {
      wire::AddFault(faults, "header.request_id", "Expected a UUID in its text form (36 characters), but it is none.");
    }
    if (header.sha256().size() != sizeof(Hash)) {
      wire::AddFault(faults, "header.sha256",
                     "Expected 32 bytes, but there are " + std::to_string(header.sha256().size()) + ".");
    }
    if (header.size() == 0) wire::AddFault(faults, "header.size", "Expected at least 1 byte, but it is 0.");
    WANGGE_RETURN_IF_ERROR(ledger::StatusOf(faults));
    if (header.size() > kBytesMax) {
      return rpc::MakeError(absl::StatusCode::kResourceExhausted, "ATTACHMENT_TOO_LARGE",
                            "Expected at most " + std::to_string(kBytesMax) + " bytes, but the header announces " +
                                std::to_string(header.size()) + ".");
    }
    const std::string request = ledger::ListKey({call_.caller->actor, *uuid});
    auto upload = parts_.store.BeginUpload(header.sha256(), header.content_type(), call_.arrived, request);
    if (!upload.ok()) return ForCaller(upload.status());
    upload_.emplace(*std::move(upload));
    size_ = header.size();
    return absl::OkStatus();
  }

  absl::Status EndNow(Response& response) {
    if (!upload_) return ledger::FieldInvalid("header", "Expected a header first, but nothing came.");
    if (received_ != size_) return SizeMismatch();
    const auto stored = upload_->Finish();
    if (!stored.ok()) return ForCaller(stored.status());
    auto& attachment = *response.mutable_attachment();
    attachment.set_name(wire::AttachmentName(stored->name));
    attachment.set_sha256(std::string(BytesOf(stored->sha256)));
    attachment.set_size(stored->size);
    attachment.set_content_type(std::string(vault::TextOf(stored->type)));
    return absl::OkStatus();
  }

  absl::Status SizeMismatch() const {
    const std::string text =
        "Expected " + std::to_string(size_) + " bytes as the header said, but " + std::to_string(received_) + " came.";
    return rpc::WithFields(rpc::MakeError(absl::StatusCode::kInvalidArgument, "ATTACHMENT_SIZE_MISMATCH", text,
                                          {{"size", std::to_string(size_)}, {"received", std::to_string(received_)}}),
                           {{"header.size", text}});
  }

  const AttachmentParts parts_;
  const follow::InFlight::Token in_flight_;
  const rpc::Call& call_;
  std::optional<vault::Upload> upload_;
  std::uint64_t size_ = 0;
  std::uint64_t received_ = 0;
};

}  // namespace

std::shared_ptr<rpc::Receiver<Request, Response>> TakeAttachment(const AttachmentParts& parts, const rpc::Call& call) {
  return std::make_shared<Uploading>(parts, call);
}

}  // namespace wangge::report
