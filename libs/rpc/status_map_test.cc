#include "rpc/status_map.h"

#include <gtest/gtest.h>

#include "base/status/text.h"
#include "rpc/error.h"

namespace wangge::rpc {
namespace {

constexpr char kServer[] = "127.0.0.1:7300";
constexpr char kService[] = "wangge.grid.v1.GridService";

absl::Status Told(grpc::StatusCode code, const std::string& text) {
  return FromGrpc(grpc::Status(code, text), kServer, kService);
}

TEST(FromGrpc, AServiceThatIsNotServedIsNamed) {
  const absl::Status status = Told(grpc::StatusCode::UNIMPLEMENTED, "");
  EXPECT_EQ(status.code(), absl::StatusCode::kUnimplemented);
  EXPECT_EQ(ToStd(status.message()),
            "Expected a server with the service wangge.grid.v1.GridService, but 127.0.0.1:7300 does not serve it. Ask "
            "the process that does.");
  EXPECT_EQ(ToStd(FromGrpc(grpc::Status(grpc::StatusCode::UNIMPLEMENTED, "")).message()),
            "Expected a server with the service that is called, but it does not serve it.");
}

TEST(FromGrpc, ARefusedConnectionSaysWhereAndWhatToDo) {
  const absl::Status status =
      Told(grpc::StatusCode::UNAVAILABLE, "failed to connect to all addresses; last error: Connection refused");
  EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(ToStd(status.message()),
            "Expected a server at 127.0.0.1:7300, but the connection was refused. Start it with wangge serve.");
}

TEST(FromGrpc, AnotherFaultOfTheTransportNamesTheServer) {
  EXPECT_EQ(ToStd(Told(grpc::StatusCode::UNAVAILABLE, "Socket closed").message()),
            "Expected a server at 127.0.0.1:7300, but it cannot be reached: Socket closed.");
}

TEST(FromGrpc, AnErrorOfAServiceStaysAsItIs) {
  const absl::Status error = WithRetryAfter(
      MakeError(absl::StatusCode::kUnavailable, "LAYERS_NOT_LOADED", "Expected layers, but there are none."),
      Seconds(1));
  const absl::Status told = FromGrpc(ToGrpc(error), kServer, kService);
  EXPECT_EQ(ReasonOf(told), "LAYERS_NOT_LOADED");
  EXPECT_EQ(told.message(), error.message());
  EXPECT_EQ(RetryAfterOf(told), Seconds(1));
}

}  // namespace
}  // namespace wangge::rpc
