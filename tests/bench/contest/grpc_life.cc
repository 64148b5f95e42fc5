#include "tests/bench/contest/grpc_life.h"

#include <google/protobuf/util/time_util.h>

#include <map>
#include <utility>
#include <vector>

#include "base/status/clock.h"
#include "base/status/text.h"
#include "rpc/status_map.h"
#include "services/wangge/client/request_id.h"
#include "tests/bench/contest/told_report.h"
#include "wangge/dispatch/v1/dispatch.grpc.pb.h"
#include "wangge/report/v1/report.grpc.pb.h"
#include "wangge/resolution/v1/resolution.grpc.pb.h"

namespace wangge::bench {
namespace {

using Reports = report::v1::ReportService;
using Dispatch = dispatch::v1::DispatchService;
using Resolution = resolution::v1::ResolutionService;

// By (role, whether of the unit): a post of its own.
using Posts = std::map<std::pair<std::string, bool>, client::Connection>;

struct Stubs {
  std::unique_ptr<Reports::Stub> reports;
  std::unique_ptr<Dispatch::Stub> dispatch;
  std::unique_ptr<Resolution::Stub> resolution;
};

// One case after the other.
class Life {
 public:
  Life(const LifePlan& plan, std::size_t steps, const Posts& posts, const client::Connection& reporter, Stubs& stubs,
       std::uint64_t seed)
      : plan_(plan), steps_(steps), posts_(posts), reporter_(reporter), stubs_(stubs), reports_(seed) {}

  void Begin(Target::Done done) {
    done_ = std::move(done);
    acked_ = 0;
    told_ = reports_.Next();
    Fill(told_, report_);
    Prepare(reporter_);
    stubs_.reports->async()->SubmitReport(context_.get(), &report_, &receipt_, [this](const grpc::Status& status) {
      if (!status.ok()) return End(status);
      ++acked_;
      LookUp();
    });
  }

 private:
  void Prepare(const client::Connection& connection) {
    context_ = std::make_unique<grpc::ClientContext>();
    connection.Prepare(*context_);
  }

  const client::Connection& PostOf(const PlannedStep& step) const { return posts_.at({step.role, step.by_unit}); }

  void LookUp() {
    get_.set_name(receipt_.receipt().case_());
    Prepare(PostOf(plan_.steps.front()));
    stubs_.resolution->async()->GetCase(context_.get(), &get_, &found_, [this](const grpc::Status& status) {
      if (!status.ok()) return End(status);
      Step(0, found_.case_().etag());
    });
  }

  void Step(std::size_t number, const std::string& etag) {
    if (number == steps_) return End(grpc::Status::OK);
    const PlannedStep& step = plan_.steps[number];
    Prepare(PostOf(step));
    if (step.at_dispatch) {
      Ask(step, etag, dispatch_request_);
      stubs_.dispatch->async()->PerformAction(
          context_.get(), &dispatch_request_, &dispatch_response_,
          [this, number](const grpc::Status& status) { Done(number, status, dispatch_response_.case_().etag()); });
      return;
    }
    Ask(step, etag, resolution_request_);
    stubs_.resolution->async()->PerformAction(
        context_.get(), &resolution_request_, &resolution_response_,
        [this, number](const grpc::Status& status) { Done(number, status, resolution_response_.case_().etag()); });
  }

  template <typename Request>
  void Ask(const PlannedStep& step, const std::string& etag, Request& request) const {
    request.Clear();
    request.set_name(receipt_.receipt().case_());
    request.set_action(step.action);
    request.set_etag(etag);
    request.set_request_id(client::NewRequestId());
    cases::v1::ActionInput& input = *request.mutable_input();
    if (step.names_unit) input.set_unit(plan_.unit);
    if (step.names_condition) input.set_condition(plan_.condition);
    if (step.has_note) input.set_note("已处理，现场恢复正常。");
    if (!step.has_proof) return;
    *input.mutable_proof()->mutable_captured_at() =
        google::protobuf::util::TimeUtil::MicrosecondsToTimestamp(SystemClock().Now().micros);
    *input.mutable_proof()->mutable_position() = report_.report().position();
  }

  void Done(std::size_t number, const grpc::Status& status, const std::string& etag) {
    if (!status.ok()) return End(status, plan_.steps[number].action);
    ++acked_;
    Step(number + 1, etag);
  }

  void End(const grpc::Status& status, const std::string& where = "report") {
    const Target::Done done = std::exchange(done_, nullptr);
    done({.acked = acked_, .status = WithContext(where, rpc::FromGrpc(status))});
  }

  const LifePlan& plan_;
  const std::size_t steps_;
  const Posts& posts_;
  const client::Connection& reporter_;
  Stubs& stubs_;
  ToldReports reports_;
  ToldReport told_;
  std::uint64_t acked_ = 0;
  Target::Done done_;
  std::unique_ptr<grpc::ClientContext> context_;
  report::v1::SubmitReportRequest report_;
  report::v1::SubmitReportResponse receipt_;
  resolution::v1::GetCaseRequest get_;
  resolution::v1::GetCaseResponse found_;
  dispatch::v1::PerformActionRequest dispatch_request_;
  dispatch::v1::PerformActionResponse dispatch_response_;
  resolution::v1::PerformActionRequest resolution_request_;
  resolution::v1::PerformActionResponse resolution_response_;
};

class Lives final : public Target {
 public:
  Lives(const LifePlan& plan, std::size_t steps, Posts posts, client::Connection reporter, std::size_t slots)
      : steps_(steps), posts_(std::move(posts)), reporter_(std::move(reporter)) {
    stubs_ = {.reports = reporter_.StubOf<Reports>(),
              .dispatch = reporter_.StubOf<Dispatch>(),
              .resolution = reporter_.StubOf<Resolution>()};
    for (std::size_t i = 0; i < slots; ++i) {
      lives_.push_back(std::make_unique<Life>(plan, steps_, posts_, reporter_, stubs_, i));
    }
  }

  std::size_t slots() const override { return lives_.size(); }
  std::uint64_t events_per_call() const override { return steps_ + 1; }
  void Start(std::size_t slot, Done done) override { lives_[slot]->Begin(std::move(done)); }

 private:
  const std::size_t steps_;
  const Posts posts_;
  const client::Connection reporter_;
  Stubs stubs_;
  std::vector<std::unique_ptr<Life>> lives_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<Target>> GrpcLife(const client::Access& access, const LifePlan& plan,
                                                 const Setting& setting) {
  if (setting.in_batches) return nullptr;  // the public services take one step at a time
  Posts posts;
  for (const PlannedStep& step : plan.steps) {
    client::Access post = access;
    post.caller = {.actor = "bench-" + step.role,
                   .organisation = step.by_unit ? plan.unit : std::string{},
                   .area = "*",
                   .roles = {step.role},
                   .expires = {}};
    WANGGE_ASSIGN_OR_RETURN(auto connection, client::Connection::Open(post));
    posts.emplace(std::pair{step.role, step.by_unit}, std::move(connection));
  }
  WANGGE_ASSIGN_OR_RETURN(auto reporter, client::Connection::Open(access));
  const std::size_t steps = setting.steps_max == 0 ? plan.steps.size() : setting.steps_max;
  return std::make_unique<Lives>(plan, steps, std::move(posts), std::move(reporter), setting.in_flight);
}

}  // namespace wangge::bench
