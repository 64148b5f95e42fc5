// Random commands against a model made of maps. Now and then the state is closed and opened again; then it proves
// itself, a second run of its log gives the same rows, and the directory loads as it stood.
//
// WANGGE_PROPERTY_STEPS sets the number of commands a run, WANGGE_PROPERTY_SEED repeats one.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "domain/evolve.h"
#include "engine/digest.h"
#include "engine/directory.h"
#include "engine/testing/test_shard.h"
#include "storage/case_record.h"
#include "storage/keys.h"
#include "tests/property/model.h"

namespace wangge::property {
namespace {

using engine::CommitterKind;
using engine::Envelope;
using engine::Reply;
using storage::StoreKind;

struct Setup {
  const char* name;
  StoreKind store;
  CommitterKind committer;
  std::size_t steps;
};

std::size_t FromEnvironment(const char* name, std::size_t otherwise) {
  const char* text = std::getenv(name);
  return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

class EngineModelTest : public ::testing::TestWithParam<Setup> {
 protected:
  EngineModelTest()
      : seed_(static_cast<unsigned>(FromEnvironment("WANGGE_PROPERTY_SEED", std::random_device{}()))),
        random_(seed_),
        shard_(GetParam().store, GetParam().committer, {.id = {}, .cached_cases_max = 1 + seed_ % 20}),
        model_(shard_->last_position().value + 1) {
    std::printf("WANGGE_PROPERTY_SEED=%u\n", seed_);
  }

  std::size_t Below(std::size_t bound) { return random_() % bound; }
  std::string Pick(const std::vector<std::string>& from) { return from[Below(from.size())]; }

  // Mostly a case that is still going on, now and then one that never was.
  domain::CaseId SomeCase() {
    if (model_.cases().empty() || Below(30) == 0) return domain::CaseId{Below(1'000)};
    const std::size_t window = std::min<std::size_t>(model_.cases().size(), 40);
    return std::prev(model_.cases().end(), static_cast<std::ptrdiff_t>(1 + Below(window)))->first;
  }

  struct Asked {
    Envelope envelope;
    std::string refusal;  // empty: accepted
    domain::LogPosition position{};
  };

  Asked RandomReport() {
    const std::string area = Pick({"", "1101", "1102"});
    const domain::CaseId id = model_.Report(area, now_);
    return {engine::Report(area, NewRequestId()), {}, domain::LogPosition{id.value}};
  }

  Asked RandomAction() {
    const std::string unit = Pick({"u-1", "u-2"});
    const ModelActor actor =
        Below(2) == 0 ? ModelActor{Pick({"d-1", "d-2"}), "desk", {}} : ModelActor{Pick({"x", "y"}), "crew", unit};
    const domain::CaseId id = SomeCase();
    const auto known = model_.cases().find(id);
    // One step in four is any step at all; the others lead on where the case stands.
    std::vector<std::string> actions{"book", "send", "give-back", "finish", "redo", "end", "drop"};
    if (known != model_.cases().end() && Below(4) != 0) {
      const std::string& stage = known->second.stage;
      if (stage == "fresh") actions = {"book", "book", "book", "drop"};
      if (stage == "booked") actions = {"send"};
      if (stage == "sent") actions = {"give-back", "finish", "finish"};
      if (stage == "done") actions = {"redo", "end", "end"};
    }
    const std::string action = Pick(actions);
    std::string note;
    if (action == "book") note = Pick({"dark", "flickers", "ugly", "dark", "flickers", "none such", ""});
    if (action == "send") note = Pick({"u-1", "u-2", "u-1", "u-2", "u-9", ""});
    Asked asked;
    asked.refusal = model_.Act(actor, id, action, note, now_);
    if (asked.refusal.empty()) asked.position = domain::LogPosition{model_.next() - 1};
    asked.envelope =
        engine::Act(actor.role == "desk" ? engine::Desk(actor.id) : engine::Crew(unit, actor.id), id, action, note);
    asked.envelope.request_id = NewRequestId();
    return asked;
  }

  Asked RandomCommand() {
    if (!accepted_.empty() && Below(10) == 0) {  // asked once more
      Asked again = accepted_[Below(accepted_.size())];
      if (Below(3) == 0) {
        again.envelope.content_tag[5] = 'x';
        again.refusal = "REQUEST_ID_REUSED";
      }
      return again;
    }
    Asked asked = Below(4) == 0 ? RandomReport() : RandomAction();
    if (asked.refusal.empty()) accepted_.push_back(asked);
    return asked;
  }

  void SendGroup() {
    now_ = now_ + Minutes(static_cast<std::int64_t>(Below(20)));
    PassUntil(now_);
    std::vector<Asked> asked(1 + Below(12));
    std::vector<Envelope> group;
    for (Asked& one : asked) {
      one = RandomCommand();
      group.push_back(one.envelope);
    }
    const std::vector<Reply> replies = shard_.Send(std::move(group), now_);
    for (std::size_t i = 0; i < asked.size(); ++i) {
      if (asked[i].refusal.empty()) {
        ASSERT_EQ(replies[i].AwaitAccepted().position, asked[i].position);
      } else {
        ASSERT_EQ(replies[i].AwaitRejected(), asked[i].refusal);
      }
    }
    steps_ += asked.size();
  }

  // The engine fires each timer just after its due time, so that those before now are all past.
  void PassUntil(Timestamp until) {
    shard_->StageTimersUntil(until);
    shard_->Commit();
    model_.PassDeadlines(until);
  }

  void ExpectCase(domain::CaseId id, const ModelCase& expected) {
    const domain::Case c = shard_.Stored(id);
    ASSERT_EQ(shard_->editions()->procedures.Find(c.procedure)->stages[c.stage].id, expected.stage);
    ASSERT_EQ(c.area, expected.area);
    ASSERT_EQ(c.unit, expected.unit);
    ASSERT_EQ(c.condition, expected.condition);
    ASSERT_EQ(c.history.size(), expected.changes);
    ASSERT_EQ(static_cast<int>(c.returns), expected.returns);
    ASSERT_EQ(static_cast<int>(c.reworks), expected.reworks);
    ASSERT_EQ(c.clocks.size(), expected.clocks.size());
    for (std::size_t i = 0; i < c.clocks.size(); ++i) {
      const ModelClock& clock = expected.clocks[i];
      ASSERT_EQ(c.clocks[i].due, clock.due);
      ASSERT_EQ(c.clocks[i].stopped, clock.stopped);
      ASSERT_EQ(c.clocks[i].passed, clock.passed);
      // What a return ends is nobody's fault.
      ASSERT_EQ(c.clocks[i].late, !c.clocks[i].released && clock.stopped && *clock.stopped > clock.due);
    }
  }

  // Every row of the case family is what the log makes it, when nothing but the log is read.
  void ExpectReplayGivesTheRows() {
    std::map<domain::CaseId, domain::Case> replayed;
    const auto records = shard_.committer().Read(1, shard_->last_position().value);
    ASSERT_TRUE(records.ok());
    for (std::size_t i = 0; i < records->size(); ++i) {
      const auto record = storage::DecodeLogRecord((*records)[i]);
      ASSERT_TRUE(record.ok());
      if (record->case_id.value == 0) continue;
      domain::Case& c = replayed[record->case_id];
      c.id = record->case_id;
      domain::EvolveAll(c, domain::LogPosition{i + 1}, record->events);
    }
    std::size_t rows = 0;
    const auto snapshot = shard_.store().TakeSnapshot();
    const auto cursor = snapshot->ScanPrefix(storage::Family::kCase, {});
    for (; cursor->Valid(); cursor->Next(), ++rows) {
      ASSERT_EQ(cursor->Value(), storage::EncodeCase(replayed.at(*storage::CaseOfKey(cursor->Key()))));
    }
    ASSERT_EQ(rows, replayed.size());
    ASSERT_EQ(rows, model_.cases().size());
  }

  void Restart() {
    ASSERT_TRUE(shard_->Flush().ok());
    const Hash before = *engine::DigestOf(*shard_.store().TakeSnapshot());
    shard_.Reopen();
    ASSERT_EQ(*engine::DigestOf(*shard_.store().TakeSnapshot()), before);
    ASSERT_EQ(shard_->last_position().value + 1, model_.next());
    shard_.ExpectSound();
    ExpectReplayGivesTheRows();
    for (const auto& [id, expected] : model_.cases()) ExpectCase(id, expected);
    ExpectTimers();
    ExpectDirectory();
  }

  void ExpectTimers() {
    std::size_t armed = 0;
    for (const auto& [id, c] : model_.cases()) {
      for (const ModelClock& clock : c.clocks) armed += !clock.stopped && !clock.passed;
    }
    ASSERT_EQ(shard_->armed_timers(), armed);  // a case of this city runs one clock at a time
  }

  void ExpectDirectory() {
    engine::Directory directory;
    ASSERT_TRUE(directory.Load(*shard_.store().TakeSnapshot(), {}, *shard_->editions()).ok());
    for (const std::string unit : {"u-1", "u-2"}) {
      std::vector<domain::CaseId> expected;
      for (const auto& [id, c] : model_.cases()) {
        if (c.unit == unit) expected.insert(expected.begin(), id);
      }
      const auto page = directory.List({.view = {.by_unit = true, .unit = unit}, .page_size = 1'000'000});
      std::vector<domain::CaseId> listed;
      for (const engine::CaseEntry& entry : page.entries) listed.push_back(entry.id);
      ASSERT_EQ(listed, expected);
    }
  }

  std::string NewRequestId() { return engine::RequestId(++requests_); }

  const unsigned seed_;
  std::mt19937_64 random_;
  engine::TestShard shard_;
  Model model_;
  Timestamp now_ = engine::kStart;
  std::vector<Asked> accepted_;
  std::uint64_t requests_ = 0;
  std::size_t steps_ = 0;
};

TEST_P(EngineModelTest, AnswersAndStateAreTheModels) {
  SCOPED_TRACE("WANGGE_PROPERTY_SEED=" + std::to_string(seed_));
  const std::size_t steps = FromEnvironment("WANGGE_PROPERTY_STEPS", GetParam().steps);
  const std::size_t restart_every = std::max<std::size_t>(steps / 100, 30);  // groups
  while (steps_ < steps && !HasFatalFailure()) {
    SendGroup();
    if (!HasFatalFailure() && Below(restart_every) == 0) Restart();
  }
  if (!HasFatalFailure()) Restart();
}

INSTANTIATE_TEST_SUITE_P(, EngineModelTest,
                         ::testing::Values(Setup{"MemoryInline", StoreKind::kMemory, CommitterKind::kInline, 6'000},
                                           Setup{"MemoryThreaded", StoreKind::kMemory, CommitterKind::kThreaded, 4'000},
                                           Setup{"RocksThreaded", StoreKind::kRocks, CommitterKind::kThreaded, 1'000}),
                         [](const auto& tested) { return std::string(tested.param.name); });

}  // namespace
}  // namespace wangge::property
