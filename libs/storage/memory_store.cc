#include "storage/memory_store.h"

#include <array>
#include <deque>
#include <map>
#include <mutex>
#include <set>
#include <shared_mutex>
#include <vector>

#include "base/check.h"
#include "base/status/text.h"
#include "storage/expectation.h"

namespace wangge::storage {
namespace {

using Sequence = std::uint64_t;

struct Version {
  Sequence sequence;
  std::optional<std::string> value;  // nullopt: deleted by this write
};

// Ascending sequences; a snapshot sees the last one that is not after its own.
using Versions = std::vector<Version>;
using Rows = std::map<std::string, Versions, std::less<>>;

const std::string* VisibleAt(const Versions& versions, Sequence sequence) {
  for (auto v = versions.rbegin(); v != versions.rend(); ++v) {
    if (v->sequence <= sequence) return v->value ? &*v->value : nullptr;
  }
  return nullptr;
}

// Rows of all families with their versions, shared by the store, its snapshots and their cursors. Thread-safe.
class Tables {
 public:
  void Write(std::span<const Effect> effects) {
    const std::unique_lock lock(mutex_);
    const Sequence sequence = ++sequence_;
    for (const Effect& effect : effects) Apply(effect, sequence);
    DropUnseen();
  }

  Sequence OpenView() {
    const std::unique_lock lock(mutex_);
    views_.insert(sequence_);
    return sequence_;
  }

  void CloseView(Sequence sequence) {
    const std::unique_lock lock(mutex_);
    views_.erase(views_.find(sequence));
  }

  bool HasViews() const {
    const std::shared_lock lock(mutex_);
    return !views_.empty();
  }

  std::optional<std::string> Get(Family family, std::string_view key, Sequence sequence) const {
    const std::shared_lock lock(mutex_);
    const Rows& rows = rows_[IndexOf(family)];
    const auto row = rows.find(key);
    if (row == rows.end()) return std::nullopt;
    const std::string* value = VisibleAt(row->second, sequence);
    return value ? std::optional(*value) : std::nullopt;
  }

  // The first visible row with from <= key (from < key when `after`) and key < to.
  std::optional<KeyValue> FirstFrom(Family family, std::string_view from, bool after, std::string_view to,
                                    Sequence sequence) const {
    const std::shared_lock lock(mutex_);
    const Rows& rows = rows_[IndexOf(family)];
    for (auto row = after ? rows.upper_bound(from) : rows.lower_bound(from); row != rows.end(); ++row) {
      if (!to.empty() && row->first >= to) break;
      if (const std::string* value = VisibleAt(row->second, sequence)) return KeyValue{row->first, *value};
    }
    return std::nullopt;
  }

  // The last visible row with from <= key < to.
  std::optional<KeyValue> LastBefore(Family family, std::string_view from, std::string_view to,
                                     Sequence sequence) const {
    const std::shared_lock lock(mutex_);
    const Rows& rows = rows_[IndexOf(family)];
    auto row = to.empty() ? rows.end() : rows.lower_bound(to);
    while (row != rows.begin()) {
      --row;
      if (row->first < from) break;
      if (const std::string* value = VisibleAt(row->second, sequence)) return KeyValue{row->first, *value};
    }
    return std::nullopt;
  }

 private:
  void Apply(const Effect& effect, Sequence sequence) {
    Versions& versions = rows_[IndexOf(effect.family)][effect.key];
    CheckExpectation(effect, VisibleAt(versions, sequence) != nullptr);
    const bool deletes = effect.expect == Expect::kDeleteExisting;
    if (!versions.empty() || deletes) stale_.push_back({sequence, effect.family, effect.key});
    if (!versions.empty() && versions.back().sequence == sequence) versions.pop_back();
    versions.push_back({sequence, deletes ? std::nullopt : std::optional(effect.value)});
  }

  // Forgets what no view, now or later, can see: versions that were overwritten or deleted at or before the oldest.
  void DropUnseen() {
    const Sequence oldest = views_.empty() ? sequence_ : *views_.begin();
    for (; !stale_.empty() && stale_.front().sequence <= oldest; stale_.pop_front()) {
      Rows& rows = rows_[IndexOf(stale_.front().family)];
      const auto row = rows.find(stale_.front().key);
      if (row == rows.end()) continue;
      Versions& versions = row->second;
      while (versions.size() > 1 && versions[1].sequence <= oldest) versions.erase(versions.begin());
      if (versions.size() == 1 && !versions[0].value && versions[0].sequence <= oldest) rows.erase(row);
    }
  }

