#include "services/wangge/serve/operations_service.h"

#include <mutex>
#include <thread>
#include <utility>

#include "base/hex.h"
#include "base/status/text.h"
#include "rpc/error.h"
#include "rpc/handler.h"
#include "services/ledger/callers.h"
#include "services/ledger/ledger.h"
#include "wangge/operations/v1/operations.grpc.pb.h"
#include "wire/time.h"

namespace wangge::serve {
namespace {

namespace v1 = operations::v1;
using grpc::CallbackServerContext;
using grpc::ServerUnaryReactor;

v1::BackupResponse ToProto(const backup::BackupReport& report) {
  v1::BackupResponse response;
  response.set_name(report.name);
  response.set_position(report.manifest.position);
  response.set_chain_hash(FromHex(report.manifest.chain_hash).value_or(""));
  response.set_files(report.manifest.files.size());
  response.set_bytes(report.manifest.bytes());
  response.set_copied_files(report.copied_files);
  response.set_copied_bytes(report.copied_bytes);
  return response;
}

v1::Finding::Level ToProto(doctor::Level level) {
  switch (level) {
    case doctor::Level::kWell:
      return v1::Finding::LEVEL_WELL;
    case doctor::Level::kWarning:
      return v1::Finding::LEVEL_WARNING;
    case doctor::Level::kWrong:
      return v1::Finding::LEVEL_WRONG;
  }
  return v1::Finding::LEVEL_UNSPECIFIED;
}

}  // namespace

class OperationsService::Impl final : public v1::OperationsService::CallbackService {
 public:
  explicit Impl(OperationsParts parts) : parts_(std::move(parts)) {}

  ServerUnaryReactor* Backup(CallbackServerContext* context, const v1::BackupRequest* request,
                             v1::BackupResponse* response) override {
    return rpc::ServeUnary(
        parts_.environment, context, "wangge.operations.v1.OperationsService/Backup", request, response,
        [this](const rpc::Call& call, const v1::BackupRequest&, rpc::Reply<v1::BackupResponse> reply) {
          const absl::Status admitted = Admit(call);
          if (!admitted.ok()) return reply.Finish(admitted);
          Run(reply, [this, reply] {
            const auto report = parts_.backup();
            if (report.ok()) reply.message() = ToProto(*report);
            reply.Finish(report.status());
          });
        });
  }

  ServerUnaryReactor* Examine(CallbackServerContext* context, const v1::ExamineRequest* request,
                              v1::ExamineResponse* response) override {
    return rpc::ServeUnary(
        parts_.environment, context, "wangge.operations.v1.OperationsService/Examine", request, response,
        [this](const rpc::Call& call, const v1::ExamineRequest&, rpc::Reply<v1::ExamineResponse> reply) {
          const absl::Status admitted = Admit(call);
          if (!admitted.ok()) return reply.Finish(admitted);
          const absl::Status taken = parts_.on_pool([this, reply] {
            *reply.message().mutable_now() = wire::ToProto(parts_.wall_clock.Now());
            for (const doctor::Finding& finding : parts_.examine()) {
              v1::Finding& out = *reply.message().add_findings();
              out.set_level(ToProto(finding.level));
              out.set_check(finding.check);
              out.set_text(finding.text);
              out.set_advice(finding.advice);
            }
            reply.Finish(absl::OkStatus());
          });
          if (!taken.ok()) reply.Finish(taken);
        });
  }

 private:
  absl::Status Admit(const rpc::Call& call) const {
    return ledger::RequireAdministrator(ledger::ActorOf(*call.caller), *parts_.roles());
  }

  // On the one thread of the service, which is there only while a backup is made.
  template <typename Reply, typename Work>
  void Run(const Reply& reply, Work work) {
    const std::lock_guard lock(mutex_);
    if (running_) {
      return reply.Finish(rpc::WithRetryAfter(
          rpc::MakeError(absl::StatusCode::kUnavailable, "BACKUP_RUNNING",
                         "Expected no backup to be running, but one is. Ask again when it has ended."),
          Seconds(10)));
    }
    running_ = true;
    thread_ = std::jthread([this, reply, work = std::move(work)] {
      rpc::RunGuarded(reply, work);
      const std::lock_guard done(mutex_);
      running_ = false;
    });
  }

  const OperationsParts parts_;
  std::mutex mutex_;
  bool running_ = false;
  std::jthread thread_;
};

OperationsService::OperationsService(OperationsParts parts) : impl_(std::make_unique<Impl>(std::move(parts))) {}
OperationsService::~OperationsService() = default;

rpc::ServedService OperationsService::served() { return {v1::OperationsService::service_full_name(), impl_.get()}; }

}  // namespace wangge::serve
