#include "rpc/handler.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>
#include <optional>
#include <stdexcept>
#include <thread>

#include "rpc/error.h"
#include "rpc/testing/test_service.h"
#include "wangge/grid/v1/grid.grpc.pb.h"

namespace wangge::rpc {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using wangge::grid::v1::GridService;
using wangge::grid::v1::ListGapsRequest;
using wangge::grid::v1::ListGapsResponse;
using wangge::grid::v1::LocateRequest;
using wangge::grid::v1::LocateResponse;

constexpr char kLocate[] = "wangge.grid.v1.GridService/Locate";

// Locate answers at once as its layer says; ListGaps hands its reply to the test.
class Grid final : public GridService::CallbackService {
 public:
  explicit Grid(const CallEnvironment& environment) : environment_(environment) {}

  grpc::ServerUnaryReactor* Locate(grpc::CallbackServerContext* context, const LocateRequest* request,
                                   LocateResponse* response) override {
    return ServeUnary(environment_, context, kLocate, request, response,
                      [this](const Call& call, const LocateRequest& in, LocateResponse* out) -> absl::Status {
                        seen_ = call;
                        if (in.layer() == "throws") throw std::runtime_error("secret of the inside");
                        if (in.layer() == "breaks") return absl::InternalError("secret of the inside");
                        if (in.layer() == "refuses") {
                          return MakeError(absl::StatusCode::kNotFound, "LAYER_NOT_FOUND", "Expected another layer");
                        }
                        out->mutable_location()->set_code(call.caller->actor);
                        return absl::OkStatus();
                      });
  }
  grpc::ServerUnaryReactor* ListGaps(grpc::CallbackServerContext* context, const ListGapsRequest* request,
                                     ListGapsResponse* response) override {
    return ServeUnary(environment_, context, "wangge.grid.v1.GridService/ListGaps", request, response,
                      [this](const Call&, const ListGapsRequest&, const Reply<ListGapsResponse>& reply) {
                        arrived_.set_value(reply);
                      });
  }

  const CallEnvironment& environment_;
  Call seen_;
  std::promise<Reply<ListGapsResponse>> arrived_;
};

class HandlerTest : public ServedTest {
 protected:
  HandlerTest() : grid_(environment_) {
    Serve("grid", &grid_);
    stub_ = GridService::NewStub(channel_);
  }
  ~HandlerTest() override { stub_.reset(); }

  absl::Status Locate(grpc::ClientContext& context, const std::string& layer, LocateResponse* response) {
    LocateRequest request;
    request.set_layer(layer);
    return FromGrpc(stub_->Locate(&context, request, response));
  }
  absl::Status LocateIn(const std::string& layer) {
    grpc::ClientContext context;
    Prepare(context);
    LocateResponse response;
    return Locate(context, layer, &response);
  }

