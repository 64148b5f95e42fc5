#include "domain/scope.h"

#include "gtest/gtest.h"

namespace wangge::domain {
namespace {

constexpr const char* kRoot = "3311";

const Roles kRoles{{"desk", {.label = {}, .scope = Scope::kArea, .reads_personal = true}},
                   {"patrol", {.label = {}, .scope = Scope::kArea}},
                   {"crew", {.label = {}, .scope = Scope::kUnit}}};

Case In(const char* area, const char* unit = "") {
  Case c;
  c.area = area;
  c.unit = unit;
  return c;
}

bool SeesIn(const char* own_area, const char* case_area) {
  const Actor actor{.id = "a", .organisation = "hall", .area = own_area, .roles = {"patrol"}};
  return Sees(ViewOf(actor, kRoles), In(case_area), kRoot);
}

TEST(Scope, AnAreaIsSeenByThoseWhoseAreaIsItsPrefix) {
  EXPECT_TRUE(SeesIn("331102", "331102001"));
  EXPECT_TRUE(SeesIn("331102001", "331102001"));
  EXPECT_FALSE(SeesIn("331102", "331103001"));
  EXPECT_FALSE(SeesIn("331102001", "331102"));
  EXPECT_TRUE(SeesIn("3311", "331102001"));
  EXPECT_TRUE(SeesIn("*", "331102001"));
}

TEST(Scope, NoAreaSeesNothing) {
  EXPECT_FALSE(SeesIn("", "331102001"));
  EXPECT_FALSE(SeesIn("", ""));
}

TEST(Scope, ACaseWithoutAnAreaIsSeenByTheWholeCityOnly) {
  EXPECT_TRUE(SeesIn("3311", ""));
  EXPECT_TRUE(SeesIn("33", ""));
  EXPECT_TRUE(SeesIn("*", ""));
  EXPECT_FALSE(SeesIn("331102", ""));
}

TEST(Scope, WithoutACommonPrefixOnlyEverywhereIsTheWholeCity) {
  const auto sees = [](const char* area) {
    const Actor actor{.id = "a", .area = area, .roles = {"patrol"}};
    return Sees(ViewOf(actor, kRoles), In(""), "*");
  };
  EXPECT_TRUE(sees("*"));
  EXPECT_FALSE(sees("3311"));
}

TEST(Scope, AUnitSeesWhatItIsResponsibleForWhereverItLies) {
  const Actor actor{.id = "a", .organisation = "works", .area = "331102", .roles = {"crew"}};
  const View view = ViewOf(actor, kRoles);
  EXPECT_TRUE(Sees(view, In("331109", "works"), kRoot));
  EXPECT_FALSE(Sees(view, In("331102", "parks"), kRoot)) << "its area opens nothing to a unit";
  EXPECT_FALSE(Sees(view, In("331102"), kRoot));
}

TEST(Scope, AUnitRoleWithoutAnOrganisationSeesNoUndispatchedCase) {
  const View view = ViewOf(Actor{.id = "a", .roles = {"crew"}}, kRoles);
  EXPECT_FALSE(Sees(view, In("331102"), kRoot));
}

TEST(Scope, SeveralRolesSeeWhatAnyOfThemSees) {
  const Actor actor{.id = "a", .organisation = "works", .area = "331102", .roles = {"crew", "desk"}};
  const View view = ViewOf(actor, kRoles);
  EXPECT_TRUE(Sees(view, In("331109", "works"), kRoot));
  EXPECT_TRUE(Sees(view, In("331102", "parks"), kRoot));
  EXPECT_FALSE(Sees(view, In("331109", "parks"), kRoot));
}

TEST(Scope, SeveralRolesNeverWidenWhatOneOfThemReads) {
  const Actor actor{.id = "a", .organisation = "works", .area = "331102", .roles = {"crew", "desk"}};
  const View view = ViewOf(actor, kRoles);
  EXPECT_TRUE(ReadsPersonal(view, In("331102", "parks"), kRoot)) << "as desk";
  EXPECT_FALSE(ReadsPersonal(view, In("331109", "works"), kRoot)) << "seen as crew, which reads nothing personal";
}

TEST(Scope, SeveralRolesNeverWidenTheAreaOfOneOfThem) {
  const Actor actor{.id = "a", .organisation = "works", .area = "331102", .roles = {"crew", "desk"}};
  const auto may = [&](const char* role, const Case& c) { return HasRoleThatSees(actor, {role}, kRoles, c, kRoot); };
  EXPECT_TRUE(may("desk", In("331102", "parks")));
  EXPECT_FALSE(may("desk", In("331109", "works"))) << "the unit's case lies outside the desk's area";
  EXPECT_TRUE(may("crew", In("331109", "works")));
  EXPECT_FALSE(may("crew", In("331102", "parks"))) << "the area's case is another unit's";
  EXPECT_FALSE(may("patrol", In("331102", "works"))) << "not held";
}

TEST(Scope, ARoleThatNoEditionDeclaresShowsNothing) {
  const View view = ViewOf(Actor{.id = "a", .organisation = "works", .area = "*", .roles = {"ghost"}}, kRoles);
  EXPECT_FALSE(Sees(view, In("331102", "works"), kRoot));
  EXPECT_FALSE(ReadsPersonal(view, In("331102", "works"), kRoot));
}

TEST(Scope, ARefusalNamesTheRolesHeldThoseThatWouldDoAndWhatToDo) {
  const Rejection refused = RoleNotAllowed("perform \"file\"", Actor{.roles = {"a", "b"}}, {"desk", "chief"});
  EXPECT_EQ(
      refused.text,
      "Expected a role that may perform \"file\" (desk, chief), but the caller holds a, b. Ask with the token of a "
      "post that holds one of them.");
  EXPECT_EQ(refused.details.at("held"), "a, b");
  EXPECT_EQ(refused.details.at("would_do"), "desk, chief");
  EXPECT_EQ(RoleNotAllowed("report", Actor{}, {}).text, "Expected a role that may report, but the caller holds none.");
}

TEST(Scope, ARightReachesAsFarAsTheAreaOfWhoeverHoldsIt) {
  const Roles roles{{"watch", {.label = {}, .scope = Scope::kArea, .reads_presence = true}},
                    {"patrol", {.label = {}, .scope = Scope::kArea}},
                    {"crew", {.label = {}, .scope = Scope::kUnit, .reads_presence = true}}};
  const auto area = [&roles](const char* own, std::vector<std::string> held) {
    return AreaWith({.id = "a", .area = own, .roles = std::move(held)}, roles, &Role::reads_presence);
  };
  EXPECT_EQ(area("331102", {"watch"}), "331102");
  EXPECT_EQ(area("*", {"patrol", "watch"}), "*");
  EXPECT_EQ(area("331102", {"patrol"}), std::nullopt);
  EXPECT_EQ(area("331102", {"crew", "patrol"}), std::nullopt) << "one role's right, the other's area";
  EXPECT_EQ(area("", {"watch"}), std::nullopt);
  EXPECT_EQ(area("331102", {"gone"}), std::nullopt);
}

}  // namespace
}  // namespace wangge::domain
