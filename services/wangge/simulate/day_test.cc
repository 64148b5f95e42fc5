// Days of the demo city through the engine.
#include "services/wangge/simulate/day.h"

#include <filesystem>

#include "base/file/file.h"
#include "base/limits.h"
#include "catalog/load.h"
#include "gtest/gtest.h"
#include "services/wangge/simulate/engine_port.h"
#include "services/wangge/summary.h"

namespace wangge::simulate {
namespace {

constexpr Timestamp kStart{1'780'000'000'000'000};
constexpr std::uint64_t kReports = 300;

const City& Lishui() {
  static const auto city = LoadCity(std::string(WANGGE_SOURCE_DIR) + "/config/demo/lishui");
  EXPECT_TRUE(city.ok()) << city.status();
  return *city;
}

// The demo city with its survey in force.
City Surveyed() {
  City city = Lishui();
  const std::string file = std::string(WANGGE_SOURCE_DIR) + "/config/demo/lishui/components.csv";
  const auto body = ReadFile(file, limits::kConfigBodyBytesMax);
  EXPECT_TRUE(body.ok()) << body.status();
  auto components = catalog::LoadComponents(*body, file);
  EXPECT_TRUE(components.ok()) << components.status();
  city.components = std::make_shared<const catalog::Components>(*std::move(components));
  // Before the roles, as a city file has it: after them only an administrator may.
  city.editions.insert(city.editions.end() - 1, {.kind = domain::EditionKind::kComponents,
                                                 .name = city.system->components->edition,
                                                 .body = *body,
                                                 .file = file});
  return city;
}

Summary SimulateDay(std::uint64_t seed, const std::string& name, const City& city = Lishui()) {
  const std::string state = ::testing::TempDir() + "simulate_" + name;
  std::filesystem::remove_all(state);
  {
    const auto port = EnginePort::Make(city, state, kStart);
    EXPECT_TRUE(port.ok()) << port.status();
    const auto counts =
        CityDays(city, {.start = kStart, .days = 2, .seed = seed, .reports_per_day = kReports}, **port).Run();
    EXPECT_TRUE(counts.ok()) << counts.status();
  }
  const auto files = OpenStateFiles(state, OpenFor::kExisting);
  EXPECT_TRUE(files.ok()) << files.status();
  const auto summary = Summarise(*files);
  EXPECT_TRUE(summary.ok()) << summary.status();
  return *summary;
}

TEST(Simulation, TheSameSeedGivesTheSameDigestWhateverTheKeys) {
  const Summary once = SimulateDay(7, "once");
  const Summary again = SimulateDay(7, "again");
  EXPECT_EQ(once.digest, again.digest);
  EXPECT_NE(once.digest, SimulateDay(8, "other").digest);
}

TEST(Simulation, WhereASurveyIsInForceReportsNameComponentsOrSayWhyNot) {
  const Summary summary = SimulateDay(1, "surveyed", Surveyed());
  EXPECT_TRUE(summary.verified);
  EXPECT_EQ(summary.reports, 2 * kReports) << "none is refused";
}

TEST(Simulation, ADayRunsThroughTheWholeProcedureAndItsLogExplainsTheState) {
  const Summary summary = SimulateDay(1, "day");
  EXPECT_TRUE(summary.verified);
  EXPECT_EQ(summary.reports, 2 * kReports);
  EXPECT_GT(summary.gap, 0u);
  EXPECT_LT(summary.gap, kReports / 10);
  EXPECT_GT(summary.filed, summary.reports * 9 / 10);
  EXPECT_GT(summary.closed, kReports / 4);
}

}  // namespace
}  // namespace wangge::simulate