  Grid grid_;
  std::unique_ptr<GridService::Stub> stub_;
};

TEST_F(HandlerTest, AFunctionGetsTheCallerAndAnswers) {
  grpc::ClientContext context;
  Prepare(context);
  const std::string trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
  context.AddMetadata("traceparent", trace);
  LocateResponse response;
  ASSERT_TRUE(Locate(context, "unit", &response).ok());
  EXPECT_EQ(response.location().code(), "post-7");
  EXPECT_EQ(grid_.seen_.traceparent, trace);
  EXPECT_EQ(grid_.seen_.method, kLocate);
  EXPECT_EQ(grid_.seen_.caller->area, "331102");
  // A deadline travels as a rounded time to go, so it may come out a little later.
  EXPECT_LE(grid_.seen_.deadline - grid_.seen_.arrived, Seconds(61));
}

TEST_F(HandlerTest, ACallWithoutGoodCredentialsIsUnauthenticated) {
  LocateResponse response;
  grpc::ClientContext none;
  const absl::Status missing = Locate(none, "unit", &response);
  EXPECT_EQ(missing.code(), absl::StatusCode::kUnauthenticated);
  EXPECT_EQ(ReasonOf(missing), "CREDENTIALS_MISSING");
  grpc::ClientContext bad;
  AddToken(bad, "a.b.c");
  EXPECT_EQ(ReasonOf(Locate(bad, "unit", &response)), "CREDENTIALS_INVALID");
  grpc::ClientContext basic;
  basic.AddMetadata("authorization", "Basic " + Token());
  EXPECT_EQ(ReasonOf(Locate(basic, "unit", &response)), "CREDENTIALS_MISSING");
  EXPECT_EQ(grid_.seen_.caller, nullptr);
}

TEST_F(HandlerTest, NoDeadlineAndALongOneAreCapped) {
  LocateResponse response;
  grpc::ClientContext none;
  AddToken(none, Token());
  ASSERT_TRUE(Locate(none, "unit", &response).ok());
  EXPECT_EQ(grid_.seen_.deadline - grid_.seen_.arrived, limits::kCallDeadlineMax);
  grpc::ClientContext hour;
  AddToken(hour, Token());
  SetDeadline(hour, Hours(1));
  ASSERT_TRUE(Locate(hour, "unit", &response).ok());
  EXPECT_EQ(grid_.seen_.deadline - grid_.seen_.arrived, limits::kCallDeadlineMax);
}

TEST_F(HandlerTest, ARefusalKeepsItsReason) {
  const absl::Status status = LocateIn("refuses");
  EXPECT_EQ(status.code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(ReasonOf(status), "LAYER_NOT_FOUND");
}

TEST_F(HandlerTest, ThrowsAndFailuresShowAnIncidentAndNothingElse) {
  for (const char* layer : {"throws", "breaks"}) {
    const absl::Status status = LocateIn(layer);
    EXPECT_EQ(status.code(), absl::StatusCode::kInternal);
    EXPECT_EQ(ReasonOf(status), "INTERNAL");
    EXPECT_THAT(status.ToString(), Not(HasSubstr("secret")));
    EXPECT_EQ(MetadataOf(status)["incident"], LastIncident());
    EXPECT_EQ(LastIncident().size(), 16u);
    EXPECT_THAT(Observed().back().ToString(), HasSubstr("secret"));
  }
}

class LaterTest : public HandlerTest {
 protected:
  // Starts ListGaps on its own thread and waits until the handler has its reply.
  Reply<ListGapsResponse> Begin(Duration patience = Seconds(60)) {
    outcome_ = std::async(std::launch::async, [this, patience] {
      AddToken(context_, Token());
      SetDeadline(context_, patience);
      return FromGrpc(stub_->ListGaps(&context_, {}, &response_));
    });
    return grid_.arrived_.get_future().get();
  }

  grpc::ClientContext context_;
  ListGapsResponse response_;
  std::future<absl::Status> outcome_;
};

TEST_F(LaterTest, AReplyMayComeFromAnotherThread) {
  auto reply = Begin();
  std::thread([&reply] {
    reply.message().set_next_page_token("later");
    reply.Finish(absl::OkStatus());
    reply.Finish(absl::AbortedError("the second has no effect"));
  }).join();
  EXPECT_TRUE(outcome_.get().ok());
  EXPECT_EQ(response_.next_page_token(), "later");
}

TEST_F(LaterTest, ADroppedReplyIsAnInternalError) {
  { const auto dropped = Begin(); }
  EXPECT_EQ(outcome_.get().code(), absl::StatusCode::kInternal);
}

TEST_F(LaterTest, ALateReplyToACallerWhoLeftHasNoEffect) {
  auto reply = Begin();
  context_.TryCancel();
  EXPECT_EQ(outcome_.get().code(), absl::StatusCode::kCancelled);
  server_->Shutdown(Seconds(1));  // returns only when gRPC has let go of the call
  reply.message().set_next_page_token("late");
  reply.Finish(absl::OkStatus());
}

TEST_F(LaterTest, ShutdownWaitsForACallThatEndsWithinTheGrace) {
  auto reply = Begin();
  std::thread finisher([&reply] {
    reply.message().set_next_page_token("in time");
    reply.Finish(absl::OkStatus());
  });
  server_->Shutdown(Seconds(30));
  finisher.join();
  EXPECT_TRUE(outcome_.get().ok());
  EXPECT_EQ(response_.next_page_token(), "in time");
}

TEST_F(LaterTest, ShutdownEndsDespiteACallThatNobodyFinishes) {
  const auto reply = Begin();
  server_->Shutdown(Milliseconds(10));
  EXPECT_FALSE(outcome_.get().ok());
}

TEST(TraceparentTest, OnlyTheExactFormIsTaken) {
  EXPECT_TRUE(IsTraceparent("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"));
  for (const char* text : {"", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-0",
                           "01-4bf92f3577b34da6a3ce929d0e"
                           "0e4736-00f067aa0ba902b7-01",
                           "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
                           "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
                           "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01"}) {
    EXPECT_FALSE(IsTraceparent(text)) << text;
  }
}

}  // namespace
}  // namespace wangge::rpc
