#include "services/report/report_service.h"

#include <algorithm>
#include <atomic>
#include <utility>
#include <vector>

#include "base/limits.h"
#include "rpc/download.h"
#include "rpc/error.h"
#include "rpc/exchange.h"
#include "rpc/handler.h"
#include "rpc/upload.h"
#include "services/follow/city_reader.h"
#include "services/ledger/callers.h"
#include "services/ledger/ledger.h"
#include "services/ledger/refusal.h"
#include "services/report/attachment_streams.h"
#include "services/report/intake.h"
#include "services/report/position_stream.h"
#include "wangge/report/v1/report.grpc.pb.h"
#include "wire/command.h"
#include "wire/names.h"

namespace wangge::report {
namespace {

// A stream may live for days; each of its messages waits only so long for the state.
constexpr Duration kMessagePatience = Minutes(1);

absl::Status BatchSize(int size) {
  return rpc::MakeError(absl::StatusCode::kInvalidArgument, "BATCH_SIZE",
                        "Expected 1 to 1,024 reports in a message, but there are " + std::to_string(size) + ".",
                        {{"size", std::to_string(size)}});
}

// Whoever may not report at all learns it once, not once a report.
absl::Status RefusedWhole(const std::vector<Intake::Outcome>& outcomes) {
  const bool is_refused = std::ranges::all_of(outcomes, [](const Intake::Outcome& outcome) {
    return absl::IsPermissionDenied(outcome.status()) && rpc::ReasonOf(outcome.status()) == "ROLE_NOT_ALLOWED";
  });
  return is_refused ? outcomes.front().status() : absl::OkStatus();
}

ledger::v1::FeedRequest Activations() {
  ledger::v1::FeedRequest request;
  request.add_kinds("activated");
  return request;
}

google::rpc::Status ErrorOf(const absl::Status& status) {
  return rpc::ToProto(rpc::TellsInside(status) ? rpc::Hidden(rpc::NewIncident()) : status);
}

}  // namespace

class ReportService::Impl final : public v1::ReportService::CallbackService {
 public:
  explicit Impl(const ReportParts& parts)
      : environment_(parts.environment),
        ledger_(parts.ledger),
        grid_(parts.grid),
        tracks_(parts.tracks),
        progress_(parts.delays),
        attachments_{parts.ledger, parts.attachments, pool_, in_flight_, [this] { return RulesInForce(); }},
        intake_({parts.ledger, parts.grid, parts.attachments, pool_, parts.delays, in_flight_}),
        reader_(parts.ledger, parts.delays, parts.log, rules_, progress_, Activations(), {.on_record = [](auto&) {}}) {}

  bool IsReady() const { return reader_.IsReady(); }

  bool Drain(Duration patience) { return in_flight_.WaitForNone(patience); }

  grpc::ServerUnaryReactor* SubmitReport(grpc::CallbackServerContext* context, const v1::SubmitReportRequest* request,
                                         v1::SubmitReportResponse* response) override {
    return rpc::ServeUnary(environment_, context, "wangge.report.v1.ReportService/SubmitReport", request, response,
                           [this](const rpc::Call& call, const v1::SubmitReportRequest& in,
                                  const rpc::Reply<v1::SubmitReportResponse>& reply) { TakeOne(call, in, reply); });
  }

  grpc::ServerBidiReactor<v1::SubmitReportsRequest, v1::SubmitReportsResponse>* SubmitReports(
      grpc::CallbackServerContext* context) override {
    const auto messages = std::make_shared<std::uint64_t>(0);  // of this stream; counted in order of arrival
    return rpc::ServeExchange<v1::SubmitReportsRequest, v1::SubmitReportsResponse>(
        environment_, context, "wangge.report.v1.ReportService/SubmitReports",
        [this, messages](const rpc::Call& call, const v1::SubmitReportsRequest& in,
                         const rpc::Reply<v1::SubmitReportsResponse>& reply) {
          reply.message().set_acknowledged_messages(++*messages);
          TakeMany(call, in, reply);
        });
  }

  grpc::ServerReadReactor<v1::UploadAttachmentRequest>* UploadAttachment(
      grpc::CallbackServerContext* context, v1::UploadAttachmentResponse* response) override {
    return rpc::ServeUpload<v1::UploadAttachmentRequest>(
        environment_, context, "wangge.report.v1.ReportService/UploadAttachment", response,
        [this](const rpc::Call& call) { return TakeAttachment(attachments_, call); });
  }

