#include "domain/absence.h"

#include <gtest/gtest.h>

namespace wangge::domain {
namespace {

Timestamp At(std::int64_t seconds) { return Timestamp{} + Seconds(seconds); }

const Absences kAbsences{{"ada", "clerk", "hall", "3301", "ben", At(100), At(200)},
                         {"ada", "watcher", "hall", "3301", "ben", At(100), At(200)},
                         {"cleo", "clerk", "hall", "3302", "ben", At(100), At(200)}};
const Actor kBen{.id = "ben", .organisation = "works", .area = "*", .roles = {"worker", "chief"}};

Actor For(const char* absent) {
  Actor actor = kBen;
  actor.on_behalf_of = absent;
  return actor;
}

TEST(Absence, ASubstituteHasThePostOfTheAbsentPersonAndNothingOfTheirOwn) {
  const auto acting = std::get<Actor>(ActingAs(For("ada"), kAbsences, At(100)));
  EXPECT_EQ(acting.id, "ben");
  EXPECT_EQ(acting.organisation, "hall");
  EXPECT_EQ(acting.area, "3301");
  EXPECT_EQ(acting.roles, (std::vector<std::string>{"clerk", "watcher"}));
  EXPECT_EQ(acting.home, "works") << "kept, because duties are kept apart by it too";
  EXPECT_EQ(std::get<Actor>(ActingAs(acting, kAbsences, At(150))), acting) << "asked again, the same";
  EXPECT_EQ(std::get<Actor>(ActingAs(For("cleo"), kAbsences, At(150))).area, "3302") << "each post by itself";
}

TEST(Absence, InTheirOwnNameNothingChanges) { EXPECT_EQ(std::get<Actor>(ActingAs(kBen, kAbsences, At(150))), kBen); }

TEST(Absence, ItHoldsFromItsBeginUpToItsEndWithoutTheEnd) {
  const auto reason = [](const Actor& actor, std::int64_t seconds) {
    const auto acting = ActingAs(actor, kAbsences, At(seconds));
    const auto* refusal = std::get_if<Rejection>(&acting);
    return refusal == nullptr ? std::string("") : refusal->reason;
  };
  EXPECT_EQ(reason(For("ada"), 99), "NOT_A_SUBSTITUTE");
  EXPECT_EQ(reason(For("ada"), 100), "");
  EXPECT_EQ(reason(For("ada"), 199), "");
  EXPECT_EQ(reason(For("ada"), 200), "NOT_A_SUBSTITUTE");
  EXPECT_EQ(reason(For("dora"), 150), "NOT_A_SUBSTITUTE") << "for nobody who is not away";
}

}  // namespace
}  // namespace wangge::domain
