#include "catalog/routing.h"

#include <gtest/gtest.h>

namespace wangge::catalog {
namespace {

domain::Catalogue LampsAndTrees() {
  domain::Catalogue catalogue;
  catalogue.Add(domain::Category{.id = "lamp", .label = {"灯", "Lamp"}});
  catalogue.Add(domain::Category{.id = "tree", .label = {"树", "Tree"}});
  EXPECT_TRUE(catalogue.Seal().empty());
  return catalogue;
}

const domain::Organisations kOrganisations{{"works", {{"工务", "Works"}, domain::OrganisationKind::kUnit, ""}},
                                           {"parks", {{"园林", "Parks"}, domain::OrganisationKind::kUnit, ""}},
                                           {"hall", {{"市政厅", "Hall"}, domain::OrganisationKind::kOther, ""}}};
const std::vector<std::string> kCells{"3301001", "3301002", "3302001"};

RoutingFindings Check(const std::vector<RoutingRule>& rules, const std::set<std::string>* staffed = nullptr) {
  Responsibilities responsibilities;
  for (const RoutingRule& rule : rules) {
    EXPECT_TRUE(responsibilities.Add(rule.kind, rule.category_prefix, rule.area_prefix, rule.unit));
  }
  return CheckRouting(responsibilities, LampsAndTrees(), kOrganisations, kCells, staffed);
}

TEST(Routing, ACompleteRuleSetHasNoFinding) {
  const RoutingFindings findings = Check({{BodyKind::kMaintaining, "lamp", "", "works"},
                                          {BodyKind::kMaintaining, "tree", "3301", "parks"},
                                          {BodyKind::kTerritorial, "", "", "works"}});
  EXPECT_TRUE(findings.ok());
  EXPECT_EQ(findings.rules, 3u);
  EXPECT_EQ(findings.places, 4u) << "two categories in two areas that the rules tell apart";
}

TEST(Routing, ACategoryWithoutAUnitInAnAreaIsNamed) {
  const RoutingFindings findings =
      Check({{BodyKind::kMaintaining, "lamp", "", "works"}, {BodyKind::kMaintaining, "tree", "3301", "parks"}});
  ASSERT_EQ(findings.unrouted.size(), 1u);
  EXPECT_EQ(findings.unrouted[0].category, "tree");
  EXPECT_EQ(findings.unrouted[0].area, "3302");
}

TEST(Routing, ARuleThatDecidesNothingIsNamed) {
  const RoutingFindings findings = Check({{BodyKind::kMaintaining, "", "", "works"},
                                          {BodyKind::kSupervising, "", "3301", "parks"},
                                          {BodyKind::kTerritorial, "", "", "parks"},
                                          {BodyKind::kMaintaining, "bench", "", "parks"}});
  ASSERT_EQ(findings.unreachable.size(), 2u);
  EXPECT_EQ(findings.unreachable[0].category_prefix, "bench") << "no such category";
  EXPECT_EQ(findings.unreachable[1].kind, BodyKind::kSupervising) << "always answered before";
}

TEST(Routing, AUnitThatIsNoneIsNamed) {
  const RoutingFindings findings =
      Check({{BodyKind::kMaintaining, "lamp", "", "hall"}, {BodyKind::kMaintaining, "tree", "", "gone"}});
  EXPECT_EQ(findings.inactive.size(), 2u);
}

// -- posts ------------------------------------------------------------------------------------------------------------

TEST(Routing, AUnitInWhichNobodyCanActAndThePlacesThatLeadThereAreNamed) {
  const std::vector<RoutingRule> rules{{BodyKind::kMaintaining, "lamp", "", "works"},
                                       {BodyKind::kMaintaining, "tree", "3301", "parks"},
                                       {BodyKind::kTerritorial, "", "", "works"}};
  const std::set<std::string> works{"works"};
  const RoutingFindings findings = Check(rules, &works);
  EXPECT_EQ(findings.unstaffed, std::vector<std::string>{"parks"});
  ASSERT_EQ(findings.dead_ends.size(), 1u);
  EXPECT_EQ(findings.dead_ends[0].category, "tree");
  EXPECT_EQ(findings.dead_ends[0].area, "3301");
  EXPECT_EQ(findings.dead_ends[0].unit, "parks");
  EXPECT_FALSE(findings.ok());
  const std::set<std::string> both{"works", "parks"};
  EXPECT_TRUE(Check(rules, &both).ok());
}

TEST(Routing, AUnitIsStaffedByARoleThatActsForTheResponsibleUnitAndByNoOther) {
  domain::Procedure procedure;
  procedure.actions = {{.id = "sign", .roles = {"coordinator"}, .guards = {domain::Guard::kActorIsOfUnit}},
                       {.id = "handle", .roles = {"worker"}, .guards = {domain::Guard::kActorIsAssigned}},
                       {.id = "watch", .roles = {"watcher"}}};
  const auto staffed = StaffedUnits({{.id = "a", .organisation = "works", .roles = {"coordinator"}},
                                     {.id = "b", .organisation = "parks", .roles = {"worker"}},
                                     {.id = "c", .organisation = "roads", .roles = {"watcher"}}},
                                    procedure);
  EXPECT_EQ(staffed, (std::set<std::string>{"parks", "works"}));
}

}  // namespace
}  // namespace wangge::catalog
