#include "services/report/intake.h"

#include <array>
#include <mutex>
#include <optional>
#include <utility>

#include "base/digest/sha256.h"
#include "base/status/clock.h"
#include "base/status/text.h"
#include "rpc/error.h"
#include "rpc/status_map.h"
#include "services/ledger/ledger.h"
#include "services/ledger/refusal.h"
#include "services/report/report_check.h"
#include "wire/command.h"
#include "wire/component.h"
#include "wire/names.h"
#include "wire/place.h"

namespace wangge::report {
namespace {

// A grid service that has just started, and one that builds a new layer, is ready some seconds later: reports wait and
// are located again as long as their caller does.
constexpr auto kLocateAgainAfter = std::to_array<Duration>({Milliseconds(200), Milliseconds(800)});
constexpr Duration kLocateLaterAfter = Seconds(1);
constexpr std::size_t kLocateTriesMax = 300;    // the longest call; ends the tries of a process that stops
constexpr Duration kForTheAnswer = Seconds(1);  // of the caller's time: one who gets none cannot know why
constexpr std::string_view kLayersNotLoaded = "LAYERS_NOT_LOADED";
constexpr std::string_view kLayerOld = "LAYER_VERSION_OLD";
constexpr std::string_view kComponentOld = "COMPONENT_VERSION_OLD";
// Of commands in one message to the ledger; leaves room below limits::kMessageBytesMax.
constexpr std::size_t kCommandsBytesMax = 3u << 20;

absl::Status LayersMoving() {
  return rpc::WithRetryAfter(
      rpc::MakeError(absl::StatusCode::kUnavailable, kLayersNotLoaded,
                     "Expected to locate the report in the layers in force, but a new one is still being read. Send "
                     "the same request again."),
      Seconds(2));
}

void SetLocation(const domain::Location& found, ledger::v1::LocationEvidence& evidence) {
  auto located = wire::ToEvidence(found);
  located.set_source(evidence.source());
  located.set_accuracy_cm(evidence.accuracy_cm());
  evidence = std::move(located);
}

}  // namespace

absl::Status ForCaller(const absl::Status& ledger_error) {
  if (absl::IsUnavailable(ledger_error) && rpc::ReasonOf(ledger_error) != "SHUTTING_DOWN") {
    return rpc::WithRetryAfter(
        rpc::MakeError(absl::StatusCode::kUnavailable, "STATE_UNREACHABLE",
                       "Expected the state to take the report, but it cannot be reached; whether it is stored is not "
                       "known. Send the same request again."),
        Seconds(1));
  }
  if (absl::IsUnauthenticated(ledger_error)) {
    return Internal("Expected the ledger to know this service, but it answered: " + ledger_error.ToString());
  }
  return ledger_error;
}

class Intake::Batch : public std::enable_shared_from_this<Batch> {
 public:
  Batch(const IntakeParts& parts, Sender sender, Done done)
      : parts_(parts), in_flight_(parts.in_flight.Begin()), sender_(std::move(sender)), done_(std::move(done)) {}

  void Check(const std::vector<const v1::SubmitReportRequest*>& requests) {
    const auto actor = wire::ToProto(ledger::ActorOf(sender_.caller));
    items_.resize(requests.size());
    for (std::size_t i = 0; i < requests.size(); ++i) {
      wire::Faults faults;
      items_[i].report = CheckReport(*requests[i], faults);
      *items_[i].report.command.mutable_actor() = actor;
      items_[i].report.command.set_traceparent(sender_.traceparent);
      if (!faults.empty()) items_[i].outcome = ledger::StatusOf(faults);
      names_attachments_ |= items_[i].report.command.submit_report().attachments_size() > 0;
    }
  }

  void Start() {
    if (!names_attachments_) return Locate();
    const absl::Status taken = parts_.pool.TryRun([self = shared_from_this()] {
      self->Claim();
      self->Locate();
    });
    if (!taken.ok()) Refuse(taken);
  }

 private:
  struct Item {
    CheckedReport report;
    std::optional<Outcome> outcome;  // nullopt: under way
  };

