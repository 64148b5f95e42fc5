#include "services/report/position_stream.h"

#include <optional>
#include <string>
#include <utility>

#include "base/limits.h"
#include "rpc/error.h"
#include "services/grid/point_check.h"
#include "services/ledger/callers.h"
#include "services/ledger/ledger.h"
#include "services/ledger/refusal.h"
#include "services/report/fix_check.h"
#include "services/report/intake.h"
#include "wire/command.h"

namespace wangge::report {
namespace {

absl::Status BatchSize(int size) {
  return rpc::MakeError(absl::StatusCode::kInvalidArgument, "BATCH_SIZE",
                        "Expected 1 to 1,024 fixes in a message, but there are " + std::to_string(size) + ".",
                        {{"size", std::to_string(size)}});
}

// What the whole message must be like; the datum of its fixes.
absl::StatusOr<geo::Datum> CheckMessage(const rpc::Caller& caller, const v1::SendPositionsRequest& message) {
  if (absl::Status own = ledger::RequireOwnName(caller); !own.ok()) return own;
  if (message.fixes().empty() || message.fixes_size() > static_cast<int>(limits::kBatchFixesMax)) {
    return BatchSize(message.fixes_size());
  }
  wire::Faults faults;
  const auto datum = grid::CheckDatum(message.datum(), "datum", faults);
  if (!datum) return ledger::StatusOf(faults);
  return *datum;
}

v1::RefusedFix RefusedFor(const v1::Fix& fix, const wire::Fault& fault) {
  v1::RefusedFix refused;
  refused.set_sequence(fix.sequence());
  refused.set_reason(fault.reason);
  refused.set_text(fault.field + ": " + fault.text);
  return refused;
}

}  // namespace

void PositionStream::Take(const rpc::Caller& caller, const v1::SendPositionsRequest& message, Timestamp until,
                          Reply reply) {
  const auto datum = CheckMessage(caller, message);
  if (!datum.ok()) return reply.Finish(datum.status());
  auto taken =
      std::make_shared<Message>(Message{.until = until, .reply = std::move(reply), .token = parts_.in_flight.Begin()});
  *taken->request.mutable_actor() = wire::ToProto(ledger::ActorOf(caller));
  for (const v1::Fix& fix : message.fixes()) {
    wire::Faults faults;
    if (auto located = CheckFix(fix, *datum, faults)) {
      *taken->request.add_fixes() = *std::move(located);
    } else {
      taken->refused.push_back(RefusedFor(fix, faults.front()));
    }
  }
  taken->request.set_refused_before(static_cast<std::uint32_t>(taken->refused.size()));
  {
    const std::lock_guard lock(mutex_);
    waiting_.push_back(std::move(taken));
  }
  Next(/*is_done=*/false);
}

void PositionStream::Next(bool is_done) {
  std::shared_ptr<Message> next;
  {
    const std::lock_guard lock(mutex_);
    if (is_done) is_busy_ = false;
    if (is_busy_ || waiting_.empty()) return;
    is_busy_ = true;
    next = std::move(waiting_.front());
    waiting_.pop_front();
  }
  Locate(next);
}

void PositionStream::Locate(const std::shared_ptr<Message>& message) {
  std::vector<Position> points;
  for (const auto& fix : message->request.fixes()) points.push_back({fix.lon_e7(), fix.lat_e7()});
  if (points.empty()) return Add(message);
  parts_.grid.LocateAll(std::move(points), message->until,
                        [self = shared_from_this(), message](absl::StatusOr<std::vector<domain::Location>> found) {
                          if (!found.ok()) return self->End(message, found.status());
                          self->Place(message, *found);
                          self->Add(message);
                        });
}

void PositionStream::Place(const std::shared_ptr<Message>& message, const std::vector<domain::Location>& found) {
  for (int i = 0; i < message->request.fixes_size(); ++i) {
    for (const domain::Placement& placement : found[static_cast<std::size_t>(i)].placements) {
      auto& cell = *message->request.mutable_fixes(i)->add_cells();
      cell.set_layer(placement.layer);
      cell.set_code(placement.code);
      cell.set_version(placement.version);
    }
  }
}

void PositionStream::Add(const std::shared_ptr<Message>& message) {
  parts_.tracks.AddFixes(message->request, message->until,
                         [self = shared_from_this(), message](absl::StatusOr<v1::SendPositionsResponse> answer) {
                           self->End(message, std::move(answer));
                         });
}

void PositionStream::End(const std::shared_ptr<Message>& message, absl::StatusOr<v1::SendPositionsResponse> answer) {
  if (answer.ok()) {
    v1::SendPositionsResponse& told = message->reply.message();
    for (v1::RefusedFix& refused : message->refused) *told.add_refused() = std::move(refused);
    told.MergeFrom(*answer);
  }
  message->reply.Finish(answer.ok() ? absl::OkStatus() : ForCaller(answer.status()));
  Next(/*is_done=*/true);
}

}  // namespace wangge::report
