#include "services/track/shift_book.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "base/status/text.h"
#include "rpc/error.h"
#include "services/ledger/page_token.h"
#include "services/track/track_reader.h"
#include "storage/memory_store.h"

namespace wangge::track {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr Timestamp kMorning{1'770'944'400'000'000};  // 2026-02-13 09:00 in Lishui
constexpr Duration kLishui = Hours(8);
const LayerDays kLayers{{"cells", kLishui}};

std::string Request(int number) { return std::string(15, '\0') + static_cast<char>(number); }

class ShiftBookTest : public ::testing::Test {
 protected:
  ShiftBookTest() { Reopen(); }

  void Reopen() {
    book_.reset();
    book_ = *ShiftBook::Open({*store_, clock_, master_, entropy_, {}});
  }
  void Advance(Duration by) { clock_.AdvanceTo(clock_.Now() + by); }

  // Taken now, a few steps from the one before.
  Fix Plausible(std::uint32_t sequence, const std::string& code = "a") const {
    const auto step = static_cast<std::int32_t>(sequence) * 10;
    return {.sequence = sequence,
            .record = {.device_time = clock_.Now(),
                       .place = {.position = {1'199'000'000 + step, 284'500'000},
                                 .accuracy_cm = 500,
                                 .cells = {{"cells", code, 1}, {"else", "z", 1}}}}};
  }
  Added Add(const std::vector<Fix>& fixes, const std::string& actor = "anna") {
    auto added = book_->Add(actor, fixes, 0, kLayers);
    EXPECT_TRUE(added.ok()) << added.status();
    return *added;
  }
  std::vector<std::string> ReasonsOf(const Added& added) const {
    std::vector<std::string> reasons;
    for (const RefusedFix& fix : added.refused) reasons.push_back(fix.reason);
    return reasons;
  }
  std::size_t Rows() const {
    std::size_t rows = 0;
    for (auto c = store_->TakeSnapshot()->ScanPrefix(storage::Family::kTrack, {}); c->Valid(); c->Next()) ++rows;
    return rows;
  }
  TrackReader Reader() const { return TrackReader({*store_, *book_, sealer_, tokens_, {}}); }
  std::vector<std::string> Covered(domain::Day day) const {
    report::v1::GetPatrolCoverageRequest asked;
    asked.set_layer("cells");
    std::vector<std::string> codes;
    const auto page = Reader().Coverage({.actor = "bo", .area = "*", .area_root = "*"}, day, asked);
    EXPECT_TRUE(page.ok()) << page.status();
    for (const auto& cell : page->cells()) codes.push_back(cell.code() + " " + std::to_string(cell.fixes()));
    return codes;
  }

  std::unique_ptr<storage::Store> store_ = storage::NewMemoryStore();
  ManualClock clock_{kMorning};
  const vault::MasterKey master_{vault::SecretKey(std::string(vault::kKeyBytes, 'm'))};
  vault::SystemEntropy entropy_;
  const vault::Sealer sealer_{master_, entropy_};
  const ledger::PageTokens tokens_{vault::SecretKey(std::string(vault::kKeyBytes, 't'))};
  std::unique_ptr<ShiftBook> book_;
};

TEST_F(ShiftBookTest, PositionsAreTakenBetweenSignInAndSignOutOnly) {
  EXPECT_THAT(ReasonsOf(Add({Plausible(1)})), ElementsAre("NO_SHIFT"));
  EXPECT_EQ(Rows(), 0u) << "what is refused is not kept";
  const Fix before = Plausible(1);
  Advance(Seconds(1));
  ASSERT_TRUE(book_->Start("anna", Request(1)).ok());
  EXPECT_THAT(ReasonsOf(Add({before})), ElementsAre("BEFORE_SHIFT"));
  EXPECT_EQ(Add({Plausible(1), Plausible(2)}).kept, 2u);
  const auto ended = book_->End("anna", Request(2));
  ASSERT_TRUE(ended.ok()) << ended.status();
  EXPECT_EQ(ended->record.fixes, 2u);
  EXPECT_EQ(ended->record.refused, 1u);
  EXPECT_THAT(ReasonsOf(Add({Plausible(3)})), ElementsAre("NO_SHIFT"));
  EXPECT_FALSE(book_->CurrentOf("anna").is_open);
}

TEST_F(ShiftBookTest, AForgottenShiftEndsByItself) {
  ASSERT_TRUE(book_->Start("anna", Request(1)).ok());
  Advance(limits::kShiftMax - Microseconds(1));
  EXPECT_EQ(Add({Plausible(1)}).kept, 1u);
  Advance(Microseconds(1));
  EXPECT_THAT(ReasonsOf(Add({Plausible(2)})), ElementsAre("SHIFT_OVER"));
  EXPECT_EQ(rpc::ReasonOf(book_->End("anna", Request(2)).status()), "NO_SHIFT");
  EXPECT_TRUE(book_->Start("anna", Request(3)).ok());
}

TEST_F(ShiftBookTest, ARequestThatIsSentAgainGetsItsFirstAnswerAlsoAfterARestart) {
  const auto start = book_->Start("anna", Request(1));
  Advance(Hours(8));
  EXPECT_EQ(book_->Start("anna", Request(1))->name, start->name);
  EXPECT_EQ(rpc::ReasonOf(book_->Start("anna", Request(2)).status()), "SHIFT_OPEN");
  EXPECT_EQ(rpc::ReasonOf(book_->End("anna", Request(1)).status()), "REQUEST_ID_REUSED");
  const auto end = book_->End("anna", Request(3));
  Advance(Minutes(1));
  Reopen();
  EXPECT_EQ(book_->End("anna", Request(3))->record, end->record);
  EXPECT_EQ(book_->Start("anna", Request(1))->name, start->name) << "its shift is over; it opens no other";
  EXPECT_EQ(rpc::ReasonOf(book_->Start("anna", Request(3)).status()), "REQUEST_ID_REUSED");
  EXPECT_TRUE(book_->Start("bo", Request(1)).ok()) << "another's request";
}

TEST_F(ShiftBookTest, RequestsAreKnownAsLongAsTheLimitSays) {
  ASSERT_TRUE(book_->Start("anna", Request(1)).ok());
  Advance(limits::kShiftRequestsKnown);
  ASSERT_TRUE(book_->Sweep().ok());
  EXPECT_EQ(book_->Start("anna", Request(1))->name.start, kMorning);
  Advance(Microseconds(1));
  Reopen();
  EXPECT_GT(book_->Start("anna", Request(1))->name.start, kMorning);
}

TEST_F(ShiftBookTest, TwoShiftsOfOneInstantAreTwo) {
  const auto first = book_->Start("anna", Request(1));
  ASSERT_TRUE(book_->End("anna", Request(2)).ok());
  const auto second = book_->Start("anna", Request(3));
  ASSERT_TRUE(second.ok()) << second.status();
  EXPECT_LT(first->name, second->name);
}

TEST_F(ShiftBookTest, EachMarkIsKeptWithItsFixAndMovesNeitherPresenceNorCoverage) {
  ASSERT_TRUE(book_->Start("anna", Request(1)).ok());
  ASSERT_EQ(Add({Plausible(1)}).marked.size(), 0u);
  Advance(Seconds(20));
  Fix jump = Plausible(2, "far");
  jump.record.place.position.lon_e7 += 1'000'000;  // ten kilometres in 20 s
  Fix vague = Plausible(3, "far");
  vague.record.place.accuracy_cm = 10'001;
  Fix ahead = Plausible(4, "far");
  ahead.record.device_time = clock_.Now() + limits::kOccurredAheadMax + Microseconds(1);
  Fix back = Plausible(5, "far");
  back.record.device_time = clock_.Now() - Seconds(1);
  Fix mock = Plausible(6, "far");
  mock.mock = true;
  const Added added = Add({jump, vague, ahead, back, mock});
  EXPECT_EQ(added.kept, 5u);
  std::vector<std::uint8_t> bits;
  for (const MarkedFix& fix : added.marked) bits.push_back(fix.marks.bits);
  EXPECT_THAT(bits, ElementsAre(0b0001, 0b0010, 0b0100, 0b0100, 0b1000));
  EXPECT_EQ(book_->CurrentOf("anna").trusted->place.cells.front().code, "a");
  EXPECT_THAT(Covered(domain::LocalDay(kMorning, kLishui)), ElementsAre("a 1"));

  report::v1::GetOwnTrackRequest asked;
  const auto track = Reader().OwnTrack("anna", asked);
  ASSERT_TRUE(track.ok()) << track.status();
  ASSERT_EQ(track->fixes_size(), 6);
  EXPECT_EQ(track->fixes(1).marks(0), report::v1::FIX_MARK_JUMP);
  EXPECT_EQ(track->fixes(2).marks(0), report::v1::FIX_MARK_ACCURACY);
  EXPECT_EQ(track->fixes(3).marks(0), report::v1::FIX_MARK_CLOCK);
  EXPECT_EQ(track->fixes(4).marks(0), report::v1::FIX_MARK_CLOCK);
  EXPECT_EQ(track->fixes(5).marks(0), report::v1::FIX_MARK_MOCK);
  EXPECT_EQ(track->shifts(0).marked(), 5u);
}

TEST_F(ShiftBookTest, AClockThatWasAheadOnceDoesNotMarkWhatFollows) {
  ASSERT_TRUE(book_->Start("anna", Request(1)).ok());
  Fix ahead = Plausible(1);
  ahead.record.device_time = clock_.Now() + Hours(5);
  EXPECT_THAT(Add({ahead}).marked, SizeIs(1));
  EXPECT_THAT(Add({Plausible(2)}).marked, IsEmpty());
}

TEST_F(ShiftBookTest, AMessageThatIsSentAgainIsNotKeptAgain) {
  ASSERT_TRUE(book_->Start("anna", Request(1)).ok());
  const std::vector<Fix> message{Plausible(1), Plausible(5)};
  EXPECT_EQ(Add(message).kept, 2u);
  Reopen();
  const Added again = Add(message);
  EXPECT_EQ(again.kept, 0u);
  EXPECT_EQ(again.repeated, 2u);
  EXPECT_EQ(book_->CurrentOf("anna").last_sequence, 5u);
}

TEST_F(ShiftBookTest, AShiftGoesOnAfterARestart) {
  ASSERT_TRUE(book_->Start("anna", Request(1)).ok());
  Add({Plausible(1)});
  Reopen();
  EXPECT_TRUE(book_->CurrentOf("anna").is_open);
  Fix jump = Plausible(2);
  jump.record.place.position.lat_e7 += 1'000'000;
  EXPECT_TRUE(Add({jump}).marked.at(0).marks.Has(domain::FixMark::kJump)) << "against the fix before the restart";
  EXPECT_EQ(Add({Plausible(3)}).kept, 1u);
  EXPECT_THAT(Covered(domain::LocalDay(kMorning, kLishui)), ElementsAre("a 2"));
}

TEST_F(ShiftBookTest, AShiftTakesSoManyFixesAndNoMore) {
  ASSERT_TRUE(book_->Start("anna", Request(1)).ok());
  std::vector<Fix> fixes;
  for (std::uint32_t i = 1; i <= limits::kShiftFixesMax + 1; ++i) fixes.push_back(Plausible(i));
  const Added added = Add(fixes);
  EXPECT_EQ(added.kept, limits::kShiftFixesMax);
  EXPECT_THAT(ReasonsOf(added), ElementsAre("FIX_LIMIT"));
}

TEST_F(ShiftBookTest, CellsOfOtherLayersAreNotKept) {
  ASSERT_TRUE(book_->Start("anna", Request(1)).ok());
  Add({Plausible(1)});
  EXPECT_THAT(book_->CurrentOf("anna").trusted->place.cells, SizeIs(1));
}

TEST_F(ShiftBookTest, CoverageIsOfTheDaysOfTheCity) {
  clock_.AdvanceTo(kMorning + Hours(15) - Minutes(1));  // a minute before midnight
  ASSERT_TRUE(book_->Start("anna", Request(1)).ok());
  Add({Plausible(1, "before")});
  Advance(Minutes(1));
  Add({Plausible(2, "after"), Plausible(3, "after")});
  const domain::Day day = domain::LocalDay(kMorning, kLishui);
  EXPECT_THAT(Covered(day), ElementsAre("before 1"));
  EXPECT_THAT(Covered(day + 1), ElementsAre("after 2"));
}

TEST_F(ShiftBookTest, ATrackIsGoneWhenItsTimeIsOverAndNotBefore) {
  ASSERT_TRUE(book_->Start("anna", Request(1)).ok());
  Add({Plausible(1), Plausible(2)});
  ASSERT_TRUE(book_->End("anna", Request(2)).ok());
  Advance(Days(limits::kTrackDaysDefault) - Microseconds(1));
  EXPECT_EQ(*book_->Sweep(), 0u);
  EXPECT_EQ(Reader().OwnTrack("anna", {})->fixes_size(), 2);
  Advance(Microseconds(1));
  EXPECT_EQ(Reader().OwnTrack("anna", {})->fixes_size(), 0) << "gone before it is swept";
  EXPECT_EQ(Reader().OwnTrack("anna", {})->shifts_size(), 0);
  EXPECT_EQ(*book_->Sweep(), 1u);
  EXPECT_EQ(Rows(), 1u) << "the cell walked, without a person";
  Advance(Days(2));
  EXPECT_EQ(*book_->Sweep(), 0u);
  EXPECT_EQ(Rows(), 0u);
}

TEST_F(ShiftBookTest, ASweepLeavesTheShiftsOfOthersAndLongTracksGoWhole) {
  ASSERT_TRUE(book_->Start("anna", Request(1)).ok());
  std::vector<Fix> fixes;
  for (std::uint32_t i = 1; i <= 3'000; ++i) fixes.push_back(Plausible(i));
  Add(fixes);
  Advance(Hours(1));
  ASSERT_TRUE(book_->Start("bo", Request(1)).ok());
  Add({Plausible(1)}, "bo");
  Advance(Days(30) - Hours(1));
  EXPECT_EQ(*book_->Sweep(), 1u);
  EXPECT_EQ(Reader().OwnTrack("bo", {})->fixes_size(), 1);
  EXPECT_EQ(Rows(), 3u) << "shift and fix of bo, and the cell";
}

TEST_F(ShiftBookTest, WhatIsKeptSaysNothingWithoutItsKey) {
  ASSERT_TRUE(book_->Start("anna", Request(1)).ok());
  Add({Plausible(1, "331102001001001")});
  std::string bytes;
  for (auto c = store_->TakeSnapshot()->ScanPrefix(storage::Family::kTrack, storage::FixPrefix({"anna", kMorning}));
       c->Valid(); c->Next()) {
    bytes.append(c->Value());
  }
  EXPECT_NE(bytes, "");
  EXPECT_EQ(bytes.find("331102001001001"), std::string::npos);
  const vault::MasterKey other{vault::SecretKey(std::string(vault::kKeyBytes, 'x'))};
  EXPECT_TRUE(absl::IsFailedPrecondition(ShiftBook::Open({*store_, clock_, other, entropy_, {}}).status()));
}

TEST_F(ShiftBookTest, ATrackIsReadPageByPageAcrossShifts) {
  for (int shift = 0; shift < 3; ++shift) {
    ASSERT_TRUE(book_->Start("anna", Request(2 * shift)).ok());
    Add({Plausible(1), Plausible(2), Plausible(4)});
    ASSERT_TRUE(book_->End("anna", Request(2 * shift + 1)).ok());
    Advance(Hours(1));
  }
  report::v1::GetOwnTrackRequest asked;
  asked.set_page_size(4);
  std::vector<std::uint32_t> sequences;
  std::vector<int> sizes;
  do {
    const auto page = Reader().OwnTrack("anna", asked);
    ASSERT_TRUE(page.ok()) << page.status();
    for (const auto& fix : page->fixes()) sequences.push_back(fix.fix().sequence());
    sizes.push_back(page->fixes_size());
    EXPECT_EQ(page->shifts_size(), sizes.size() == 1 ? 3 : 0);
    asked.set_page_token(page->next_page_token());
  } while (!asked.page_token().empty());
  EXPECT_THAT(sequences, ElementsAre(1, 2, 4, 1, 2, 4, 1, 2, 4));
  EXPECT_THAT(sizes, ElementsAre(4, 4, 1));
  EXPECT_EQ(Reader().OwnTrack("bo", {})->fixes_size(), 0);
}

}  // namespace
}  // namespace wangge::track