  grpc::ServerUnaryReactor* GetReceipt(grpc::CallbackServerContext* context, const v1::GetReceiptRequest* request,
                                       v1::GetReceiptResponse* response) override {
    return rpc::ServeUnary(environment_, context, "wangge.report.v1.ReportService/GetReceipt", request, response,
                           [this](const rpc::Call& call, const v1::GetReceiptRequest& in,
                                  const rpc::Reply<v1::GetReceiptResponse>& reply) { FindReceipt(call, in, reply); });
  }

  grpc::ServerWriteReactor<v1::GetAttachmentResponse>* GetAttachment(grpc::CallbackServerContext* context,
                                                                     const v1::GetAttachmentRequest* request) override {
    return rpc::ServeDownload<v1::GetAttachmentResponse>(
        environment_, context, "wangge.report.v1.ReportService/GetAttachment",
        [this, request](const rpc::Call& call) { return SendAttachment(attachments_, call, *request, downloads_); });
  }

  grpc::ServerUnaryReactor* StartShift(grpc::CallbackServerContext* context, const v1::StartShiftRequest* request,
                                       v1::StartShiftResponse* response) override {
    return Patrol<track::v1::StartShiftRequest>(context, "wangge.report.v1.ReportService/StartShift", request, response,
                                                &track::TrackPort::StartShift);
  }

  grpc::ServerUnaryReactor* EndShift(grpc::CallbackServerContext* context, const v1::EndShiftRequest* request,
                                     v1::EndShiftResponse* response) override {
    return Patrol<track::v1::EndShiftRequest>(context, "wangge.report.v1.ReportService/EndShift", request, response,
                                              &track::TrackPort::EndShift);
  }

  grpc::ServerBidiReactor<v1::SendPositionsRequest, v1::SendPositionsResponse>* SendPositions(
      grpc::CallbackServerContext* context) override {
    const auto stream = std::make_shared<PositionStream>(PositionParts{tracks_, grid_, in_flight_});
    return rpc::ServeExchange<v1::SendPositionsRequest, v1::SendPositionsResponse>(
        environment_, context, "wangge.report.v1.ReportService/SendPositions",
        [this, stream](const rpc::Call& call, const v1::SendPositionsRequest& in,
                       const rpc::Reply<v1::SendPositionsResponse>& reply) {
          stream->Take(*call.caller, in, environment_.clock->Now() + kMessagePatience, reply);
        });
  }

  grpc::ServerUnaryReactor* GetOwnTrack(grpc::CallbackServerContext* context, const v1::GetOwnTrackRequest* request,
                                        v1::GetOwnTrackResponse* response) override {
    return Patrol<track::v1::GetOwnTrackRequest>(context, "wangge.report.v1.ReportService/GetOwnTrack", request,
                                                 response, &track::TrackPort::GetOwnTrack);
  }

  grpc::ServerUnaryReactor* ListPresence(grpc::CallbackServerContext* context, const v1::ListPresenceRequest* request,
                                         v1::ListPresenceResponse* response) override {
    return Patrol<track::v1::ListPresenceRequest>(context, "wangge.report.v1.ReportService/ListPresence", request,
                                                  response, &track::TrackPort::ListPresence);
  }

  grpc::ServerUnaryReactor* GetPatrolCoverage(grpc::CallbackServerContext* context,
                                              const v1::GetPatrolCoverageRequest* request,
                                              v1::GetPatrolCoverageResponse* response) override {
    return Patrol<track::v1::GetPatrolCoverageRequest>(context, "wangge.report.v1.ReportService/GetPatrolCoverage",
                                                       request, response, &track::TrackPort::GetPatrolCoverage);
  }

 private:
  // What the state node judges: who asks is all that is added here.
  template <typename Asked, typename Request, typename Response>
  grpc::ServerUnaryReactor* Patrol(grpc::CallbackServerContext* context, std::string_view method,
                                   const Request* request, Response* response,
                                   void (track::TrackPort::*ask)(Asked, Timestamp, track::TrackPort::Done<Response>)) {
    return rpc::ServeUnary(environment_, context, method, request, response,
                           [this, ask](const rpc::Call& call, const Request& in, const rpc::Reply<Response>& reply) {
                             if (absl::Status own = ledger::RequireOwnName(*call.caller); !own.ok())
                               return reply.Finish(own);
                             Asked asked;
                             *asked.mutable_actor() = wire::ToProto(ledger::ActorOf(*call.caller));
                             *asked.mutable_asked() = in;
                             (tracks_.*ask)(std::move(asked), call.deadline,
                                            [reply, token = in_flight_.Begin()](absl::StatusOr<Response> answer) {
                                              if (answer.ok()) reply.message() = *std::move(answer);
                                              reply.Finish(answer.ok() ? absl::OkStatus() : ForCaller(answer.status()));
                                            });
                           });
  }

