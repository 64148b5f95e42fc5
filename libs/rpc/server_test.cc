#include "rpc/server.h"

#include <gmock/gmock.h>
#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include "rpc/channel.h"
#include "wangge/analytics/v1/analytics.grpc.pb.h"
#include "wangge/grid/v1/grid.grpc.pb.h"

namespace wangge::rpc {
namespace {

using ::testing::HasSubstr;
using wangge::analytics::v1::AnalyticsService;
using wangge::grid::v1::GridService;

// grpc.health.v1.Health/Check without its generated code: field 1 of the request is the service, field 1 of the answer
// the status (1 serving, 2 not serving).
std::string CheckHealth(const std::string& address, const std::string& service) {
  const auto channel = *OpenChannel(address);
  grpc::GenericStub stub(channel);
  grpc::ClientContext context;
  SetDeadline(context, Seconds(60));
  std::string bytes("\x0a");
  bytes += static_cast<char>(service.size());
  bytes += service;
  const grpc::Slice slice(bytes);
  const grpc::ByteBuffer request(&slice, 1);
  grpc::CompletionQueue queue;
  const auto call = stub.PrepareUnaryCall(&context, "/grpc.health.v1.Health/Check", request, &queue);
  call->StartCall();
  grpc::ByteBuffer response;
  grpc::Status status;
  call->Finish(&response, &status, &queue);
  void* tag = nullptr;
  bool ok = false;
  queue.Next(&tag, &ok);
  if (!status.ok()) return status.error_code() == grpc::NOT_FOUND ? "unknown" : status.error_message();
  grpc::Slice answer;
  if (!response.DumpToSingleSlice(&answer).ok() || answer.size() != 2) return "malformed";
  return answer.begin()[1] == 1 ? "serving" : "not serving";
}

// A server needs something to serve.
ServerOptions OptionsFor(const std::string& address = "127.0.0.1:0") {
  static GridService::CallbackService grid;
  return {.address = address, .services = {{"grid", &grid}}};
}

TEST(ServerTest, TellsTheHealthOfEachServiceAndOfAll) {
  GridService::CallbackService grid;
  AnalyticsService::CallbackService analytics;
  const auto server = Server::Start({.services = {{"grid", &grid}, {"analytics", &analytics}}});
  ASSERT_TRUE(server.ok()) << server.status().ToString();
  const std::string address = (*server)->address();
  EXPECT_EQ(CheckHealth(address, "grid"), "not serving");
  EXPECT_EQ(CheckHealth(address, ""), "not serving");
  EXPECT_EQ(CheckHealth(address, "report"), "unknown");
  (*server)->SetServing("grid", true);
  EXPECT_EQ(CheckHealth(address, "grid"), "serving");
  EXPECT_EQ(CheckHealth(address, "analytics"), "not serving");
  EXPECT_EQ(CheckHealth(address, ""), "not serving");
  (*server)->SetAllServing(true);
  EXPECT_EQ(CheckHealth(address, ""), "serving");
}

TEST(ServerTest, TakesAFreePortAndNamesIt) {
  const auto server = Server::Start(OptionsFor());
  ASSERT_TRUE(server.ok());
  EXPECT_GT((*server)->port(), 0);
  EXPECT_EQ((*server)->address(), "127.0.0.1:" + std::to_string((*server)->port()));
}

TEST(ServerTest, ASecondServerOnThePortIsRefused) {
  const auto first = Server::Start(OptionsFor());
  ASSERT_TRUE(first.ok());
  const auto second = Server::Start(OptionsFor((*first)->address()));
  EXPECT_EQ(second.status().code(), absl::StatusCode::kUnavailable);
  EXPECT_THAT(std::string(second.status().message()), HasSubstr((*first)->address()));
}

TEST(ServerTest, WithoutTlsItStaysOnTheMachine) {
  for (const char* address : {"0.0.0.0:0", "[::]:0", "192.0.2.1:0", "city.example:0"}) {
    EXPECT_EQ(Server::Start(OptionsFor(address)).status().code(), absl::StatusCode::kFailedPrecondition) << address;
    EXPECT_EQ(OpenChannel(address).status().code(), absl::StatusCode::kFailedPrecondition) << address;
  }
  EXPECT_EQ(Server::Start(OptionsFor("7000")).status().code(), absl::StatusCode::kInvalidArgument);
}

TEST(ServerTest, HalfATlsIdentityAndNoServicesAreRefused) {
  ServerOptions options = OptionsFor();
  options.tls.certificate_pem = "certificate";
  EXPECT_EQ(Server::Start(options).status().code(), absl::StatusCode::kInvalidArgument);
  options.tls.key_pem = "neither is in PEM";
  EXPECT_EQ(Server::Start(options).status().code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(Server::Start({}).status().code(), absl::StatusCode::kInvalidArgument);
}

// The first message of a reflection stream: list_services = "".
bool Reflects(const std::string& address) {
  const auto channel = *OpenChannel(address);
  grpc::GenericStub stub(channel);
  grpc::ClientContext context;
  SetDeadline(context, Seconds(60));
  grpc::CompletionQueue queue;
  const auto call =
      stub.PrepareCall(&context, "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo", &queue);
  void* tag = nullptr;
  bool ok = false;
  call->StartCall(nullptr);
  queue.Next(&tag, &ok);
  call->WritesDone(nullptr);
  queue.Next(&tag, &ok);
  grpc::Status status;
  call->Finish(&status, nullptr);
  queue.Next(&tag, &ok);
  return status.error_code() != grpc::UNIMPLEMENTED;
}

TEST(ServerTest, ReflectsOnlyWhenAskedTo) {
  const auto silent = Server::Start(OptionsFor());
  ServerOptions options = OptionsFor();
  options.reflection = true;
  const auto open = Server::Start(options);
  EXPECT_FALSE(Reflects((*silent)->address()));
  EXPECT_TRUE(Reflects((*open)->address()));
}

TEST(ServerTest, ShutdownTwiceIsShutdownOnce) {
  const auto server = Server::Start(OptionsFor());
  (*server)->Shutdown(Seconds(1));
  (*server)->Shutdown(Seconds(1));
}

}  // namespace
}  // namespace wangge::rpc
