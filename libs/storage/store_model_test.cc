// Random effects against std::map, on both stores: what a snapshot shows is what the map held when it was taken.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "storage/testing/test_state.h"

namespace wangge::storage {
namespace {

using Rows = std::map<std::string, std::string>;
using Model = std::array<Rows, kFamilies.size()>;

class StoreModelTest : public ::testing::TestWithParam<StoreKind> {
 protected:
  std::size_t Below(std::size_t bound) { return std::uniform_int_distribution<std::size_t>(0, bound - 1)(random_); }

  std::string RandomKey() {
    std::string key(Below(4), '\0');
    for (char& byte : key) byte = std::string_view("\0a\x80\xff", 4)[Below(4)];
    return key;
  }

  // An expectation that holds, applied to the model.
  Effect RandomEffect(Model& model) {
    // Not kMeta: the stores keep rows of their own there.
    const Family family = kFamilies[1 + Below(kFamilies.size() - 1)].family;
    Rows& rows = model[IndexOf(family)];
    const std::string key = RandomKey();
    const std::string value(Below(3) * 40, static_cast<char>('a' + Below(26)));
    if (!rows.contains(key)) {
      rows[key] = value;
      return {family, Below(3) == 0 ? Expect::kUpsert : Expect::kInsert, key, value};
    }
    if (Below(2) == 0) {
      rows.erase(key);
      return {family, Expect::kDeleteExisting, key, ""};
    }
    rows[key] = value;
    return {family, Below(3) == 0 ? Expect::kUpsert : Expect::kUpdate, key, value};
  }

  void Compare(const Snapshot& snapshot, const Model& model) {
    const Family family = kFamilies[1 + Below(kFamilies.size() - 1)].family;
    const Rows& rows = model[IndexOf(family)];
    const std::string from = RandomKey();
    const std::string to = RandomKey();
    const auto begin = rows.lower_bound(from);
    const auto end = to.empty() ? rows.end() : rows.lower_bound(to);
    const bool none = !to.empty() && to <= from;
    const std::vector<std::pair<std::string, std::string>> expected(begin, none ? begin : end);
    EXPECT_EQ(Walk(*snapshot.Scan(family, from, to)), expected);
    auto backward = Walk(*snapshot.ScanBackward(family, from, to));
    std::reverse(backward.begin(), backward.end());
    EXPECT_EQ(backward, expected);
    const auto found = rows.find(from);
    EXPECT_EQ(snapshot.Get(family, from).value(), found == rows.end() ? std::nullopt : std::optional(found->second));
  }

  static std::vector<std::pair<std::string, std::string>> Walk(Cursor& cursor) {
    std::vector<std::pair<std::string, std::string>> rows;
    for (; cursor.Valid(); cursor.Next()) rows.emplace_back(cursor.Key(), cursor.Value());
    EXPECT_TRUE(cursor.status().ok());
    return rows;
  }

  const std::uint64_t seed_ = std::random_device()();
  std::mt19937_64 random_{seed_};
  TestState state_{GetParam()};
};

TEST_P(StoreModelTest, EverySnapshotShowsTheModelOfItsMoment) {
  SCOPED_TRACE("seed " + std::to_string(seed_));
  std::printf("seed %llu\n", static_cast<unsigned long long>(seed_));
  Model model;
  std::vector<std::pair<std::shared_ptr<const Snapshot>, Model>> kept;
  for (int step = 0; step < 3'000 && !HasFailure(); ++step) {
    std::vector<Effect> effects;
    for (std::size_t count = Below(8); count > 0; --count) effects.push_back(RandomEffect(model));
    ASSERT_TRUE(state_->Write(effects, Below(20) == 0).ok());
    Compare(*state_->TakeSnapshot(), model);
    if (Below(10) == 0) kept.emplace_back(state_->TakeSnapshot(), model);
    if (!kept.empty()) {
      const std::size_t chosen = Below(kept.size());
      Compare(*kept[chosen].first, kept[chosen].second);
      if (kept.size() > 8) kept.erase(kept.begin() + static_cast<std::ptrdiff_t>(chosen));
    }
    if (Below(300) == 0) {
      kept.clear();
      state_.Reopen();
    }
  }
}

std::string ParamName(const ::testing::TestParamInfo<StoreKind>& param) { return NameOf(param.param); }

INSTANTIATE_TEST_SUITE_P(Kinds, StoreModelTest, ::testing::Values(StoreKind::kMemory, StoreKind::kRocks), ParamName);

}  // namespace
}  // namespace wangge::storage
