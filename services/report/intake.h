// The way of reports from a call to the log: shape, attachments, place, ledger. One way for a single report and for a
// batch; a refused report does not touch its neighbours. Owned by the service; the parts outlive it. Thread-safe.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "rpc/credentials.h"
#include "services/follow/delays.h"
#include "services/follow/in_flight.h"
#include "services/grid/grid_port.h"
#include "services/ledger/ledger_port.h"
#include "services/ledger/reader_pool.h"
#include "vault/attachment_store.h"
#include "wangge/report/v1/report.pb.h"

namespace wangge::report {

struct IntakeParts {
  ledger::LedgerPort& ledger;
  grid::GridPort& grid;
  const vault::AttachmentStore& attachments;
  ledger::ReaderPool& pool;  // for what touches the disk
  follow::Delays& delays;
  follow::InFlight& in_flight;  // what still refers to the others
};

class Intake {
 public:
  using Outcome = absl::StatusOr<cases::v1::Receipt>;
  // One outcome for each report, in order; each is durable or refused. Called once, on any thread.
  using Done = std::function<void(std::vector<Outcome>)>;

  struct Sender {
    rpc::Caller caller{};
    std::string traceparent{};
    Timestamp until{};  // the caller's deadline
  };

  explicit Intake(const IntakeParts& parts) : parts_(parts) {}

  // Returns at once. The requests are copied.
  void Take(Sender sender, const std::vector<const v1::SubmitReportRequest*>& requests, Done done) const;

 private:
  class Batch;
  const IntakeParts parts_;
};

// An error of the ledger as a caller may get it: one that cannot be reached is STATE_UNREACHABLE, and what it holds
// against this service is no caller's business.
absl::Status ForCaller(const absl::Status& ledger_error);

}  // namespace wangge::report
