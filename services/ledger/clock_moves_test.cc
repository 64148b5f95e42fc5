#include "services/ledger/clock_moves.h"

#include <gtest/gtest.h>

#include "rpc/error.h"

namespace wangge::ledger {
namespace {

constexpr char kId[] = "00000000-0000-4000-8000-00000000000a";

std::string IdOf(std::size_t number) { return "00000000-0000-4000-8000-" + std::to_string(100'000'000'000 + number); }

v1::AdvanceClockResponse AnswerOf(std::uint64_t position) {
  v1::AdvanceClockResponse answer;
  answer.set_position(position);
  return answer;
}

TEST(ClockMoves, AKnownMoveGetsItsFirstAnswer) {
  ClockMoves moves;
  EXPECT_EQ(*moves.Find("admin", kId, Timestamp{5}), std::nullopt);
  moves.Keep("admin", kId, Timestamp{5}, AnswerOf(7));
  moves.Keep("admin", kId, Timestamp{5}, AnswerOf(8));
  EXPECT_EQ((*moves.Find("admin", kId, Timestamp{5}))->position(), 7u);
  EXPECT_EQ((*moves.Find("admin", "00000000-0000-4000-8000-00000000000A", Timestamp{5}))->position(), 7u);
  EXPECT_EQ(*moves.Find("another", kId, Timestamp{5}), std::nullopt);
  EXPECT_EQ(rpc::ReasonOf(moves.Find("admin", kId, Timestamp{6}).status()), "REQUEST_ID_REUSED");
  EXPECT_EQ(rpc::ReasonOf(moves.Find("admin", "", Timestamp{5}).status()), "FIELD_INVALID");
}

TEST(ClockMoves, TheOldestBeyondClockMovesMaxIsForgotten) {
  ClockMoves moves;
  for (std::size_t i = 0; i <= limits::kClockMovesMax; ++i) moves.Keep("admin", IdOf(i), Timestamp{1}, AnswerOf(i));
  EXPECT_EQ(*moves.Find("admin", IdOf(0), Timestamp{1}), std::nullopt);
  EXPECT_EQ((*moves.Find("admin", IdOf(1), Timestamp{1}))->position(), 1u);
  EXPECT_EQ((*moves.Find("admin", IdOf(limits::kClockMovesMax), Timestamp{1}))->position(), limits::kClockMovesMax);
}

}  // namespace
}  // namespace wangge::ledger