  void Claim() {
    for (Item& item : items_) {
      if (item.outcome) continue;
      auto& attachments = *item.report.command.mutable_submit_report()->mutable_attachments();
      for (int i = 0; i < attachments.size() && !item.outcome; ++i) {
        if (absl::Status status = ClaimOne(i, attachments[i]); !status.ok()) item.outcome = status;
      }
    }
  }

  absl::Status ClaimOne(int i, ledger::v1::AttachmentSecret& attachment) {
    const std::string name = wire::ParseAttachmentName(attachment.attachment().name()).value_or(std::string());
    const auto secret = parts_.attachments.Claim(name);
    // Never there, or forgotten after the report was stored: the ledger knows the request then.
    if (absl::IsNotFound(secret.status())) return absl::OkStatus();
    WANGGE_RETURN_IF_ERROR(secret.status());
    if (BytesOf(secret->sha256) != attachment.attachment().sha256()) {
      wire::Faults faults;
      wire::AddFault(faults, "report.attachments[" + std::to_string(i) + "].sha256",
                     "Expected the hash of the stored attachment of that name, but it is another.",
                     "ATTACHMENT_HASH_MISMATCH");
      return ledger::StatusOf(faults);
    }
    attachment.set_secret(vault::EncodeSecret(*secret));
    return absl::OkStatus();
  }

  void Locate() {
    std::vector<Position> points;
    for (const Item& item : items_) {
      if (!item.outcome && item.report.position) points.push_back(*item.report.position);
    }
    if (points.empty()) return FindComponents();
    parts_.grid.LocateAll(std::move(points), sender_.until,
                          [self = shared_from_this()](absl::StatusOr<std::vector<domain::Location>> found) {
                            if (!found.ok()) return self->NotLocated(found.status());
                            self->Place(*found);
                            self->FindComponents();
                          });
  }

  // The ids that reports name, looked up in the surveys in force.
  void FindComponents() {
    std::vector<std::string> ids;
    for (const Item& item : items_) {
      if (NamesComponent(item)) ids.push_back(item.report.command.submit_report().component().component());
    }
    if (ids.empty()) return Send();
    parts_.grid.FindComponents(std::move(ids), sender_.until,
                               [self = shared_from_this()](absl::StatusOr<grid::ComponentAnswers> found) {
                                 if (!found.ok()) return self->NotLocated(found.status());
                                 self->SetEvidence(*found);
                                 self->Send();
                               });
  }

  static bool NamesComponent(const Item& item) {
    return !item.outcome && !item.report.command.submit_report().component().component().empty();
  }

  void SetEvidence(grid::ComponentAnswers& found) {
    auto next = found.begin();
    for (Item& item : items_) {
      if (!NamesComponent(item)) continue;
      auto& claim = *item.report.command.mutable_submit_report()->mutable_component();
      claim = wire::ToProto(domain::ComponentClaim{.id = claim.component(), .evidence = std::move(*next++)});
    }
  }

  void NotLocated(const absl::Status& status) {
    if (rpc::ReasonOf(status) != kLayersNotLoaded || !HasTimeToLocateAgain()) return Refuse(status);
    LocateAgain();
  }

  Duration WaitBeforeLocating() const {
    return tries_ < kLocateAgainAfter.size() ? kLocateAgainAfter.at(tries_) : kLocateLaterAfter;
  }

  bool HasTimeToLocateAgain() const {
    const Timestamp next = SystemClock().Now() + WaitBeforeLocating() + kForTheAnswer;
    return tries_ < kLocateTriesMax && next < sender_.until;
  }

  void LocateAgain() {
    const Duration wait = WaitBeforeLocating();
    ++tries_;
    parts_.delays.After(wait, [self = shared_from_this()] {
      // Not on the thread of the delays, which only keeps time.
      self->parts_.pool.Run([self] { self->Locate(); });
    });
  }

  void Place(const std::vector<domain::Location>& found) {
    auto next = found.begin();
    for (Item& item : items_) {
      if (item.outcome || !item.report.position) continue;
      SetLocation(*next++, *item.report.command.mutable_submit_report()->mutable_location());
    }
  }

