#include <algorithm>

#include "base/limits.h"
#include "base/status/text.h"
#include "rpc/download.h"
#include "rpc/error.h"
#include "rpc/upload.h"
#include "services/ledger/answer.h"
#include "services/ledger/callers.h"
#include "services/ledger/refusal.h"
#include "services/ledger/streams.h"
#include "wire/command.h"

namespace wangge::ledger {
namespace {

using EditionPart = rpc::Part<v1::ReadEditionResponse>;

class EditionSender final : public rpc::Sender<v1::ReadEditionResponse>,
                            public std::enable_shared_from_this<EditionSender> {
 public:
  EditionSender(Ledger& ledger, EditionShelf& shelf, v1::ReadEditionRequest request, absl::Status admitted)
      : ledger_(ledger), shelf_(shelf), request_(std::move(request)), admitted_(std::move(admitted)) {}

  void Next(rpc::Reply<EditionPart> reply) override {
    if (!admitted_.ok()) return reply.Finish(admitted_);
    if (is_read_) return SendChunk(reply);
    is_read_ = true;
    AnswerOnPool<EditionPart>(ledger_, reply, [self = shared_from_this()]() -> absl::StatusOr<EditionPart> {
      auto found = self->shelf_.Read(self->request_);
      if (!found.ok()) return found.status();
      self->body_ = std::move(found->body);
      EditionPart part;
      *part.message.mutable_header() = std::move(found->edition);
      return part;
    });
  }

 private:
  void SendChunk(const rpc::Reply<EditionPart>& reply) {
    EditionPart& part = reply.message();
    part.end = sent_ == body_.size();
    const std::size_t bytes = std::min(limits::kConfigChunkBytes, body_.size() - sent_);
    if (!part.end) part.message.set_chunk(body_.substr(sent_, bytes));
    sent_ += bytes;
    reply.Finish(absl::OkStatus());
  }

  Ledger& ledger_;
  EditionShelf& shelf_;
  const v1::ReadEditionRequest request_;
  const absl::Status admitted_;
  bool is_read_ = false;
  std::string body_;
  std::size_t sent_ = 0;
};

class EditionReceiver final : public rpc::Receiver<v1::ApplyEditionRequest, v1::ApplyEditionResponse> {
 public:
  EditionReceiver(Ledger& ledger, EditionShelf& shelf, const rpc::Call& call)
      : ledger_(ledger), shelf_(shelf), call_(call) {}

  void Take(v1::ApplyEditionRequest& message, rpc::Turn turn) override {
    turn.Finish(message.has_header() ? TakeHeader(message.header()) : TakeChunk(message.chunk()));
  }

  // The reply keeps the call, and with it this receiver.
  void End(rpc::Reply<v1::ApplyEditionResponse> reply) override {
    if (!has_header_) return reply.Finish(HeaderFirst());
    const absl::Status taken = ledger_.pool().TryRun([this, reply] {
      rpc::RunGuarded(reply, [&] {
        shelf_.Apply(header_, actor_, std::move(body_), [reply](absl::StatusOr<v1::ApplyEditionResponse> applied) {
          Answer<v1::ApplyEditionResponse>(reply, std::move(applied));
        });
      });
    });
    if (!taken.ok()) reply.Finish(taken);
  }

 private:
  static absl::Status HeaderFirst() {
    return FieldInvalid("part", "Expected one header, in the first message, but it came otherwise.");
  }
  absl::Status TakeHeader(const v1::ApplyEditionHeader& header) {
    if (has_header_) return HeaderFirst();
    actor_ = ActorOf(*call_.caller);
    if (header.has_actor()) {
      auto named = ActorNamed(*call_.caller, header.actor(), *ledger_.state().editions()->roles);
      if (!named.ok()) return named.status();
      actor_ = *std::move(named);
    }
    // Whether they may is Decide's to say; nobody else sends a quarter of a gigabyte first.
    WANGGE_RETURN_IF_ERROR(RequireAdministrator(actor_, *ledger_.state().editions()->roles));
    if (header.edition().size() > limits::kConfigBodyBytesMax) return TooLarge();
    header_ = header;
    has_header_ = true;
    return absl::OkStatus();
  }
  absl::Status TakeChunk(const std::string& chunk) {
    if (!has_header_) return HeaderFirst();
    if (chunk.empty() || chunk.size() > limits::kConfigChunkBytes) {
      return rpc::InvalidFields(
          {{"chunk", "Expected 1 to 1,048,576 bytes, but there are " + std::to_string(chunk.size()) + "."}},
          "CHUNK_TOO_LONG");
    }
    if (body_.size() + chunk.size() > header_.edition().size()) {
      return rpc::InvalidFields(
          {{"header.edition.size", "Expected as many bytes as the header says, but there are more."}},
          "EDITION_HASH_MISMATCH");
    }
    body_ += chunk;
    return absl::OkStatus();
  }
  static absl::Status TooLarge() {
    return rpc::MakeError(absl::StatusCode::kResourceExhausted, "EDITION_TOO_LARGE",
                          "Expected a body of at most 268,435,456 bytes, but the header says more.");
  }

  Ledger& ledger_;
  EditionShelf& shelf_;
  const rpc::Call& call_;
  bool has_header_ = false;
  v1::ApplyEditionHeader header_;
  domain::Actor actor_;
  std::string body_;
};

}  // namespace

std::shared_ptr<rpc::Sender<v1::ReadEditionResponse>> SendEdition(Ledger& ledger, EditionShelf& shelf,
                                                                  const rpc::Call& call,
                                                                  const v1::ReadEditionRequest& request) {
  absl::Status admitted = RequireInsider(*call.caller, *ledger.state().editions()->roles);
  return std::make_shared<EditionSender>(ledger, shelf, request, std::move(admitted));
}

std::shared_ptr<rpc::Receiver<v1::ApplyEditionRequest, v1::ApplyEditionResponse>> TakeEdition(Ledger& ledger,
                                                                                              EditionShelf& shelf,
                                                                                              const rpc::Call& call) {
  return std::make_shared<EditionReceiver>(ledger, shelf, call);
}

}  // namespace wangge::ledger
