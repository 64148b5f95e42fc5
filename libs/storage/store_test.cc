#include "storage/store.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "storage/rocks_store.h"
#include "storage/testing/test_state.h"

namespace wangge::storage {
namespace {

using std::string_literals::operator""s;

Effect Insert(std::string key, std::string value, Family family = Family::kCase) {
  return {family, Expect::kInsert, std::move(key), std::move(value)};
}
Effect Update(std::string key, std::string value) {
  return {Family::kCase, Expect::kUpdate, std::move(key), std::move(value)};
}
Effect Upsert(std::string key, std::string value) {
  return {Family::kCase, Expect::kUpsert, std::move(key), std::move(value)};
}
Effect Delete(std::string key) { return {Family::kCase, Expect::kDeleteExisting, std::move(key), ""}; }

std::string Walk(std::unique_ptr<Cursor> cursor) {
  std::string keys;
  for (; cursor->Valid(); cursor->Next()) keys += std::string(cursor->Key()) + "=" + std::string(cursor->Value()) + " ";
  EXPECT_TRUE(cursor->status().ok());
  return keys;
}

class StoreTest : public ::testing::TestWithParam<StoreKind> {
 protected:
  void Write(const std::vector<Effect>& effects) { ASSERT_TRUE(state_->Write(effects, true).ok()); }
  std::optional<std::string> Get(std::string_view key, Family family = Family::kCase) {
    return state_->TakeSnapshot()->Get(family, key).value();
  }
  std::string Scan(std::string_view from, std::string_view to) {
    return Walk(state_->TakeSnapshot()->Scan(Family::kCase, from, to));
  }
  std::string ScanBackward(std::string_view from, std::string_view to) {
    return Walk(state_->TakeSnapshot()->ScanBackward(Family::kCase, from, to));
  }

