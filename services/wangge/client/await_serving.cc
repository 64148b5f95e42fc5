#include "services/wangge/client/await_serving.h"

#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/grpcpp.h>

#include "rpc/channel.h"
#include "rpc/status_map.h"

namespace wangge::client {
namespace {

constexpr char kServing = 1;

// Waits for one operation of the stream.
bool Next(grpc::CompletionQueue& queue) {
  void* tag = nullptr;
  bool ok = false;
  return queue.Next(&tag, &ok) && ok;
}

// HealthCheckResponse: field 1 is the status.
bool IsServing(const grpc::ByteBuffer& answer) {
  grpc::Slice bytes;
  return answer.DumpToSingleSlice(&bytes).ok() && bytes.size() == 2 && bytes.begin()[1] == kServing;
}

}  // namespace

absl::Status AwaitServing(const std::shared_ptr<grpc::Channel>& channel, Duration patience) {
  grpc::GenericStub stub(channel);
  grpc::ClientContext context;
  rpc::SetDeadline(context, patience);
  grpc::CompletionQueue queue;
  // grpc.health.v1.Health/Watch without its generated code: an empty request asks for all services.
  const auto stream = stub.PrepareCall(&context, "/grpc.health.v1.Health/Watch", &queue);
  stream->StartCall(nullptr);
  bool open = Next(queue);
  if (open) {
    const grpc::Slice nothing("");
    stream->WriteLast(grpc::ByteBuffer(&nothing, 1), grpc::WriteOptions(), nullptr);
    open = Next(queue);
  }
  for (grpc::ByteBuffer answer; open;) {
    stream->Read(&answer, nullptr);
    open = Next(queue);
    if (open && IsServing(answer)) {
      context.TryCancel();
      grpc::Status cancelled;
      stream->Finish(&cancelled, nullptr);
      Next(queue);
      return absl::OkStatus();
    }
  }
  grpc::Status end;
  stream->Finish(&end, nullptr);
  Next(queue);
  return rpc::FromGrpc(end);
}

}  // namespace wangge::client
