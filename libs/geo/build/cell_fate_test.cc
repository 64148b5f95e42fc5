#include "geo/build/cell_fate.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <string>

namespace wangge::geo {
namespace {

constexpr int kSide = 12;

// The squares of a board, each belonging to one of a few cells: the partition that `owner` draws.
CleanCells Board(const std::map<std::pair<int, int>, std::string>& owner, double shift) {
  std::map<std::string, SourceCell> cells;
  for (const auto& [square, code] : owner) {
    const double west = 119 + square.first * 0.001 + shift, south = 28 + square.second * 0.001;
    const Ring ring{
        {west, south}, {west + 0.001, south}, {west + 0.001, south + 0.001}, {west, south + 0.001}, {west, south}};
    cells[code].code = code;
    cells[code].polygons.push_back({.feature = 0, .first_ring = 0, .rings = {ring}});
  }
  LayerSource source;
  for (auto& [code, cell] : cells) source.cells.push_back(std::move(cell));
  auto clean = CleanUp(std::move(source));
  EXPECT_TRUE(clean.ok()) << clean.status();
  return *std::move(clean);
}

// The rule itself: the whole comparison, asked for one code.
CellFate FateIn(const LayerDiff& diff, const std::string& code) {
  for (const Change& change : diff.changes) {
    if (std::ranges::find(change.from, code) == change.from.end()) continue;
    CellFate fate{.change = change.kind};
    std::ranges::copy_if(change.land, std::back_inserter(fate.land),
                         [&](const CommonLand& part) { return part.from == code; });
    return fate;
  }
  return {};
}

using Parts = std::map<std::string, double>;
Parts SharesOf(const CellFate& fate) {
  Parts shares;
  for (const CommonLand& part : fate.land) shares[part.to] = part.share_from;
  return shares;
}

TEST(CellFates, OfEachCellIsWhatTheWholeComparisonSays) {
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  std::map<std::optional<ChangeKind>, int> seen;
  for (int round = 0; round < 12; ++round) {
    // Runs of squares in a row; then some squares change hands, some codes change, some land is given up.
    std::map<std::pair<int, int>, std::string> before;
    for (int y = 0; y < kSide; ++y) {
      for (int x = 0, run = 0; x < kSide; ++x) {
        if (x > 0 && random() % 3 == 0) ++run;
        before[{x, y}] = "c" + std::to_string(y) + "-" + std::to_string(run);
      }
    }
    auto after = before;
    for (auto& [square, code] : after) {
      const auto west = before.find({square.first - 1, square.second});
      if (random() % 6 == 0 && west != before.end()) code = west->second;
      if (random() % 12 == 0) code = "new" + std::to_string(random() % 6);
    }
    std::erase_if(after, [&](const auto&) { return random() % 25 == 0; });
    std::map<std::string, std::string> renamed;
    for (auto& [square, code] : after) {
      if (random() % 30 == 0) renamed[code] = "r" + code;
    }
    for (auto& [square, code] : after) {
      if (const auto other = renamed.find(code); other != renamed.end()) code = other->second;
    }
    const CleanCells from = Board(before, 0);
    const CleanCells to = Board(after, round % 3 == 0 ? 0.0001 : 0);
    const auto diff = DiffLayers(from, to);
    ASSERT_TRUE(diff.ok()) << diff.status();
    const CellFates fates(from, to);
    for (std::uint32_t cell = 0; cell < from.codes.size(); ++cell) {
      const auto fate = fates.Of(cell);
      ASSERT_TRUE(fate.ok()) << fate.status();
      const CellFate expected = FateIn(*diff, from.codes[cell]);
      ++seen[expected.change];
      ASSERT_EQ(fate->change, expected.change) << from.codes[cell] << " in round " << round;
      const Parts shares = SharesOf(*fate), whole = SharesOf(expected);
      ASSERT_EQ(shares.size(), whole.size()) << from.codes[cell];
      for (const auto& [code, share] : whole) ASSERT_NEAR(shares.at(code), share, 1e-6) << from.codes[cell];
    }
  }
  EXPECT_GE(seen.size(), 5u) << "of six answers most come up";
}

}  // namespace
}  // namespace wangge::geo
