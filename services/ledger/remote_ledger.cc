#include "services/ledger/remote_ledger.h"

#include <grpcpp/channel.h>
#include <grpcpp/client_context.h>
#include <grpcpp/support/client_callback.h>

#include <chrono>
#include <mutex>

#include "base/digest/sha256.h"
#include "base/limits.h"
#include "rpc/channel.h"
#include "rpc/error.h"
#include "rpc/status_map.h"
#include "wangge/ledger/v1/ledger.grpc.pb.h"

namespace wangge::ledger {

struct RemoteLedger::Connection {
  std::shared_ptr<v1::LedgerService::Stub> stub;
  std::function<std::string()> token;

  void Prepare(grpc::ClientContext& context) const { rpc::AddToken(context, token()); }
  void Prepare(grpc::ClientContext& context, Timestamp until) const {
    Prepare(context);
    context.set_deadline(std::chrono::system_clock::time_point(std::chrono::microseconds(until.micros)));
  }
};

namespace {

// A unary call under way: owned by its callback.
template <typename Request, typename Response>
struct Exchange {
  grpc::ClientContext context;
  Request request;
  Response response;
};

absl::Status Damaged() {
  return rpc::MakeError(absl::StatusCode::kDataLoss, "EDITION_DAMAGED",
                        "Expected the body of an edition as its header says, but it came otherwise.");
}

// Both streams are owned by themselves until gRPC is done with them.
template <typename Response>
class Stream : public grpc::ClientReadReactor<Response> {
 public:
  void OnReadDone(bool ok) override {
    if (!ok) return;
    if (Take(response_)) {
      this->StartRead(&response_);
    } else {
      context_.TryCancel();
    }
  }
  void OnDone(const grpc::Status& status) override {
    End(rpc::FromGrpc(status));
    const auto last = std::move(self_);
  }

 protected:
  virtual bool Take(Response& response) = 0;  // false: no more
  virtual void End(const absl::Status& status) = 0;

  void Begin(std::shared_ptr<Stream> self) {
    self_ = std::move(self);
    this->StartRead(&response_);
    this->StartCall();
  }
  grpc::ClientContext context_;

 private:
  Response response_;
  std::shared_ptr<Stream> self_;
};

class EditionDownload final : public Stream<v1::ReadEditionResponse> {
 public:
  explicit EditionDownload(LedgerPort::Done<LedgerPort::EditionText> done) : done_(std::move(done)) {}
  template <typename Connection>
  static void Start(const Connection& connection, v1::ReadEditionRequest request, Timestamp until,
                    LedgerPort::Done<LedgerPort::EditionText> done) {
    auto download = std::make_shared<EditionDownload>(std::move(done));
    download->request_ = std::move(request);
    connection.Prepare(download->context_, until);
    connection.stub->async()->ReadEdition(&download->context_, &download->request_, download.get());
    download->Begin(download);
  }

 private:
  bool Take(v1::ReadEditionResponse& response) override {
    if (response.has_header()) text_.edition = std::move(*response.mutable_header());
    text_.body += response.chunk();
    return text_.body.size() <= limits::kConfigBodyBytesMax;
  }
  void End(const absl::Status& status) override {
    if (!status.ok()) return done_(status);
    const Hash hash = Sha256::Of(text_.body);
    if (BytesOf(hash) != text_.edition.sha256()) return done_(Damaged());
    done_(std::move(text_));
  }

  const LedgerPort::Done<LedgerPort::EditionText> done_;
  v1::ReadEditionRequest request_;
  LedgerPort::EditionText text_;
};

class FeedDownload final : public Stream<v1::FeedResponse> {
 public:
  explicit FeedDownload(LedgerPort::Done<v1::FeedResponse> on_records) : on_records_(std::move(on_records)) {}
  template <typename Connection>
  static std::shared_ptr<FeedDownload> Start(const Connection& connection, v1::FeedRequest request,
                                             LedgerPort::Done<v1::FeedResponse> on_records) {
    auto download = std::make_shared<FeedDownload>(std::move(on_records));
    download->request_ = std::move(request);
    download->request_.set_follow(true);
    connection.Prepare(download->context_);
    connection.stub->async()->Feed(&download->context_, &download->request_, download.get());
    download->Begin(download);
    return download;
  }
  void Stop() {
    {
      const std::lock_guard lock(mutex_);
      stopped_ = true;
    }
    context_.TryCancel();
  }

