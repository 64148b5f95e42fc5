#include "services/follow/edition_reader.h"

#include <chrono>

#include "base/status/clock.h"
#include "base/status/text.h"
#include "rpc/error.h"

namespace wangge::follow {
namespace {

constexpr Duration kPatience = Minutes(2);  // a province's layer over a slow line
constexpr auto kRetryAfter = std::chrono::milliseconds(500);

// Asking again later may help.
bool IsPassing(const absl::Status& status) {
  return absl::IsUnavailable(status) || absl::IsDeadlineExceeded(status) || absl::IsResourceExhausted(status) ||
         absl::IsCancelled(status);
}

}  // namespace

struct EditionReader::Asked {
  std::mutex mutex;
  std::condition_variable changed;
  std::optional<Text> text;
  bool is_given_up = false;
};

EditionReader::EditionReader(ledger::LedgerPort& port, telemetry::Log& log, Take take, std::function<void()> idle)
    : port_(port), log_(log), take_(std::move(take)), idle_(std::move(idle)), thread_([this] { Run(); }) {}

EditionReader::~EditionReader() {
  std::shared_ptr<Asked> asked;
  {
    const std::lock_guard lock(mutex_);
    is_stopped_ = true;
    asked = asked_;
  }
  changed_.notify_all();
  if (!asked) return;
  const std::lock_guard lock(asked->mutex);
  asked->is_given_up = true;
  asked->changed.notify_all();
}

void EditionReader::Want(WantedEdition edition) {
  {
    const std::lock_guard lock(mutex_);
    Key key{edition.kind, edition.name};
    wanted_.insert_or_assign(std::move(key), std::move(edition));
  }
  changed_.notify_all();
}

bool EditionReader::IsIdle() const {
  const std::lock_guard lock(mutex_);
  return wanted_.empty() && !is_busy_;
}

void EditionReader::Run() {
  std::unique_lock lock(mutex_);
  while (true) {
    changed_.wait(lock, [this] { return is_stopped_ || !wanted_.empty(); });
    if (is_stopped_) return;
    const Key key = wanted_.begin()->first;
    const WantedEdition edition = std::move(wanted_.begin()->second);
    wanted_.erase(wanted_.begin());
    is_busy_ = true;
    lock.unlock();
    const auto text = Read(edition);
    if (!text) return;
    const absl::Status status = text->ok() ? take_(edition, (*text)->body) : text->status();
    if (!status.ok()) {
      log_.Warning("edition not read", {{"kind", edition.kind},
                                        {"name", edition.name},
                                        {"number", edition.number},
                                        {"reason", rpc::ReasonOf(status)},
                                        {"text", ToStd(status.message())}});
    }
    if (IsPassing(status)) Pause();
    lock.lock();
    if (IsPassing(status)) wanted_.try_emplace(key, edition);  // unless a newer one came meanwhile
    is_busy_ = false;
    if (!wanted_.empty() || is_stopped_) continue;
    lock.unlock();
    idle_();
    lock.lock();
  }
}

std::optional<EditionReader::Text> EditionReader::Read(const WantedEdition& edition) {
  const auto asked = std::make_shared<Asked>();
  {
    const std::lock_guard lock(mutex_);
    if (is_stopped_) return std::nullopt;
    asked_ = asked;
  }
  ledger::v1::ReadEditionRequest request;
  request.set_kind(edition.kind);
  request.set_name(edition.name);
  request.set_sha256(edition.sha256);
  port_.ReadEdition(request, SystemClock().Now() + kPatience, [asked](Text text) {
    const std::lock_guard lock(asked->mutex);
    asked->text = std::move(text);
    asked->changed.notify_all();
  });
  std::unique_lock lock(asked->mutex);
  asked->changed.wait(lock, [&asked] { return asked->text || asked->is_given_up; });
  return std::move(asked->text);
}

void EditionReader::Pause() {
  std::unique_lock lock(mutex_);
  changed_.wait_for(lock, kRetryAfter, [this] { return is_stopped_; });
}

}  // namespace wangge::follow