  TestState state_{GetParam()};
};

TEST_P(StoreTest, FindsWhatWasWrittenAndNothingElse) {
  Write({Insert("a", "1"), Insert("b", "")});
  EXPECT_EQ(Get("a"), "1");
  EXPECT_EQ(Get("b"), "");
  EXPECT_EQ(Get("c"), std::nullopt);
  EXPECT_EQ(Get(""), std::nullopt);
}

TEST_P(StoreTest, FamiliesDoNotShareKeys) {
  Write({Insert("a", "case"), Insert("a", "timer", Family::kTimer)});
  EXPECT_EQ(Get("a"), "case");
  EXPECT_EQ(Get("a", Family::kTimer), "timer");
  EXPECT_EQ(Get("a", Family::kVault), std::nullopt);
}

TEST_P(StoreTest, KeysAndValuesAreBytes) {
  Write({Insert("\0\xff"s, "\xff\0\n"s), Insert("", "empty")});
  EXPECT_EQ(Get("\0\xff"s), "\xff\0\n"s);
  EXPECT_EQ(Get("\0"s), std::nullopt);
  EXPECT_EQ(Get(""), "empty");
  EXPECT_EQ(Scan("", ""), "=empty \0\xff=\xff\0\n "s);
  EXPECT_EQ(ScanBackward("", ""), "\0\xff=\xff\0\n =empty "s);
}

TEST_P(StoreTest, EffectsOfOneWriteFollowEachOther) {
  Write({Insert("a", "1"), Update("a", "2"), Delete("a"), Insert("a", "3"), Upsert("a", "4"), Insert("b", "1"),
         Delete("b"), Upsert("c", "1")});
  EXPECT_EQ(Get("a"), "4");
  EXPECT_EQ(Get("b"), std::nullopt);
  EXPECT_EQ(Get("c"), "1");
}

TEST_P(StoreTest, AnEmptyWriteIsFine) {
  Write({});
  EXPECT_EQ(Scan("", ""), "");
}

TEST_P(StoreTest, ScanIsHalfOpenInBothDirections) {
  Write({Insert("a", "1"), Insert("b", "2"), Insert("ba", "3"), Insert("c", "4")});
  EXPECT_EQ(Scan("", ""), "a=1 b=2 ba=3 c=4 ");
  EXPECT_EQ(Scan("b", "c"), "b=2 ba=3 ");
  EXPECT_EQ(Scan("b", ""), "b=2 ba=3 c=4 ");
  EXPECT_EQ(Scan("", "b"), "a=1 ");
  EXPECT_EQ(Scan("b", "b"), "");
  EXPECT_EQ(Scan("c", "a"), "");
  EXPECT_EQ(Scan("d", ""), "");
  EXPECT_EQ(ScanBackward("", ""), "c=4 ba=3 b=2 a=1 ");
  EXPECT_EQ(ScanBackward("b", "c"), "ba=3 b=2 ");
  EXPECT_EQ(ScanBackward("b", ""), "c=4 ba=3 b=2 ");
  EXPECT_EQ(ScanBackward("", "b"), "a=1 ");
  EXPECT_EQ(ScanBackward("b", "b"), "");
  EXPECT_EQ(ScanBackward("c", "a"), "");
  EXPECT_EQ(ScanBackward("", "a"), "");
}

TEST_P(StoreTest, PrefixesEndBeforeTheNextOne) {
  Write({Insert("a", "1"), Insert("a\xff", "2"), Insert("a\xff\xff", "3"), Insert("b", "4"), Insert("\xff", "5"),
         Insert("\xff\xff", "6")});
  const auto snapshot = state_->TakeSnapshot();
  EXPECT_EQ(Walk(snapshot->ScanPrefix(Family::kCase, "a")), "a=1 a\xff=2 a\xff\xff=3 ");
  EXPECT_EQ(Walk(snapshot->ScanPrefix(Family::kCase, "a\xff")), "a\xff=2 a\xff\xff=3 ");
  EXPECT_EQ(Walk(snapshot->ScanPrefix(Family::kCase, "\xff")), "\xff=5 \xff\xff=6 ");
  EXPECT_EQ(snapshot->Last(Family::kCase, "a")->value(), (KeyValue{"a\xff\xff", "3"}));
  EXPECT_EQ(snapshot->Last(Family::kCase, "\xff")->value(), (KeyValue{"\xff\xff", "6"}));
  EXPECT_EQ(snapshot->Last(Family::kCase, "")->value(), (KeyValue{"\xff\xff", "6"}));
  EXPECT_EQ(snapshot->Last(Family::kCase, "c").value(), std::nullopt);
  EXPECT_EQ(snapshot->Last(Family::kTimer, "").value(), std::nullopt);
}

TEST_P(StoreTest, PrefixEndIsTheSmallestKeyAfterAllOfThePrefix) {
  EXPECT_EQ(PrefixEnd(""), "");
  EXPECT_EQ(PrefixEnd("a"), "b");
  EXPECT_EQ(PrefixEnd("a\xff\xff"), "b");
  EXPECT_EQ(PrefixEnd("\xff\xff"), "");
  EXPECT_EQ(PrefixEnd("a\x7f"), "a\x80");
}

TEST_P(StoreTest, SnapshotsDoNotSeeLaterWrites) {
  Write({Insert("a", "1"), Insert("b", "1")});
  const auto first = state_->TakeSnapshot();
  Write({Update("a", "2"), Delete("b"), Insert("c", "1")});
  const auto second = state_->TakeSnapshot();
  Write({Delete("a"), Insert("b", "3"), Update("c", "3")});
  EXPECT_EQ(Walk(first->Scan(Family::kCase, "", "")), "a=1 b=1 ");
  EXPECT_EQ(Walk(second->Scan(Family::kCase, "", "")), "a=2 c=1 ");
  EXPECT_EQ(first->Get(Family::kCase, "b").value(), "1");
  EXPECT_EQ(second->Get(Family::kCase, "b").value(), std::nullopt);
  EXPECT_EQ(Walk(second->ScanBackward(Family::kCase, "", "")), "c=1 a=2 ");
  EXPECT_EQ(Scan("", ""), "b=3 c=3 ");
}

TEST_P(StoreTest, ACursorOutlivesItsSnapshotAndLaterWrites) {
  Write({Insert("a", "1"), Insert("b", "1"), Insert("c", "1")});
  auto cursor = state_->TakeSnapshot()->Scan(Family::kCase, "", "");
  Write({Delete("b"), Update("c", "2"), Insert("aa", "2")});
  Write({Update("c", "3")});
  EXPECT_EQ(Walk(std::move(cursor)), "a=1 b=1 c=1 ");
}

TEST_P(StoreTest, KeepsEverythingAcrossReopening) {
  Write({Insert("a", "1"), Insert("b", "1")});
  ASSERT_TRUE(state_->Write(std::vector{Update("a", "2"), Delete("b")}, /*sync=*/false).ok());
  ASSERT_TRUE(state_->Sync().ok());
  state_.Reopen();
  EXPECT_EQ(Scan("", ""), "a=2 ");
  Write({Insert("b", "2")});
  state_.Reopen();
  EXPECT_EQ(Scan("", ""), "a=2 b=2 ");
}

TEST_P(StoreTest, CloseWaitsForNobodyAndSaysSo) {
  Write({Insert("a", "1")});
  auto snapshot = state_->TakeSnapshot();
  EXPECT_EQ(state_->Close().code(), absl::StatusCode::kFailedPrecondition);
  auto cursor = snapshot->Scan(Family::kCase, "", "");
  snapshot.reset();
  EXPECT_EQ(state_->Close().code(), absl::StatusCode::kFailedPrecondition);
  Write({Insert("b", "1")});
  cursor.reset();
  EXPECT_TRUE(state_->Close().ok());
  EXPECT_TRUE(state_->Close().ok());
  EXPECT_EQ(state_->Write(std::vector{Insert("c", "1")}, true).code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(state_->Sync().code(), absl::StatusCode::kFailedPrecondition);
}

class StoreDeathTest : public StoreTest {
 protected:
  // RocksDB has threads, which a plain fork would lose.
  void SetUp() override { GTEST_FLAG_SET(death_test_style, "threadsafe"); }
};

TEST_P(StoreDeathTest, InsertOfAPresentKeyIsABug) {
  Write({Insert("ab", "1")});
  EXPECT_DEATH(Write({Insert("ab", "2")}), "Expected key 6162 of family case to be absent before this insert");
  EXPECT_DEATH(Write({Insert("c", "1"), Insert("c", "2")}), "to be absent before this insert, but it is present");
}

TEST_P(StoreDeathTest, UpdateOfAnAbsentKeyIsABug) {
  EXPECT_DEATH(Write({Update("a", "1")}), "Expected key 61 of family case to be present before this update");
  EXPECT_DEATH(Write({Insert("a", "1"), Delete("a"), Update("a", "2")}),
               "present before this update, but it is absent");
}

TEST_P(StoreDeathTest, DeletionOfAnAbsentKeyIsABug) {
  Write({Insert("a", "1"), Delete("a")});
  EXPECT_DEATH(Write({Delete("a")}), "to be present before this delete-existing, but it is absent");
}

std::string ParamName(const ::testing::TestParamInfo<StoreKind>& param) { return NameOf(param.param); }

INSTANTIATE_TEST_SUITE_P(Kinds, StoreTest, ::testing::Values(StoreKind::kMemory, StoreKind::kRocks), ParamName);
INSTANTIATE_TEST_SUITE_P(Kinds, StoreDeathTest, ::testing::Values(StoreKind::kMemory, StoreKind::kRocks), ParamName);

TEST(RocksStore, ACheckpointIsAStateOfItsOwn) {
  TempDirectory dir;
  auto store = OpenRocksStore(dir / "state").value();
  ASSERT_TRUE(store->Write(std::vector{Insert("a", "1")}, true).ok());
  ASSERT_TRUE(store->Checkpoint(dir / "copy").ok());
  ASSERT_TRUE(store->Write(std::vector{Update("a", "2")}, true).ok());
  EXPECT_FALSE(store->Checkpoint(dir / "copy").ok());
  auto copy = OpenRocksStore(dir / "copy").value();
  EXPECT_EQ(copy->TakeSnapshot()->Get(Family::kCase, "a").value(), "1");
}

}  // namespace
}  // namespace wangge::storage
