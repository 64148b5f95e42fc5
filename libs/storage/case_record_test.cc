#include "storage/case_record.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

#include "storage/bytes.h"
#include "storage/testing/damage.h"
#include "storage/testing/golden.h"
#include "storage/testing/random_records.h"

namespace wangge::storage {
namespace {

class CaseRecordTest : public ::testing::Test {
 protected:
  CaseRecordTest() : trace_(__FILE__, __LINE__, "seed " + std::to_string(seed_)), records_(seed_) {}

  static std::optional<std::string> Reencode(std::string_view bytes) {
    const auto c = DecodeCase(domain::CaseId{1}, bytes);
    return c.ok() ? std::optional(EncodeCase(*c)) : std::nullopt;
  }

  const unsigned seed_ = std::random_device{}();
  ::testing::ScopedTrace trace_;
  RandomRecords records_;
};

domain::Case Sample() {
  domain::Case c;
  c.id = domain::MakeCaseId(domain::ShardId{1}, domain::LogPosition{40});
  c.last = domain::LogPosition{400};
  c.system = domain::EditionId{1};
  c.procedure = domain::EditionId{2};
  c.catalogue = domain::EditionId{3};
  c.source = "patrol";
  c.category = "0102";
  c.condition = "0102-1";
  c.location = {.position = Position{1'162'000'000, -399'000'000},
                .source = domain::PositionSource::kGnss,
                .accuracy_cm = 350,
                .placements = {{"grid", 2, "110101", 1, 250}, {"duty", 1, "d7", 2, std::nullopt}},
                .gaps = {{"ward", 1, "w3", 1'234}}};
  c.area = "110101";
  c.occurred_at = Timestamp{1'700'000'000'000'000};
  c.received_at = {1'700'000'060'000'000};
  c.reporter = "p-1";
  c.attachments = 2;
  c.stage = 3;
  c.unit = "u-1";
  c.inspector = "p-9";
  c.round = 2;
  c.returns = 1;
  c.reworks = 1;
  c.filed = true;
  c.milestones[2] = {.at = Timestamp{1'700'000'120'000'000}, .inferred = true};
  c.parts = {{domain::Part::kFiler, "p-2"}};
  c.clocks = {{.clock = 1,
               .generation = 1,
               .start = {5},
               .due = {7},
               .limit = domain::Limit{domain::LimitUnit::kNaturalDay, 5}},
              {.clock = 0, .generation = 2, .start = {-5}, .due = {-7}, .stopped = Timestamp{9}, .late = true}};
  c.history = {domain::LogPosition{40}, domain::LogPosition{41}, domain::LogPosition{400}};
  return c;
}

domain::Case WithComponent() {
  domain::Case c = Sample();
  c.component = {.id = "3301020102000001", .reason = {}, .edition = "things", .version = 3, .bodies = {"s", "o", "m"}};
  return c;
}

domain::Case WithACount() {
  domain::Case c = Sample();
  c.assignments.push_back({.unit = "3102", .round = 1, .lead = true, .counted = {{"shirked", 2}}});
  return c;
}

TEST_F(CaseRecordTest, EncodedCasesNeverChange) {
  ExpectGolden("records/case.txt", {{"empty", EncodeCase({})},
                                    {"sample", EncodeCase(Sample())},
                                    {"with a count of a unit", EncodeCase(WithACount())},
                                    {"with a component", EncodeCase(WithComponent())}});
}

TEST_F(CaseRecordTest, CasesComeBack) {
  for (int i = 0; i < 2'000; ++i) {
    const domain::Case c = records_.Case();
    const auto decoded = DecodeCase(c.id, EncodeCase(c));
    ASSERT_TRUE(decoded.ok()) << decoded.status();
    ASSERT_EQ(*decoded, c);
  }
}

TEST_F(CaseRecordTest, OnlyAWholeRecordDecodes) {
  for (int i = 0; i < 20; ++i) ExpectOnlyTheWholeDecodes(EncodeCase(records_.Case()), Reencode);
}

TEST_F(CaseRecordTest, AChangedRecordIsRefusedOrMeant) {
  ExpectChangedBytesAreRefusedOrMeant(EncodeCase(Sample()), Reencode);
  for (int i = 0; i < 20; ++i) ExpectChangedBytesAreRefusedOrMeant(EncodeCase(records_.Case()), Reencode);
}

TEST_F(CaseRecordTest, ACountBeyondTheRecordTakesNoMemory) {
  // An empty case ends with the counts of its parts, clocks and positions, each one octet.
  const std::string empty = EncodeCase({});
  for (const std::size_t lists : {1, 2, 3}) {
    Writer w;
    w.Raw(std::string_view(empty).substr(0, empty.size() - lists));
    w.Varint(std::uint64_t{1} << 62);
    EXPECT_FALSE(DecodeCase(domain::CaseId{1}, w.bytes()).ok());
  }
}

TEST_F(CaseRecordTest, AnErrorNamesTheCase) {
  const auto decoded = DecodeCase(domain::CaseId{77}, "x");
  EXPECT_EQ(decoded.status().code(), absl::StatusCode::kDataLoss);
  EXPECT_NE(decoded.status().message().find("77"), absl::string_view::npos);
}

}  // namespace
}  // namespace wangge::storage