  // In messages of a size that the transport takes; the last answer goes on.
  void Send() {
    std::vector<std::vector<std::size_t>> messages;
    std::size_t bytes = 0;
    for (std::size_t i = 0; i < items_.size(); ++i) {
      if (items_[i].outcome) continue;
      const std::size_t size = items_[i].report.command.ByteSizeLong();
      if (messages.empty() || bytes + size > kCommandsBytesMax) {
        messages.emplace_back();
        bytes = 0;
      }
      messages.back().push_back(i);
      bytes += size;
    }
    if (messages.empty()) return Finish();
    left_ = messages.size();
    const auto self = shared_from_this();
    for (std::vector<std::size_t>& message : messages) SendMessage(std::move(message));
  }

  void SendMessage(std::vector<std::size_t> message) {
    const auto self = shared_from_this();
    if (items_.size() == 1) {
      parts_.ledger.Submit(items_[0].report.command, sender_.until,
                           [self](absl::StatusOr<ledger::v1::CommandResult> result) {
                             self->Answer(0, result);
                             self->MessageAnswered();
                           });
      return;
    }
    std::vector<ledger::v1::Command> commands;
    commands.reserve(message.size());
    for (const std::size_t i : message) commands.push_back(items_[i].report.command);
    parts_.ledger.SubmitBatch(
        std::move(commands), sender_.until,
        [self, message = std::move(message)](absl::StatusOr<std::vector<ledger::v1::CommandResult>> results) {
          for (std::size_t k = 0; k < message.size(); ++k) {
            if (!results.ok()) {
              self->Answer(message[k], results.status());
            } else if (k < results->size()) {
              self->Answer(message[k], (*results)[k]);
            } else {
              self->Answer(message[k], Internal("Expected a result for each command, but the ledger gave fewer"));
            }
          }
          self->MessageAnswered();
        });
  }

  // Each item is written by the one message that it went with.
  void Answer(std::size_t i, const absl::StatusOr<ledger::v1::CommandResult>& result) {
    absl::Status error = result.status();
    if (result.ok() && result->has_error()) error = rpc::FromProto(result->error());
    if (error.ok()) {
      items_[i].outcome = result->receipt();
    } else if (rpc::ReasonOf(error) != kLayerOld && rpc::ReasonOf(error) != kComponentOld) {
      items_[i].outcome = ForCaller(error);
    } else if (!HasTimeToLocateAgain()) {
      items_[i].outcome = LayersMoving();
    }
  }

  void MessageAnswered() {
    {
      const std::lock_guard lock(mutex_);
      if (--left_ > 0) return;
    }
    for (const Item& item : items_) {
      if (!item.outcome) return LocateAgain();
    }
    Finish();
  }

  void Refuse(const absl::Status& status) {
    for (Item& item : items_) {
      if (!item.outcome) item.outcome = status;
    }
    Finish();
  }

  void Finish() {
    std::vector<std::string> durable;
    std::vector<Outcome> outcomes;
    outcomes.reserve(items_.size());
    for (Item& item : items_) {
      if (names_attachments_ && item.outcome->ok()) {
        for (const auto& attachment : item.report.command.submit_report().attachments()) {
          durable.push_back(attachment.attachment().name());
        }
      }
      outcomes.push_back(*std::move(item.outcome));
    }
    done_(std::move(outcomes));
    if (durable.empty()) return;
    parts_.pool.Run([&store = parts_.attachments, token = in_flight_, durable = std::move(durable)] {
      // What is left behind is removed by the store's sweep.
      for (const std::string& name : durable) {
        (void)store.Forget(wire::ParseAttachmentName(name).value_or(std::string()));
      }
    });
  }

  const IntakeParts parts_;
  const follow::InFlight::Token in_flight_;
  const Sender sender_;
  const Done done_;
  std::vector<Item> items_;
  bool names_attachments_ = false;
  std::size_t tries_ = 0;  // of locating again
  std::mutex mutex_;
  std::size_t left_ = 0;  // messages without an answer; under mutex_
};

void Intake::Take(Sender sender, const std::vector<const v1::SubmitReportRequest*>& requests, Done done) const {
  const auto batch = std::make_shared<Batch>(parts_, std::move(sender), std::move(done));
  batch->Check(requests);
  batch->Start();
}

}  // namespace wangge::report
