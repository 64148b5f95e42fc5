#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>
#include <map>
#include <random>
#include <thread>

#include "rpc/download.h"
#include "rpc/error.h"
#include "rpc/exchange.h"
#include "rpc/testing/test_service.h"
#include "rpc/upload.h"
#include "wangge/report/v1/report.grpc.pb.h"

namespace wangge::rpc {
namespace {

using namespace wangge::report::v1;  // NOLINT: the test speaks one service only
using UploadReader = Receiver<UploadAttachmentRequest, UploadAttachmentResponse>;

// Counts bytes. "refuse" ends the call, "throw" throws, "hold" keeps its turn.
class Counter final : public UploadReader {
 public:
  explicit Counter(std::promise<Turn>* held) : held_(held) {}
  void Take(UploadAttachmentRequest& message, Turn turn) override {
    if (message.chunk() == "throw") throw std::runtime_error("thrown");
    if (message.chunk() == "hold") return held_->set_value(turn);
    if (message.chunk() == "refuse") return turn.Finish(MakeError(absl::StatusCode::kInvalidArgument, "NO", "no"));
    bytes_ += message.chunk().size();
    turn.Finish(absl::OkStatus());
  }
  void End(Reply<UploadAttachmentResponse> reply) override {
    reply.message().mutable_attachment()->set_size(bytes_);
    reply.Finish(absl::OkStatus());
  }

 private:
  std::promise<Turn>* held_;
  std::uint64_t bytes_ = 0;
};

// Sends as many parts as the attachment's name says, then ends; a negative number waits for ever instead.
class Numbers final : public Sender<GetAttachmentResponse> {
 public:
  Numbers(int count, std::promise<void>* waiting) : left_(count), waiting_(waiting) {}
  void Next(Reply<Part<GetAttachmentResponse>> reply) override {
    if (left_ < 0) {
      reply_ = std::make_unique<Reply<Part<GetAttachmentResponse>>>(reply);
      return waiting_->set_value();
    }
    reply.message().end = left_ == 0;
    reply.message().message.set_chunk(std::to_string(left_--));
    reply.Finish(absl::OkStatus());
  }
  void Cancel() override { reply_.reset(); }

 private:
  int left_;
  std::promise<void>* waiting_;
  std::unique_ptr<Reply<Part<GetAttachmentResponse>>> reply_;
};

class Reports final : public ReportService::CallbackService {
 public:
  explicit Reports(const CallEnvironment& environment) : environment_(environment) {}
  grpc::ServerReadReactor<UploadAttachmentRequest>* UploadAttachment(grpc::CallbackServerContext* context,
                                                                     UploadAttachmentResponse* response) override {
    return ServeUpload<UploadAttachmentRequest>(environment_, context, "UploadAttachment", response,
                                                [this](const Call&) {
                                                  auto counter = std::make_shared<Counter>(&held_);
                                                  counter_ = counter;
                                                  return counter;
                                                });
  }
  grpc::ServerWriteReactor<GetAttachmentResponse>* GetAttachment(grpc::CallbackServerContext* context,
                                                                 const GetAttachmentRequest* request) override {
    return ServeDownload<GetAttachmentResponse>(environment_, context, "GetAttachment", [&](const Call&) {
      return std::make_shared<Numbers>(std::stoi(request->attachment()), &waiting_);
    });
  }
  grpc::ServerBidiReactor<SubmitReportsRequest, SubmitReportsResponse>* SubmitReports(
      grpc::CallbackServerContext* context) override {
    return ServeExchange<SubmitReportsRequest, SubmitReportsResponse>(
        environment_, context, "SubmitReports",
        [this](const Call&, const SubmitReportsRequest& in, const Reply<SubmitReportsResponse>& reply) {
          batch_(in, reply);
        });
  }

  const CallEnvironment& environment_;
  std::promise<Turn> held_;
  std::promise<void> waiting_;
  std::weak_ptr<Counter> counter_;
  std::function<void(const SubmitReportsRequest&, const Reply<SubmitReportsResponse>&)> batch_;
};

class StreamTest : public ServedTest {
 protected:
  StreamTest() : reports_(environment_) {
    Serve("report", &reports_);
    stub_ = ReportService::NewStub(channel_);
  }
  ~StreamTest() override {
    server_.reset();
    stub_.reset();
  }
  // The status of an upload of these chunks; `size` is what the server counted.
  absl::Status Upload(grpc::ClientContext& context, const std::vector<std::string>& chunks, std::uint64_t* size) {
    UploadAttachmentResponse response;
    const auto writer = stub_->UploadAttachment(&context, &response);
    for (const std::string& chunk : chunks) {
      UploadAttachmentRequest request;
      request.set_chunk(chunk);
      if (!writer->Write(request)) break;
    }
    writer->WritesDone();
    const absl::Status status = FromGrpc(writer->Finish());
    *size = response.attachment().size();
    return status;
  }
  absl::Status Upload(const std::vector<std::string>& chunks) {
    grpc::ClientContext context;
    Prepare(context);
    std::uint64_t size = 0;
    return Upload(context, chunks, &size);
  }