 private:
  bool IsStopped() {
    const std::lock_guard lock(mutex_);
    return stopped_;
  }
  bool Take(v1::FeedResponse& response) override {
    if (IsStopped()) return false;
    on_records_(std::move(response));
    return true;
  }
  void End(const absl::Status& status) override {
    if (IsStopped()) return;
    on_records_(status.ok() ? rpc::MakeError(absl::StatusCode::kUnavailable, "FEED_ENDED",
                                             "Expected a feed that goes on, but it ended. Follow it again.")
                            : status);
  }

  const LedgerPort::Done<v1::FeedResponse> on_records_;
  v1::FeedRequest request_;
  std::mutex mutex_;
  bool stopped_ = false;
};

class RemoteFollow final : public FeedFollow {
 public:
  explicit RemoteFollow(std::shared_ptr<FeedDownload> download) : download_(std::move(download)) {}
  ~RemoteFollow() override { download_->Stop(); }

 private:
  std::shared_ptr<FeedDownload> download_;
};

}  // namespace

RemoteLedger::RemoteLedger(std::shared_ptr<grpc::Channel> channel, std::function<std::string()> token)
    : connection_(std::make_shared<Connection>(Connection{
          std::shared_ptr<v1::LedgerService::Stub>(v1::LedgerService::NewStub(channel)), std::move(token)})) {}
RemoteLedger::~RemoteLedger() = default;

void RemoteLedger::Submit(v1::Command command, Timestamp until, Done<v1::CommandResult> done) {
  auto call = std::make_shared<Exchange<v1::SubmitRequest, v1::SubmitResponse>>();
  *call->request.mutable_command() = std::move(command);
  connection_->Prepare(call->context, until);
  connection_->stub->async()->Submit(&call->context, &call->request, &call->response,
                                     [call, done = std::move(done)](const grpc::Status& status) {
                                       if (!status.ok()) return done(rpc::FromGrpc(status));
                                       done(std::move(*call->response.mutable_result()));
                                     });
}

void RemoteLedger::SubmitBatch(std::vector<v1::Command> commands, Timestamp until,
                               Done<std::vector<v1::CommandResult>> done) {
  auto call = std::make_shared<Exchange<v1::SubmitBatchRequest, v1::SubmitBatchResponse>>();
  for (v1::Command& command : commands) *call->request.add_commands() = std::move(command);
  connection_->Prepare(call->context, until);
  connection_->stub->async()->SubmitBatch(&call->context, &call->request, &call->response,
                                          [call, done = std::move(done)](const grpc::Status& status) {
                                            if (!status.ok()) return done(rpc::FromGrpc(status));
                                            auto& results = *call->response.mutable_results();
                                            done(std::vector<v1::CommandResult>(results.begin(), results.end()));
                                          });
}

void RemoteLedger::GetReceipt(v1::GetReceiptRequest request, Timestamp until, Done<v1::GetReceiptResponse> done) {
  auto call = std::make_shared<Exchange<v1::GetReceiptRequest, v1::GetReceiptResponse>>();
  call->request = std::move(request);
  connection_->Prepare(call->context, until);
  connection_->stub->async()->GetReceipt(&call->context, &call->request, &call->response,
                                         [call, done = std::move(done)](const grpc::Status& status) {
                                           if (!status.ok()) return done(rpc::FromGrpc(status));
                                           done(std::move(call->response));
                                         });
}

void RemoteLedger::OpenAttachment(v1::OpenAttachmentRequest request, Timestamp until,
                                  Done<v1::OpenAttachmentResponse> done) {
  auto call = std::make_shared<Exchange<v1::OpenAttachmentRequest, v1::OpenAttachmentResponse>>();
  call->request = std::move(request);
  connection_->Prepare(call->context, until);
  connection_->stub->async()->OpenAttachment(&call->context, &call->request, &call->response,
                                             [call, done = std::move(done)](const grpc::Status& status) {
                                               if (!status.ok()) return done(rpc::FromGrpc(status));
                                               done(std::move(call->response));
                                             });
}

void RemoteLedger::ReadEdition(v1::ReadEditionRequest request, Timestamp until, Done<EditionText> done) {
  EditionDownload::Start(*connection_, std::move(request), until, std::move(done));
}

std::unique_ptr<FeedFollow> RemoteLedger::Follow(v1::FeedRequest request, Done<v1::FeedResponse> on_records) {
  return std::make_unique<RemoteFollow>(FeedDownload::Start(*connection_, std::move(request), std::move(on_records)));
}

}  // namespace wangge::ledger
