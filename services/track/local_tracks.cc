#include "services/track/local_tracks.h"

#include <optional>
#include <utility>
#include <vector>

#include "base/status/text.h"
#include "rpc/error.h"
#include "services/ledger/callers.h"
#include "services/ledger/refusal.h"
#include "services/track/patrol_rights.h"
#include "services/track/track_messages.h"
#include "wire/command.h"
#include "wire/names.h"

namespace wangge::track {
namespace {

template <typename Request>
absl::StatusOr<domain::Actor> ActorOf(const Request& request) {
  wire::Faults faults;
  domain::Actor actor = wire::FromProto(request.actor(), faults);
  if (!faults.empty()) return ledger::StatusOf(faults);
  rpc::Caller caller;
  caller.on_behalf_of = actor.on_behalf_of;
  if (absl::Status own = ledger::RequireOwnName(caller); !own.ok()) return own;
  return actor;
}

absl::StatusOr<std::string> RequestOf(const std::string& request_id) {
  auto octets = wire::ParseUuid(request_id);
  if (octets) return *std::move(octets);
  return ledger::FieldInvalid("request_id", "Expected a UUID in its text form (36 characters), but it is none.");
}

absl::Status BatchSize(int size) {
  return rpc::MakeError(absl::StatusCode::kInvalidArgument, "BATCH_SIZE",
                        "Expected at most 1,024 fixes in a message, but there are " + std::to_string(size) + ".",
                        {{"size", std::to_string(size)}});
}

}  // namespace

LocalTracks::LocalTracks(LocalParts parts, std::unique_ptr<ShiftBook> book)
    : parts_(std::move(parts)),
      sealer_(parts_.book.master_key, parts_.book.entropy),
      book_(std::move(book)),
      reader_({parts_.book.store, *book_, sealer_, parts_.page_tokens, parts_.on_reading}) {}

absl::StatusOr<std::unique_ptr<LocalTracks>> LocalTracks::Open(LocalParts parts) {
  WANGGE_ASSIGN_OR_RETURN(auto book, ShiftBook::Open(parts.book));
  return std::unique_ptr<LocalTracks>(new LocalTracks(std::move(parts), std::move(book)));
}

template <typename Answer, typename Work>
void LocalTracks::Run(const Done<Answer>& done, Work work) {
  const absl::Status taken = pool_.TryRun([done, work = std::move(work)] { done(work()); });
  if (!taken.ok()) done(taken);
}

void LocalTracks::StartShift(v1::StartShiftRequest request, Timestamp, Done<report::v1::StartShiftResponse> done) {
  Run(done, [this, request = std::move(request)] { return Start(request); });
}

void LocalTracks::EndShift(v1::EndShiftRequest request, Timestamp, Done<report::v1::EndShiftResponse> done) {
  Run(done, [this, request = std::move(request)] { return End(request); });
}

void LocalTracks::AddFixes(v1::AddFixesRequest request, Timestamp, Done<report::v1::SendPositionsResponse> done) {
  Run(done, [this, request = std::move(request)] { return Add(request); });
}

void LocalTracks::GetOwnTrack(v1::GetOwnTrackRequest request, Timestamp, Done<report::v1::GetOwnTrackResponse> done) {
  Run(done, [this, request = std::move(request)] { return OwnTrack(request); });
}

void LocalTracks::ListPresence(v1::ListPresenceRequest request, Timestamp,
                               Done<report::v1::ListPresenceResponse> done) {
  Run(done, [this, request = std::move(request)] { return Presence(request); });
}

void LocalTracks::GetPatrolCoverage(v1::GetPatrolCoverageRequest request, Timestamp,
                                    Done<report::v1::GetPatrolCoverageResponse> done) {
  Run(done, [this, request = std::move(request)] { return Coverage(request); });
}

void LocalTracks::Sweep(Done<std::uint64_t> done) {
  Run(done, [this] { return book_->Sweep(); });
}

absl::StatusOr<report::v1::StartShiftResponse> LocalTracks::Start(const v1::StartShiftRequest& request) {
  WANGGE_ASSIGN_OR_RETURN(const domain::Actor actor, ActorOf(request));
  WANGGE_RETURN_IF_ERROR(RequirePatrol(actor, *parts_.editions()->roles));
  WANGGE_ASSIGN_OR_RETURN(const std::string asked, RequestOf(request.asked().request_id()));
  WANGGE_ASSIGN_OR_RETURN(const Shift shift, book_->Start(actor.id, asked));
  report::v1::StartShiftResponse response;
  *response.mutable_shift() = ToProto(shift, book_->kept());
  return response;
}

// Whoever no longer patrols must still be able to sign out.
absl::StatusOr<report::v1::EndShiftResponse> LocalTracks::End(const v1::EndShiftRequest& request) {
  WANGGE_ASSIGN_OR_RETURN(const domain::Actor actor, ActorOf(request));
  if (!book_->CurrentOf(actor.id).is_open) {
    WANGGE_RETURN_IF_ERROR(RequirePatrol(actor, *parts_.editions()->roles));
  }
  WANGGE_ASSIGN_OR_RETURN(const std::string asked, RequestOf(request.asked().request_id()));
  WANGGE_ASSIGN_OR_RETURN(const Shift shift, book_->End(actor.id, asked));
  report::v1::EndShiftResponse response;
  *response.mutable_shift() = ToProto(shift, book_->kept());
  return response;
}

absl::StatusOr<report::v1::SendPositionsResponse> LocalTracks::Add(const v1::AddFixesRequest& request) {
  WANGGE_ASSIGN_OR_RETURN(const domain::Actor actor, ActorOf(request));
  const auto editions = parts_.editions();
  WANGGE_RETURN_IF_ERROR(RequirePatrol(actor, *editions->roles));
  if (request.fixes_size() > static_cast<int>(limits::kBatchFixesMax)) return BatchSize(request.fixes_size());
  wire::Faults faults;
  std::vector<Fix> fixes;
  fixes.reserve(static_cast<std::size_t>(request.fixes_size()));
  for (int i = 0; i < request.fixes_size(); ++i) {
    fixes.push_back(FromProto(request.fixes(i), "fixes[" + std::to_string(i) + "]", faults));
  }
  WANGGE_RETURN_IF_ERROR(ledger::StatusOf(faults));
  WANGGE_ASSIGN_OR_RETURN(const Added added,
                          book_->Add(actor.id, fixes, request.refused_before(), LayersOf(*editions)));
  return ToProto(added, book_->CurrentOf(actor.id));
}

absl::StatusOr<report::v1::GetOwnTrackResponse> LocalTracks::OwnTrack(const v1::GetOwnTrackRequest& request) const {
  WANGGE_ASSIGN_OR_RETURN(const domain::Actor actor, ActorOf(request));
  return reader_.OwnTrack(actor.id, request.asked());
}

absl::StatusOr<report::v1::ListPresenceResponse> LocalTracks::Presence(const v1::ListPresenceRequest& request) const {
  WANGGE_ASSIGN_OR_RETURN(const domain::Actor actor, ActorOf(request));
  const auto editions = parts_.editions();
  WANGGE_ASSIGN_OR_RETURN(const Reach reach, PresenceReach(actor, *editions));
  WANGGE_RETURN_IF_ERROR(OffsetOf(LayersOf(*editions), request.asked().layer()).status());
  return reader_.Presence(reach, request.asked());
}

absl::StatusOr<report::v1::GetPatrolCoverageResponse> LocalTracks::Coverage(
    const v1::GetPatrolCoverageRequest& request) const {
  WANGGE_ASSIGN_OR_RETURN(const domain::Actor actor, ActorOf(request));
  const auto editions = parts_.editions();
  WANGGE_ASSIGN_OR_RETURN(const Reach reach, PresenceReach(actor, *editions));
  WANGGE_ASSIGN_OR_RETURN(const Duration offset, OffsetOf(LayersOf(*editions), request.asked().layer()));
  const std::string& date = request.asked().date();
  const auto day = date.empty() ? domain::LocalDay(book_->Now(), offset) : domain::ParseDay(date);
  if (!day) return ledger::FieldInvalid("date", "Expected a day, e.g. 2026-02-13, but \"" + date + "\" is none.");
  return reader_.Coverage(reach, *day, request.asked());
}

}  // namespace wangge::track
