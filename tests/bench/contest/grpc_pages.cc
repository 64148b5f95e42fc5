#include "tests/bench/contest/grpc_pages.h"

#include <atomic>
#include <utility>
#include <vector>

#include "base/status/text.h"
#include "rpc/status_map.h"
#include "tests/bench/contest/listed.h"
#include "wangge/resolution/v1/resolution.grpc.pb.h"

namespace wangge::bench {
namespace {

namespace v1 = resolution::v1;
using Service = v1::ResolutionService;

class Pages final : public Target {
 public:
  Pages(client::Connection leader, client::Connection handler, const LifePlan& plan, const Setting& setting)
      : leader_(std::move(leader)),
        handler_(std::move(handler)),
        plan_(plan),
        list_(setting.list),
        stub_(leader_.StubOf<Service>()),
        tasks_stub_(handler_.StubOf<Service>()),
        calls_(setting.in_flight) {}

  absl::Status ReadNumbers() {
    v1::ListCasesRequest request;
    request.set_page_size(kPageRows);
    WANGGE_ASSIGN_OR_RETURN(const auto page, leader_.Call(*stub_, &Service::Stub::ListCases, request));
    for (const auto& shown : page.cases()) numbers_.push_back(shown.receipt_number());
    return numbers_.empty() ? FailedPrecondition("Expected cases to list, but there are none.") : absl::OkStatus();
  }

  std::size_t slots() const override { return calls_.size(); }
  std::uint64_t events_per_call() const override { return 1; }

  void Start(std::size_t slot, Done done) override {
    Call& call = calls_[slot];
    call.context = std::make_unique<grpc::ClientContext>();
    call.done = std::move(done);
    const std::uint64_t turn = turn_++;
    const ListAsked asked = AskFor(list_, plan_, turn);
    if (asked.kind == ListKind::kTasks) {
      handler_.Prepare(*call.context);
      call.tasks.set_page_size(kPageRows);
      tasks_stub_->async()->ListTasks(call.context.get(), &call.tasks, &call.tasks_page,
                                      [&call](const grpc::Status& status) { End(call, status, call.tasks_page); });
      return;
    }
    leader_.Prepare(*call.context);
    Ask(asked, turn, call.request);
    stub_->async()->ListCases(call.context.get(), &call.request, &call.page,
                              [&call](const grpc::Status& status) { End(call, status, call.page); });
  }

 private:
  struct Call {
    std::unique_ptr<grpc::ClientContext> context{};
    v1::ListCasesRequest request{};
    v1::ListCasesResponse page{};
    v1::ListTasksRequest tasks{};
    v1::ListTasksResponse tasks_page{};
    Done done{};
  };

  void Ask(const ListAsked& asked, std::uint64_t turn, v1::ListCasesRequest& request) const {
    request.Clear();
    request.set_page_size(kPageRows);
    v1::CaseFilter& filter = *request.mutable_filter();
    switch (asked.kind) {
      case ListKind::kStage:
        return filter.set_stage(asked.value);
      case ListKind::kUnit:
        filter.set_state(v1::CASE_STATE_OPEN);
        return filter.set_unit(asked.value);
      case ListKind::kArea:
        return filter.set_grid_prefix(asked.value);
      case ListKind::kDue:
        filter.set_state(v1::CASE_STATE_OPEN);
        return request.set_order(v1::CASE_ORDER_DUE);
      case ListKind::kCategory:
        return filter.set_category(asked.value);
      case ListKind::kSource:
        return filter.set_source(asked.value);
      case ListKind::kNumber:
        return filter.set_number(numbers_[turn % numbers_.size()]);
      case ListKind::kTasks:
        return;
    }
  }

  template <typename Page>
  static void End(Call& call, const grpc::Status& status, const Page& page) {
    const Done done = std::exchange(call.done, nullptr);
    if (!status.ok()) return done({.status = rpc::FromGrpc(status)});
    if (page.cases().empty()) return done({.status = NotFound("Expected a page with cases, but it is empty.")});
    done({.acked = 1});
  }

  const client::Connection leader_;
  const client::Connection handler_;
  const LifePlan& plan_;
  const std::string list_;
  const std::unique_ptr<Service::Stub> stub_;
  const std::unique_ptr<Service::Stub> tasks_stub_;
  std::vector<std::string> numbers_;
  std::atomic<std::uint64_t> turn_ = 0;
  std::vector<Call> calls_;
};

absl::StatusOr<client::Connection> ConnectAs(client::Access access, const std::string& role,
                                             const std::string& organisation) {
  access.caller = {.actor = "bench-" + role, .organisation = organisation, .area = "*", .roles = {role}, .expires = {}};
  return client::Connection::Open(access);
}

}  // namespace

absl::StatusOr<std::unique_ptr<Target>> GrpcPages(const client::Access& access, const LifePlan& plan,
                                                  const Setting& setting) {
  WANGGE_ASSIGN_OR_RETURN(auto leader, ConnectAs(access, "shift_leader", {}));
  WANGGE_ASSIGN_OR_RETURN(auto handler, ConnectAs(access, "unit_handler", plan.unit));
  auto pages = std::make_unique<Pages>(std::move(leader), std::move(handler), plan, setting);
  WANGGE_RETURN_IF_ERROR(pages->ReadNumbers());
  return pages;
}

}  // namespace wangge::bench
