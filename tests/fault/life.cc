#include "tests/fault/life.h"

#include <unistd.h>

#include <map>
#include <mutex>
#include <random>
#include <utility>
#include <vector>

#include "base/status/text.h"
#include "engine/shard.h"
#include "engine/testing/small_city.h"
#include "storage/case_record.h"
#include "storage/keys.h"
#include "storage/rocks_committer.h"
#include "tests/fault/book.h"

namespace wangge::fault {
namespace {

constexpr int kExitRefused = 3;
constexpr std::size_t kGroupMax = 12;
constexpr std::size_t kSealedBytesMax = 3'000;

// One call of the system: what it took is in the pipe, whatever becomes of this process.
void Say(const std::string& line) {
  const std::string whole = line + "\n";
  if (write(STDOUT_FILENO, whole.data(), whole.size()) != static_cast<ssize_t>(whole.size())) _exit(1);
}

class Life {
 public:
  explicit Life(const LifeOptions& options)
      : options_(options), random_(options.seed), book_(ReadBook(options.book)), now_(engine::kStart) {
    if (!book_.asked.empty()) next_number_ = book_.asked.rbegin()->first + 1;
  }

  absl::Status Open() {
    WANGGE_ASSIGN_OR_RETURN(disk_, storage::PowerCutDisk::Open(options_.state, options_.disk));
    storage::RocksOptions memory = SmallMemory();
    memory.env = disk_->env();
    WANGGE_ASSIGN_OR_RETURN(store_, storage::OpenRocksStore(options_.state, memory));
    WANGGE_ASSIGN_OR_RETURN(committer_, storage::RocksCommitter::Open(store_.get(), {.sync = !options_.skip_sync}));
    WANGGE_ASSIGN_OR_RETURN(shard_, engine::Shard::Open(*committer_, {}, engine::SmallCityLoader(), {}));
    now_ = std::max(now_, shard_->last_time());
    editions_ = shard_->editions();
    return LoadCases();
  }

  void Run() {
    if (shard_->last_position().value < engine::SmallCityEditions().size()) Found();
    AskAgain();
    for (std::uint64_t asked = 0; asked < options_.commands && shard_->Failed().ok();) {
      std::vector<engine::Pending> group;
      for (std::size_t n = 1 + Below(kGroupMax); n > 0; --n) group.push_back(Ask(NewCommand()));
      asked += group.size();
      Process(std::move(group));
    }
    (void)shard_->Flush();
    if (!options_.close) disk_->CutPower();
    shard_.reset();
    committer_.reset();
    (void)store_->Close();
    store_.reset();
  }

 private:
  std::size_t Below(std::size_t bound) { return random_() % bound; }
  std::string Pick(const std::vector<std::string>& from) { return from[Below(from.size())]; }

  absl::Status LoadCases() {
    const auto snapshot = committer_->Published();
    const auto cursor = snapshot->ScanPrefix(storage::Family::kCase, {});
    for (; cursor->Valid(); cursor->Next()) {
      const auto id = storage::CaseOfKey(cursor->Key());
      if (!id) return DataLoss("Expected the key of a case, but it is none.");
      WANGGE_ASSIGN_OR_RETURN(const domain::Case c, storage::DecodeCase(*id, cursor->Value()));
      Remember(c);
    }
    return cursor->status();
  }

  void Remember(const domain::Case& c) {
    const domain::Procedure* procedure = editions_->procedures.Find(c.procedure);
    const std::lock_guard lock(mutex_);
    stages_[c.id.value] = procedure->stages[c.stage].id;
  }

  // A crash in the middle leaves a part of the editions: those that are missing follow.
  void Found() {
    std::vector<engine::Envelope> editions = engine::SmallCityEditions();
    for (std::size_t i = shard_->last_position().value; i < editions.size(); ++i) {
      shard_->Stage({std::move(editions[i]), nullptr}, now_);
    }
    shard_->Commit();
    (void)shard_->Flush();
    editions_ = shard_->editions();
  }