  std::shared_ptr<const follow::Rules> RulesInForce() const { return reader_.IsReady() ? rules_.Read() : nullptr; }

  static Intake::Sender SenderOf(const rpc::Call& call, Timestamp until) {
    return {.caller = *call.caller, .traceparent = call.traceparent, .until = until};
  }

  void TakeOne(const rpc::Call& call, const v1::SubmitReportRequest& in,
               const rpc::Reply<v1::SubmitReportResponse>& reply) {
    intake_.Take(SenderOf(call, call.deadline), {&in}, [reply](std::vector<Intake::Outcome> outcomes) {
      if (outcomes[0].ok()) *reply.message().mutable_receipt() = *std::move(outcomes[0]);
      reply.Finish(outcomes[0].status());
    });
  }

  void TakeMany(const rpc::Call& call, const v1::SubmitReportsRequest& in,
                const rpc::Reply<v1::SubmitReportsResponse>& reply) {
    if (in.reports().empty() || in.reports_size() > static_cast<int>(limits::kBatchReportsMax)) {
      return reply.Finish(BatchSize(in.reports_size()));
    }
    std::vector<const v1::SubmitReportRequest*> requests;
    requests.reserve(static_cast<std::size_t>(in.reports_size()));
    for (const auto& request : in.reports()) requests.push_back(&request);
    const Timestamp until = environment_.clock->Now() + kMessagePatience;
    intake_.Take(SenderOf(call, until), requests, [reply](std::vector<Intake::Outcome> outcomes) {
      if (absl::Status refused = RefusedWhole(outcomes); !refused.ok()) return reply.Finish(refused);
      for (Intake::Outcome& outcome : outcomes) {
        auto& result = *reply.message().add_results();
        if (outcome.ok()) {
          *result.mutable_receipt() = *std::move(outcome);
        } else {
          *result.mutable_error() = ErrorOf(outcome.status());
        }
      }
      reply.Finish(absl::OkStatus());
    });
  }

  void FindReceipt(const rpc::Call& call, const v1::GetReceiptRequest& in,
                   const rpc::Reply<v1::GetReceiptResponse>& reply) {
    if (!wire::ParseReceiptName(in.name())) {
      return reply.Finish(
          ledger::FieldInvalid("name", "Expected `receipts/{number}`, but it is no name of a receipt."));
    }
    ledger::v1::GetReceiptRequest ask;
    ask.set_name(in.name());
    *ask.mutable_actor() = wire::ToProto(ledger::ActorOf(*call.caller));
    ledger_.GetReceipt(std::move(ask), call.deadline, [reply](absl::StatusOr<ledger::v1::GetReceiptResponse> found) {
      if (found.ok()) {
        reply.message().mutable_receipt()->Swap(found->mutable_receipt());
        reply.message().mutable_progress()->Swap(found->mutable_progress());
      }
      reply.Finish(found.ok() ? absl::OkStatus() : ForCaller(found.status()));
    });
  }

  const rpc::CallEnvironment& environment_;
  ledger::LedgerPort& ledger_;
  grid::GridPort& grid_;
  track::TrackPort& tracks_;
  follow::InFlight in_flight_;
  ledger::ReaderPool pool_;  // for what touches the disk
  follow::CityRules rules_;
  follow::Progress progress_;
  const AttachmentParts attachments_;
  const Intake intake_;
  std::atomic<int> downloads_ = 0;
  follow::CityReader reader_;  // last: goes first, as it fills the others
};

ReportService::ReportService(const ReportParts& parts) : impl_(std::make_unique<Impl>(parts)) {}
ReportService::~ReportService() = default;
bool ReportService::IsReady() const { return impl_->IsReady(); }
bool ReportService::Drain(Duration patience) { return impl_->Drain(patience); }
rpc::ServedService ReportService::served() { return {v1::ReportService::service_full_name(), impl_.get()}; }

}  // namespace wangge::report
