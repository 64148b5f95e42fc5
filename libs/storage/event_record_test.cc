#include "storage/event_record.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

#include "storage/activation_record.h"
#include "storage/request_record.h"
#include "storage/testing/damage.h"
#include "storage/testing/golden.h"
#include "storage/testing/random_records.h"

namespace wangge::storage {
namespace {

constexpr std::size_t kKinds = std::variant_size_v<domain::Event>;

std::string Encode(const domain::Event& event) {
  Writer w;
  WriteEvent(w, event);
  return w.Take();
}

std::optional<std::string> Reencode(std::string_view bytes) {
  Reader r(bytes);
  const domain::Event event = ReadEvent(r);
  return r.AtEnd() ? std::optional(Encode(event)) : std::nullopt;
}

class EventRecordTest : public ::testing::Test {
 protected:
  EventRecordTest() : trace_(__FILE__, __LINE__, "seed " + std::to_string(seed_)), records_(seed_) {}
  const unsigned seed_ = std::random_device{}();
  ::testing::ScopedTrace trace_;
  RandomRecords records_;
};

TEST_F(EventRecordTest, EncodedEventsNeverChange) {
  using namespace domain;  // NOLINT: a list of events
  ContentHash hash{};
  hash.fill('h');
  const Location place{.position = Position{-1, 1}, .source = PositionSource::kRecorded, .accuracy_cm = 300};
  ExpectGolden(
      "records/event.txt",
      {{"reported", Encode(Reported{EditionId{1},
                                    EditionId{2},
                                    EditionId{300},
                                    "s",
                                    "c",
                                    "a",
                                    place,
                                    Timestamp{-5},
                                    Timestamp{-7},
                                    {5},
                                    "p",
                                    3,
                                    1})},
       {"action performed",
        Encode(ActionPerformed{1, 2, 3, Outcome::kVoided, Milestone::kEnded, Part::kVerifier, "p", {1'000'000}, true})},
       {"filed", Encode(Filed{"0102-1"})},
       {"dispatched", Encode(Dispatched{"u", 300})},
       {"released", Encode(Released{"u"})},
       {"reworked", Encode(Reworked{2})},
       {"tasked", Encode(Tasked{"p"})},
       {"clock started", Encode(ClockStarted{1, 2, {3}, {-4}, Limit{LimitUnit::kUrgentHour, 100'000}, true})},
       {"clock started without a limit", Encode(ClockStarted{1, 2, {3}, {4}, std::nullopt, false})},
       {"clock stopped", Encode(ClockStopped{1, {2}, true})},
       {"deadline passed", Encode(DeadlinePassed{1, 2, {3}})},
       {"edition activated", Encode(EditionActivated{EditionKind::kLayer, "n", hash, 4})},
       {"assignment counted", Encode(AssignmentCounted{"u", 2, "c"})},
       {"component named",
        Encode(ComponentNamed{
            {.id = "3311020101000001", .reason = {}, .edition = "e", .version = 300, .bodies = {"s", "o", "m"}}})},
       {"activation row", EncodeActivation({{7}, {EditionKind::kSystem, "n", hash, 1}})},
       {"request row", EncodeRequest({LogPosition{300}, hash})}});
}

TEST_F(EventRecordTest, EventsOfEachKindComeBack) {
  for (std::size_t i = 0; i < 200 * kKinds; ++i) {
    const domain::Event event = records_.Event(i % kKinds);
    ASSERT_EQ(event.index(), i % kKinds);
    const std::string bytes = Encode(event);
    Reader r(bytes);
    ASSERT_EQ(ReadEvent(r), event);
    ASSERT_TRUE(r.AtEnd());
  }
}

TEST_F(EventRecordTest, OnlyAWholeEventDecodes) {
  for (std::size_t i = 0; i < 5 * kKinds; ++i) ExpectOnlyTheWholeDecodes(Encode(records_.Event(i % kKinds)), Reencode);
}

TEST_F(EventRecordTest, AChangedEventIsRefusedOrMeant) {
  for (std::size_t i = 0; i < 10 * kKinds; ++i) {
    ExpectChangedBytesAreRefusedOrMeant(Encode(records_.Event(i % kKinds)), Reencode);
  }
}

TEST_F(EventRecordTest, NumbersThatNoEventHasAreRefused) {
  for (const std::uint64_t number : {std::uint64_t{0}, std::uint64_t{250}, std::uint64_t{257}}) {
    Writer w;
    w.Varint(number);
    w.Raw(std::string(60, '\0'));
    Reader r(w.bytes());
    ReadEvent(r);
    EXPECT_FALSE(r.ok()) << number;
  }
}

TEST_F(EventRecordTest, RowsOfActivationsAndRequestsComeBackWholeOnly) {
  const auto activation = [](std::string_view bytes) {
    const auto record = DecodeActivation(bytes);
    return record.ok() ? std::optional(EncodeActivation(*record)) : std::nullopt;
  };
  const auto request = [](std::string_view bytes) {
    const auto record = DecodeRequest(bytes);
    return record.ok() ? std::optional(EncodeRequest(*record)) : std::nullopt;
  };
  const std::string row = EncodeActivation({{-1}, std::get<domain::EditionActivated>(records_.Event(10))});
  ExpectOnlyTheWholeDecodes(row, activation);
  ExpectChangedBytesAreRefusedOrMeant(row, activation);
  const std::string other = EncodeRequest({domain::LogPosition{70'000}, {'t', 'a', 'g'}});
  ExpectOnlyTheWholeDecodes(other, request);
  ExpectChangedBytesAreRefusedOrMeant(other, request);
}

}  // namespace
}  // namespace wangge::storage
