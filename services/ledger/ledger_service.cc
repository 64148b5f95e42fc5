#include "services/ledger/ledger_service.h"

#include "rpc/download.h"
#include "rpc/error.h"
#include "rpc/handler.h"
#include "rpc/upload.h"
#include "services/ledger/answer.h"
#include "services/ledger/callers.h"
#include "services/ledger/clock_moves.h"
#include "services/ledger/local_ledger.h"
#include "services/ledger/refusal.h"
#include "services/ledger/streams.h"
#include "storage/log_record.h"
#include "wangge/ledger/v1/ledger.grpc.pb.h"
#include "wire/time.h"

namespace wangge::ledger {
namespace {

using grpc::CallbackServerContext;
using grpc::ServerUnaryReactor;

// Where the last page ended, among editions by kind, name and number.
std::string CursorOf(const v1::Edition& edition) {
  return edition.kind() + '\n' + edition.name() + '\n' + std::to_string(edition.number());
}

absl::Status PutTime(Ledger& ledger, v1::GetHeadResponse& head) {
  if (head.position() == 0) {
    head.set_chain_hash(storage::GenesisHash());
    return absl::OkStatus();
  }
  const auto values = ledger.committer().Read(head.position(), 1);
  if (!values.ok()) return values.status();
  if (values->empty()) return DataLoss("Expected the last record of the log, but it is missing.");
  const auto record = storage::DecodeLogRecord(values->front());
  if (!record.ok()) return record.status();
  const Hash hash = storage::HashOfLogRecord(values->front());
  head.set_chain_hash(std::string(BytesOf(hash)));
  *head.mutable_time() = wire::ToProto(record->time);
  return absl::OkStatus();
}

}  // namespace

class LedgerService::Impl final : public v1::LedgerService::CallbackService {
 public:
  Impl(const rpc::CallEnvironment& environment, Ledger& ledger, EditionShelf& shelf)
      : environment_(environment), ledger_(ledger), shelf_(shelf), local_(ledger, shelf) {}

  ServerUnaryReactor* Submit(CallbackServerContext* context, const v1::SubmitRequest* request,
                             v1::SubmitResponse* response) override {
    return rpc::ServeUnary(
        environment_, context, "wangge.ledger.v1.LedgerService/Submit", request, response,
        [this](const rpc::Call& call, const v1::SubmitRequest& in, rpc::Reply<v1::SubmitResponse> reply) {
          const auto actor = ActorNamed(*call.caller, in.command().actor(), *Roles());
          if (!actor.ok()) return reply.Finish(actor.status());
          ledger_.Submit(in.command(), call.deadline, [reply](auto result) {
            if (result.ok()) *reply.message().mutable_result() = *std::move(result);
            reply.Finish(result.status());
          });
        });
  }

  ServerUnaryReactor* SubmitBatch(CallbackServerContext* context, const v1::SubmitBatchRequest* request,
                                  v1::SubmitBatchResponse* response) override {
    return rpc::ServeUnary(
        environment_, context, "wangge.ledger.v1.LedgerService/SubmitBatch", request, response,
        [this](const rpc::Call& call, const v1::SubmitBatchRequest& in, rpc::Reply<v1::SubmitBatchResponse> reply) {
          const absl::Status admitted = RequireService(*call.caller, *Roles());
          if (!admitted.ok()) return reply.Finish(admitted);
          std::vector<v1::Command> commands(in.commands().begin(), in.commands().end());
          ledger_.SubmitBatch(std::move(commands), call.deadline, [reply](auto results) {
            if (results.ok()) {
              for (auto& result : *results) *reply.message().add_results() = std::move(result);
            }
            reply.Finish(results.status());
          });
        });
  }

  ServerUnaryReactor* GetReceipt(CallbackServerContext* context, const v1::GetReceiptRequest* request,
                                 v1::GetReceiptResponse* response) override {
    return rpc::ServeUnary(
        environment_, context, "wangge.ledger.v1.LedgerService/GetReceipt", request, response,
        [this](const rpc::Call& call, const v1::GetReceiptRequest& in, rpc::Reply<v1::GetReceiptResponse> reply) {
          const absl::Status admitted = RequireService(*call.caller, *Roles());
          if (!admitted.ok()) return reply.Finish(admitted);
          local_.GetReceipt(in, call.deadline,
                            [reply](auto found) { Answer<v1::GetReceiptResponse>(reply, std::move(found)); });
        });
  }