  void AskAgain() {
    const std::map<std::uint64_t, Asked> before = book_.asked;
    for (const auto& [number, asked] : before) {
      if (asked.position != 0 || asked.refused) continue;
      std::vector<engine::Pending> one;
      one.push_back(Ask({number, asked}));
      Process(std::move(one));
    }
  }

  void Process(std::vector<engine::Pending> group) {
    now_ = now_ + Minutes(static_cast<std::int64_t>(Below(20)));
    shard_->Process(std::move(group), now_);
    shard_->FireTimers(now_, 50);
    if (Below(4) == 0) (void)shard_->Flush();
  }

  std::pair<std::uint64_t, Asked> NewCommand() {
    const std::uint64_t number = next_number_++;
    const std::lock_guard lock(mutex_);
    if (stages_.empty() || Below(3) == 0) return {number, {}};
    const auto chosen = std::next(stages_.begin(), static_cast<std::ptrdiff_t>(Below(stages_.size())));
    std::vector<std::string> actions{"book", "drop"};
    if (chosen->second == "booked") actions = {"send"};
    if (chosen->second == "sent") actions = {"give-back", "finish"};
    if (chosen->second == "done") actions = {"redo", "end"};
    return {number, {.case_id = chosen->first, .action = Pick(actions)}};
  }

  engine::Envelope EnvelopeOf(std::uint64_t number, const Asked& asked) {
    engine::Envelope envelope;
    if (asked.action.empty()) {
      envelope = engine::Report(number % 2 == 0 ? "1101" : "1102");
    } else {
      const bool is_crew = asked.action == "finish" || asked.action == "give-back";
      const std::string note = asked.action == "book" ? "dark" : asked.action == "send" ? "u-1" : "";
      envelope = engine::Act(is_crew ? engine::Crew("u-1") : engine::Desk(), domain::CaseId{asked.case_id},
                             asked.action, note);
    }
    envelope.request_id = engine::RequestId(number);
    envelope.request_id.copy(envelope.content_tag.data(), envelope.content_tag.size());
    envelope.sealed = {{storage::SealedLabel::kDescription, std::string(Below(kSealedBytesMax), 'x')}};
    return envelope;
  }

  engine::Pending Ask(const std::pair<std::uint64_t, Asked>& command) {
    const auto& [number, asked] = command;
    Say("S " + std::to_string(number) + " " + std::to_string(asked.case_id) + " " +
        (asked.action.empty() ? "-" : asked.action));
    return {EnvelopeOf(number, asked), [this, name = std::to_string(number)](const engine::Answer& answer) {
              if (std::holds_alternative<domain::Rejection>(answer)) return Say("R " + name);
              const auto* accepted = std::get_if<engine::Accepted>(&answer);
              if (accepted == nullptr) return;
              Say("A " + name + " " + std::to_string(accepted->position.value));
              if (accepted->the_case) Remember(*accepted->the_case);
            }};
  }

  const LifeOptions options_;
  std::mt19937_64 random_;
  const Book book_;
  Timestamp now_;
  std::uint64_t next_number_ = 1;
  std::mutex mutex_;
  std::map<std::uint64_t, std::string> stages_;  // of the cases that are known
  std::shared_ptr<const domain::Editions> editions_;
  std::unique_ptr<storage::PowerCutDisk> disk_;
  std::unique_ptr<storage::Store> store_;
  std::unique_ptr<storage::RocksCommitter> committer_;
  std::unique_ptr<engine::Shard> shard_;
};

}  // namespace

storage::RocksOptions SmallMemory() {
  return {.block_cache_bytes = 1u << 20, .memtable_bytes_max = 192u << 10, .wal_bytes_max = 256u << 10};
}

int Live(const LifeOptions& options) {
  Life life(options);
  if (const absl::Status opened = life.Open(); !opened.ok()) {
    Say("X " + std::string(ToStd(opened.message())));
    return kExitRefused;
  }
  life.Run();
  return 0;
}

}  // namespace wangge::fault