  struct Stale {
    Sequence sequence;
    Family family;
    std::string key;
  };

  mutable std::shared_mutex mutex_;
  std::array<Rows, kFamilies.size()> rows_;
  Sequence sequence_ = 0;
  std::multiset<Sequence> views_;
  std::deque<Stale> stale_;  // ascending sequences
};

// One open view; the tables keep what it can see until it goes.
class View {
 public:
  explicit View(std::shared_ptr<Tables> rows) : tables(std::move(rows)), sequence(tables->OpenView()) {}
  ~View() { tables->CloseView(sequence); }
  View(const View&) = delete;
  View& operator=(const View&) = delete;

  const std::shared_ptr<Tables> tables;
  const Sequence sequence;
};

struct Range {
  Family family;
  std::string from;
  std::string to;
  bool backward;
};

class MemoryCursor final : public Cursor {
 public:
  MemoryCursor(std::shared_ptr<const View> view, Range range) : view_(std::move(view)), range_(std::move(range)) {
    Find(false);
  }
  bool Valid() const override { return row_.has_value(); }
  std::string_view Key() const override { return row_->key; }
  std::string_view Value() const override { return row_->value; }
  void Next() override {
    CHECK(Valid());
    // An empty bound means the end, so below the empty key, the smallest of all, there is nothing to look up.
    if (range_.backward && row_->key.empty()) return row_.reset();
    (range_.backward ? range_.to : range_.from) = std::move(row_->key);
    Find(true);
  }
  absl::Status status() const override { return absl::OkStatus(); }

 private:
  void Find(bool after) {
    const auto& [family, from, to, backward] = range_;
    row_ = backward ? view_->tables->LastBefore(family, from, to, view_->sequence)
                    : view_->tables->FirstFrom(family, from, after, to, view_->sequence);
  }

  std::shared_ptr<const View> view_;
  Range range_;
  std::optional<KeyValue> row_;
};

class MemorySnapshot final : public Snapshot {
 public:
  explicit MemorySnapshot(std::shared_ptr<Tables> tables) : view_(std::make_shared<const View>(std::move(tables))) {}

  absl::StatusOr<std::optional<std::string>> Get(Family family, std::string_view key) const override {
    return view_->tables->Get(family, key, view_->sequence);
  }
  std::unique_ptr<Cursor> Scan(Family family, std::string_view from, std::string_view to) const override {
    return std::make_unique<MemoryCursor>(view_, Range{family, std::string(from), std::string(to), false});
  }
  std::unique_ptr<Cursor> ScanBackward(Family family, std::string_view from, std::string_view to) const override {
    return std::make_unique<MemoryCursor>(view_, Range{family, std::string(from), std::string(to), true});
  }

 private:
  std::shared_ptr<const View> view_;
};

class MemoryStore final : public Store {
 public:
  absl::Status Write(std::span<const Effect> effects, bool /*sync*/) override {
    WANGGE_RETURN_IF_ERROR(Sync());
    tables_->Write(effects);
    return absl::OkStatus();
  }
  std::shared_ptr<const Snapshot> TakeSnapshot() const override {
    CHECK(!closed_);
    return std::make_shared<MemorySnapshot>(tables_);
  }
  absl::Status Sync() override {
    if (closed_) return FailedPrecondition("Expected an open store, but it was closed");
    return absl::OkStatus();
  }
  absl::Status Checkpoint(const std::string& /*dir*/) override {
    return absl::UnimplementedError("Expected a state directory, but this store is in memory");
  }
  absl::Status Close() override {
    if (tables_->HasViews()) {
      return FailedPrecondition("Expected every snapshot to be released before Close, but some are still held");
    }
    closed_ = true;
    return absl::OkStatus();
  }

 private:
  const std::shared_ptr<Tables> tables_ = std::make_shared<Tables>();
  bool closed_ = false;
};

}  // namespace

std::unique_ptr<Store> NewMemoryStore() { return std::make_unique<MemoryStore>(); }

}  // namespace wangge::storage