  ServerUnaryReactor* OpenAttachment(CallbackServerContext* context, const v1::OpenAttachmentRequest* request,
                                     v1::OpenAttachmentResponse* response) override {
    return rpc::ServeUnary(environment_, context, "wangge.ledger.v1.LedgerService/OpenAttachment", request, response,
                           [this](const rpc::Call& call, const v1::OpenAttachmentRequest& in,
                                  rpc::Reply<v1::OpenAttachmentResponse> reply) {
                             const absl::Status admitted = RequireService(*call.caller, *Roles());
                             if (!admitted.ok()) return reply.Finish(admitted);
                             local_.OpenAttachment(in, call.deadline, [reply](auto found) {
                               Answer<v1::OpenAttachmentResponse>(reply, std::move(found));
                             });
                           });
  }

  grpc::ServerWriteReactor<v1::FeedResponse>* Feed(CallbackServerContext* context,
                                                   const v1::FeedRequest* request) override {
    return rpc::ServeDownload<v1::FeedResponse>(
        environment_, context, "wangge.ledger.v1.LedgerService/Feed",
        [this, request](const rpc::Call& call) { return SendFeed(ledger_, call, *request); });
  }

  grpc::ServerWriteReactor<v1::ReadEditionResponse>* ReadEdition(CallbackServerContext* context,
                                                                 const v1::ReadEditionRequest* request) override {
    return rpc::ServeDownload<v1::ReadEditionResponse>(
        environment_, context, "wangge.ledger.v1.LedgerService/ReadEdition",
        [this, request](const rpc::Call& call) { return SendEdition(ledger_, shelf_, call, *request); });
  }

  grpc::ServerReadReactor<v1::ApplyEditionRequest>* ApplyEdition(CallbackServerContext* context,
                                                                 v1::ApplyEditionResponse* response) override {
    return rpc::ServeUpload<v1::ApplyEditionRequest>(
        environment_, context, "wangge.ledger.v1.LedgerService/ApplyEdition", response,
        [this](const rpc::Call& call) { return TakeEdition(ledger_, shelf_, call); });
  }

  ServerUnaryReactor* ListEditions(CallbackServerContext* context, const v1::ListEditionsRequest* request,
                                   v1::ListEditionsResponse* response) override {
    return rpc::ServeUnary(
        environment_, context, "wangge.ledger.v1.LedgerService/ListEditions", request, response,
        [this](const rpc::Call& call, const v1::ListEditionsRequest& in, rpc::Reply<v1::ListEditionsResponse> reply) {
          const absl::Status admitted = RequireInsider(*call.caller, *Roles());
          if (!admitted.ok()) return reply.Finish(admitted);
          AnswerOnPool<v1::ListEditionsResponse>(
              ledger_, reply, [this, actor = call.caller->actor, in] { return EditionPage(actor, in); });
        });
  }

  ServerUnaryReactor* GetHead(CallbackServerContext* context, const v1::GetHeadRequest* request,
                              v1::GetHeadResponse* response) override {
    return rpc::ServeUnary(
        environment_, context, "wangge.ledger.v1.LedgerService/GetHead", request, response,
        [this](const rpc::Call& call, const v1::GetHeadRequest&, rpc::Reply<v1::GetHeadResponse> reply) {
          const absl::Status admitted = RequireInsider(*call.caller, *Roles());
          if (!admitted.ok()) return reply.Finish(admitted);
          AnswerOnPool<v1::GetHeadResponse>(ledger_, reply, [this]() -> absl::StatusOr<v1::GetHeadResponse> {
            v1::GetHeadResponse head;
            head.set_position(ledger_.state().feed().head().value);
            head.set_synced_groups(ledger_.state().feed().groups());
            *head.mutable_now() = wire::ToProto(ledger_.state().Now());
            WANGGE_RETURN_IF_ERROR(PutTime(ledger_, head));
            return head;
          });
        });
  }

