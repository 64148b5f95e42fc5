// Every format that was ever released opens, or says what to do: tests/golden/states holds a backup of a small state
// for each. WANGGE_UPDATE_GOLDEN=1 writes the newest again, which is right only until it is released.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include "engine/shard.h"
#include "engine/testing/small_city.h"
#include "services/wangge/backup/backup.h"
#include "services/wangge/backup/restore.h"
#include "services/wangge/state_files.h"
#include "storage/testing/test_state.h"

namespace wangge::backup {
namespace {

namespace fs = std::filesystem;

const std::string kSamples = std::string(WANGGE_SOURCE_DIR) + "/tests/golden/states";
constexpr char kNewest[] = "0.1";

// A report that goes the whole way, one that waits, one dropped, and one in a gap of the layer.
void MakeSample() {
  const storage::TempDirectory dir;
  const std::string state = dir / "state";
  const OpenState open = OpenStateFiles(state, OpenFor::kFresh, {.inline_mode = true}).value();
  const auto shard = engine::Shard::Open(*open.committer, {}, engine::SmallCityLoader(), {}).value();
  Timestamp now = engine::kStart;
  std::uint64_t requests = 0;
  const auto send = [&](engine::Envelope envelope) {
    if (envelope.request_id.empty()) envelope.request_id = engine::RequestId(++requests);
    now = now + Minutes(1);
    domain::CaseId id{};
    shard->Stage({std::move(envelope),
                  [&id](const engine::Answer& answer) {
                    const auto* accepted = std::get_if<engine::Accepted>(&answer);
                    ASSERT_NE(accepted, nullptr);
                    if (accepted->the_case) id = accepted->the_case->id;
                  }},
                 now);
    shard->Commit();
    return id;
  };
  for (engine::Envelope& edition : engine::SmallCityEditions()) send(std::move(edition));
  const domain::CaseId whole = send(engine::Report());
  send(engine::Act(engine::Desk(), whole, "book", "dark"));
  send(engine::Act(engine::Desk(), whole, "send", "u-1"));
  send(engine::Act(engine::Crew("u-1"), whole, "finish"));
  send(engine::Act(engine::Desk(), whole, "end"));
  send(engine::Act(engine::Desk(), send(engine::Report("1102")), "book", "dark"));
  send(engine::Act(engine::Desk(), send(engine::Report()), "drop"));
  send(engine::Report(""));
  fs::remove_all(kSamples + "/" + kNewest);
  const auto made = MakeBackup({.state = state, .store = *open.store, .committer = *open.committer, .now = now},
                               kSamples + "/" + kNewest);
  ASSERT_TRUE(made.ok()) << made.status();
}

TEST(Formats, EveryStoredSampleIsRestoredAndProved) {
  if (std::getenv("WANGGE_UPDATE_GOLDEN") != nullptr) MakeSample();
  std::vector<std::string> samples;
  for (const auto& entry : fs::directory_iterator(kSamples)) samples.push_back(entry.path().string());
  ASSERT_FALSE(samples.empty());
  for (const std::string& sample : samples) {
    const storage::TempDirectory dir;
    const auto restored = Restore({.folder = sample, .state = dir / "state"});
    ASSERT_TRUE(restored.ok())
        << sample << ": " << restored.status()
        << "\nA format was changed. Before its release: WANGGE_UPDATE_GOLDEN=1 writes the sample "
           "anew. After it: the old one must still be read, or migrated.";
    EXPECT_EQ(restored->proof.records, restored->manifest.position) << sample;
    EXPECT_GT(restored->proof.cases, 0u) << sample;
  }
}

}  // namespace
}  // namespace wangge::backup