  Reports reports_;
  std::unique_ptr<ReportService::Stub> stub_;
};

TEST_F(StreamTest, AnUploadIsTakenMessageByMessage) {
  grpc::ClientContext context;
  Prepare(context);
  std::uint64_t size = 0;
  ASSERT_TRUE(Upload(context, std::vector<std::string>(100, std::string(1'000, 'a')), &size).ok());
  EXPECT_EQ(size, 100'000u);
  EXPECT_TRUE(Upload(std::vector<std::string>{}).ok());
}

TEST_F(StreamTest, AnUploadEndsAtTheFirstRefusal) {
  EXPECT_EQ(ReasonOf(Upload({"a", "refuse", "b", "c"})), "NO");
  EXPECT_EQ(ReasonOf(Upload({"a", "throw", "b"})), "INTERNAL");
  grpc::ClientContext anonymous;
  std::uint64_t size = 0;
  EXPECT_EQ(ReasonOf(Upload(anonymous, {"a"}, &size)), "CREDENTIALS_MISSING");
}

TEST_F(StreamTest, AnUploadThatIsCutOffIsForgotten) {
  grpc::ClientContext context;
  Prepare(context);
  UploadAttachmentResponse response;
  const auto writer = stub_->UploadAttachment(&context, &response);
  UploadAttachmentRequest request;
  request.set_chunk("hold");
  ASSERT_TRUE(writer->Write(request));
  {
    const Turn turn = reports_.held_.get_future().get();
    context.TryCancel();
    EXPECT_FALSE(writer->Finish().ok());
    server_->Shutdown(Seconds(1));
    EXPECT_FALSE(reports_.counter_.expired());  // the turn may still be at work with it
    turn.Finish(absl::OkStatus());
  }
  EXPECT_TRUE(reports_.counter_.expired());
}

TEST_F(StreamTest, ADownloadEndsAfterItsLastPart) {
  for (const int count : {0, 1, 50}) {
    grpc::ClientContext context;
    Prepare(context);
    GetAttachmentRequest request;
    request.set_attachment(std::to_string(count));
    const auto reader = stub_->GetAttachment(&context, request);
    GetAttachmentResponse part;
    int parts = 0;
    for (; reader->Read(&part); ++parts) EXPECT_EQ(part.chunk(), std::to_string(count - parts));
    EXPECT_EQ(parts, count);
    EXPECT_TRUE(reader->Finish().ok());
  }
}

TEST_F(StreamTest, AWaitingDownloadEndsWithItsCallerOrTheServer) {
  grpc::ClientContext context;
  Prepare(context);
  GetAttachmentRequest request;
  request.set_attachment("-1");
  const auto reader = stub_->GetAttachment(&context, request);
  reports_.waiting_.get_future().wait();
  server_->Shutdown(Milliseconds(10));
  GetAttachmentResponse part;
  EXPECT_FALSE(reader->Read(&part));
  EXPECT_FALSE(reader->Finish().ok());
}

TEST_F(StreamTest, ABadDownloadRequestIsRefused) {
  grpc::ClientContext context;
  Prepare(context);
  GetAttachmentRequest request;  // no number: the sender's making throws
  const auto reader = stub_->GetAttachment(&context, request);
  GetAttachmentResponse part;
  EXPECT_FALSE(reader->Read(&part));
  EXPECT_EQ(ReasonOf(FromGrpc(reader->Finish())), "INTERNAL");
}

SubmitReportsRequest Batch(const std::string& id) {
  SubmitReportsRequest batch;
  batch.add_reports()->set_request_id(id);
  return batch;
}

TEST_F(StreamTest, AnswersKeepTheOrderOfTheirMessages) {
  constexpr int kMessages = 500;
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE(seed);
  std::mt19937 random(seed);
  std::mutex mutex;
  std::vector<std::thread> threads;
  reports_.batch_ = [&](const SubmitReportsRequest& in, const Reply<SubmitReportsResponse>& reply) {
    const std::lock_guard lock(mutex);
    const auto answer = [reply, id = in.reports(0).request_id()] {
      reply.message().set_acknowledged_messages(std::stoull(id));
      reply.Finish(absl::OkStatus());
    };
    if (random() % 2 == 0) return answer();
    threads.emplace_back(answer);
  };
  grpc::ClientContext context;
  Prepare(context);
  const auto stream = stub_->SubmitReports(&context);
  std::thread writer([&] {
    for (int i = 0; i < kMessages; ++i) stream->Write(Batch(std::to_string(i)));
    stream->WritesDone();
  });
  SubmitReportsResponse response;
  std::uint64_t answers = 0;
  while (stream->Read(&response)) EXPECT_EQ(response.acknowledged_messages(), answers++);
  EXPECT_EQ(answers, static_cast<std::uint64_t>(kMessages));
  writer.join();
  EXPECT_TRUE(stream->Finish().ok());
  for (std::thread& thread : threads) thread.join();
}

TEST_F(StreamTest, AnErrorEndsAnExchangeAfterTheAnswersBeforeIt) {
  reports_.batch_ = [](const SubmitReportsRequest& in, const Reply<SubmitReportsResponse>& reply) {
    const bool bad = in.reports(0).request_id() == "bad";
    reply.Finish(bad ? MakeError(absl::StatusCode::kInvalidArgument, "BATCH_SIZE", "no") : absl::OkStatus());
  };
  grpc::ClientContext context;
  Prepare(context);
  const auto stream = stub_->SubmitReports(&context);
  for (const char* id : {"a", "b", "bad"}) stream->Write(Batch(id));  // and the stream stays open
  SubmitReportsResponse response;
  int answers = 0;
  while (stream->Read(&response)) ++answers;
  EXPECT_EQ(answers, 2);
  EXPECT_EQ(ReasonOf(FromGrpc(stream->Finish())), "BATCH_SIZE");
}

TEST_F(StreamTest, NoMoreThanTheWindowIsInWork) {
  std::mutex mutex;
  std::vector<Reply<SubmitReportsResponse>> held;
  std::promise<void> full;
  reports_.batch_ = [&](const SubmitReportsRequest&, const Reply<SubmitReportsResponse>& reply) {
    const std::lock_guard lock(mutex);
    held.push_back(reply);
    if (held.size() == kExchangeWindow) full.set_value();
    if (held.size() > kExchangeWindow) reply.Finish(absl::OkStatus());
  };
  grpc::ClientContext context;
  Prepare(context);
  const auto stream = stub_->SubmitReports(&context);
  for (int i = 0; i < 10; ++i) stream->Write(Batch("x"));
  stream->WritesDone();
  full.get_future().wait();
  std::vector<Reply<SubmitReportsResponse>> first;
  {
    const std::lock_guard lock(mutex);
    EXPECT_EQ(held.size(), kExchangeWindow);
    first = held;
  }
  for (auto& reply : first) reply.Finish(absl::OkStatus());
  SubmitReportsResponse response;
  int answers = 0;
  while (stream->Read(&response)) ++answers;
  EXPECT_EQ(answers, 10);
  EXPECT_TRUE(stream->Finish().ok());
}

TEST_F(StreamTest, AnExchangeWithoutCredentialsOrWithALostReplyEnds) {
  grpc::ClientContext anonymous;
  SubmitReportsResponse response;
  const auto refused = stub_->SubmitReports(&anonymous);
  EXPECT_FALSE(refused->Read(&response));
  EXPECT_EQ(ReasonOf(FromGrpc(refused->Finish())), "CREDENTIALS_MISSING");

  reports_.batch_ = [](const SubmitReportsRequest&, const Reply<SubmitReportsResponse>&) {};
  grpc::ClientContext context;
  Prepare(context);
  const auto lost = stub_->SubmitReports(&context);
  lost->Write(Batch("a"));
  EXPECT_FALSE(lost->Read(&response));
  EXPECT_EQ(ReasonOf(FromGrpc(lost->Finish())), "INTERNAL");
}

TEST_F(StreamTest, ShutdownEndsAnExchangeWithWorkInHand) {
  std::promise<Reply<SubmitReportsResponse>> held;
  reports_.batch_ = [&](const SubmitReportsRequest&, const Reply<SubmitReportsResponse>& reply) {
    held.set_value(reply);
  };
  grpc::ClientContext context;
  Prepare(context);
  const auto stream = stub_->SubmitReports(&context);
  stream->Write(Batch("a"));
  const auto reply = held.get_future().get();
  server_->Shutdown(Milliseconds(10));
  SubmitReportsResponse response;
  EXPECT_FALSE(stream->Read(&response));
  EXPECT_FALSE(stream->Finish().ok());
  reply.Finish(absl::OkStatus());
}

}  // namespace
}  // namespace wangge::rpc