  ServerUnaryReactor* AdvanceClock(CallbackServerContext* context, const v1::AdvanceClockRequest* request,
                                   v1::AdvanceClockResponse* response) override {
    return rpc::ServeUnary(
        environment_, context, "wangge.ledger.v1.LedgerService/AdvanceClock", request, response,
        [this](const rpc::Call& call, const v1::AdvanceClockRequest& in, rpc::Reply<v1::AdvanceClockResponse> reply) {
          const domain::Actor actor = ActorOf(*call.caller);
          const absl::Status admitted = RequireAdministrator(actor, *Roles());
          if (!admitted.ok()) return reply.Finish(admitted);
          const auto to = wire::FromProto(in.to());
          if (!to || !in.has_to()) return reply.Finish(FieldInvalid("to", "Expected a time, but there is none."));
          const auto known = moves_.Find(actor.id, in.request_id(), *to);
          if (!known.ok()) return reply.Finish(known.status());
          if (*known) {
            reply.message() = **known;
            return reply.Finish(absl::OkStatus());
          }
          if (*to < ledger_.state().Now()) return reply.Finish(ClockBackwards());
          ledger_.state().AdvanceClock(
              *to, [this, reply, actor = actor.id, id = in.request_id(), to = *to](absl::Status advanced) {
                *reply.message().mutable_now() = wire::ToProto(ledger_.state().Now());
                reply.message().set_position(ledger_.state().feed().head().value);
                if (advanced.ok()) moves_.Keep(actor, id, to, reply.message());
                reply.Finish(ClockStatus(advanced));
              });
        });
  }

 private:
  std::shared_ptr<const domain::Roles> Roles() const { return ledger_.state().editions()->roles; }
  static absl::Status ClockBackwards() {
    return rpc::MakeError(absl::StatusCode::kFailedPrecondition, "CLOCK_BACKWARDS",
                          "Expected a time not before the clock's now, but it is.");
  }
  static absl::Status ClockStatus(const absl::Status& advanced) {
    if (!absl::IsFailedPrecondition(advanced)) return StatusOf(advanced);
    return rpc::MakeError(advanced.code(), "CLOCK_NOT_MANUAL", ToStd(advanced.message()));
  }

  absl::StatusOr<v1::ListEditionsResponse> EditionPage(const std::string& actor, const v1::ListEditionsRequest& in) {
    WANGGE_ASSIGN_OR_RETURN(const std::size_t page_size, PageSize(in.page_size()));
    const std::string list = ListKey({"ListEditions", actor, in.kind(), in.include_past() ? "past" : ""});
    WANGGE_ASSIGN_OR_RETURN(const auto editions, shelf_.List(in.kind(), in.include_past()));
    auto next = editions.begin();
    if (!in.page_token().empty()) {
      WANGGE_ASSIGN_OR_RETURN(const std::string cursor, ledger_.page_tokens().Open(list, in.page_token()));
      while (next != editions.end() && CursorOf(*next) != cursor) ++next;
      if (next != editions.end()) ++next;
    }
    v1::ListEditionsResponse page;
    for (; next != editions.end() && static_cast<std::size_t>(page.editions_size()) < page_size; ++next) {
      *page.add_editions() = *next;
    }
    if (next != editions.end() && page.editions_size() > 0) {
      page.set_next_page_token(ledger_.page_tokens().Make(list, CursorOf(*page.editions().rbegin())));
    }
    return page;
  }

  const rpc::CallEnvironment& environment_;
  Ledger& ledger_;
  EditionShelf& shelf_;
  LocalLedger local_;
  ClockMoves moves_;
};

LedgerService::LedgerService(const rpc::CallEnvironment& environment, Ledger& ledger, EditionShelf& shelf)
    : impl_(std::make_unique<Impl>(environment, ledger, shelf)) {}
LedgerService::~LedgerService() = default;

rpc::ServedService LedgerService::served() { return {v1::LedgerService::service_full_name(), impl_.get()}; }

}  // namespace wangge::ledger
