// Reads the bodies of editions that came into force, on a thread of its own, and hands them over; of each kind and name
// only the latest matters. Thread-safe.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <utility>

#include "absl/status/statusor.h"
#include "base/time.h"
#include "services/ledger/ledger_port.h"
#include "telemetry/log.h"

namespace wangge::follow {

// As the feed told it.
struct WantedEdition {
  std::string kind{};
  std::string name{};
  std::string sha256{};
  std::uint64_t number = 0;
  Timestamp activated_at{};
};

class EditionReader {
 public:
  // On the reader's thread; may take its time. An error is logged and the edition left out.
  using Take = std::function<absl::Status(const WantedEdition&, const std::string& body)>;

  // `port` and `log` outlive it. `idle` is called on its thread whenever nothing is left to read.
  EditionReader(ledger::LedgerPort& port, telemetry::Log& log, Take take, std::function<void()> idle);
  ~EditionReader();

  void Want(WantedEdition edition);
  bool IsIdle() const;

 private:
  using Key = std::pair<std::string, std::string>;  // kind, name
  using Text = absl::StatusOr<ledger::LedgerPort::EditionText>;
  struct Asked;  // one read under way, shared with the port

  void Run();
  // nullopt: stopped.
  std::optional<Text> Read(const WantedEdition& edition);
  void Pause();

  ledger::LedgerPort& port_;
  telemetry::Log& log_;
  const Take take_;
  const std::function<void()> idle_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::map<Key, WantedEdition> wanted_;
  bool is_busy_ = false;
  bool is_stopped_ = false;
  std::shared_ptr<Asked> asked_;
  std::jthread thread_;  // last: joined before the rest goes
};

}  // namespace wangge::follow
