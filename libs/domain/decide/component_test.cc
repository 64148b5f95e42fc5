#include "domain/decide/component.h"

#include "domain/testing/town.h"
#include "gtest/gtest.h"

namespace wangge::domain {
namespace {

using testing::kClerk;
using testing::LampReport;
using testing::Only;
using testing::Town;

constexpr char kLampPost[] = "3301020102000001";

// A town whose lamps are surveyed: version 3 of its components is in force.
class ComponentTest : public ::testing::Test {
 protected:
  ComponentTest() {
    System system = *town_.editions.systems.Active("town")->body;
    system.components =
        ComponentDuty{.edition = "things", .kinds = {"thing"}, .reasons = {{"none_near", {"附近没有", "None near"}}}};
    town_.editions.systems.Activate("town", EditionId{70}, std::make_shared<const System>(std::move(system)));
    Catalogue catalogue;
    catalogue.Add(Category{.id = "lamp", .label = {"路灯", "Street lamp"}, .kind = "thing"});
    catalogue.Add(Category{.id = "noise", .label = {"噪声", "Noise"}, .kind = "happening"});
    catalogue.Seal();
    town_.editions.catalogues.Activate("town", EditionId{71}, std::make_shared<const Catalogue>(std::move(catalogue)));
    town_.editions.activations[{EditionKind::kComponents, "things"}] = {.id = EditionId{72}, .version = 3};
  }

  static SubmitReport Naming(const std::string& id, std::uint64_t version = 3) {
    SubmitReport report = LampReport();
    report.component = {.id = id,
                        .evidence = {{.edition = "others", .version = 1},
                                     {.edition = "things",
                                      .version = version,
                                      .is_known = true,
                                      .category = "lamp",
                                      .bodies = {"bureau", "owner", "works"}}}};
    return report;
  }
  static SubmitReport WithReason(const std::string& reason) {
    SubmitReport report = LampReport();
    report.component.reason = reason;
    return report;
  }
  std::string Reason(const SubmitReport& report) const { return town_.Reason(kClerk, nullptr, report); }

  Town town_;
};

TEST_F(ComponentTest, ACaseKeepsTheComponentWithItsBodiesAndTheVersionThatAnswered) {
  const Case c = town_.Report(kClerk, Naming(kLampPost));
  EXPECT_EQ(c.component.id, kLampPost);
  EXPECT_EQ(c.component.edition, "things");
  EXPECT_EQ(c.component.version, 3u);
  EXPECT_EQ(c.component.bodies, (ComponentBodies{"bureau", "owner", "works"}));
}

TEST_F(ComponentTest, ACaseKeepsTheReasonWhyNoneIsNamed) {
  const Case c = town_.Report(kClerk, WithReason("none_near"));
  EXPECT_EQ(c.component.id, "");
  EXPECT_EQ(c.component.reason, "none_near");
  EXPECT_EQ(c.component.version, 3u);
}

TEST_F(ComponentTest, ACategoryOfComponentsNeedsOneOrTheOther) {
  EXPECT_EQ(Reason(LampReport()), "COMPONENT_REQUIRED");
  EXPECT_EQ(Reason(WithReason("lazy")), "COMPONENT_REASON_UNKNOWN");
}

TEST_F(ComponentTest, AnIdThatTheSurveyDoesNotHaveIsRefused) {
  SubmitReport report = Naming(kLampPost);
  report.component.evidence[1] = {.edition = "things", .version = 3};
  EXPECT_EQ(Reason(report), "COMPONENT_UNKNOWN");
}

TEST_F(ComponentTest, AComponentOfAnotherCategoryIsRefused) {
  SubmitReport report = Naming(kLampPost);
  report.component.evidence[1].category = "tree";
  EXPECT_EQ(Reason(report), "COMPONENT_CATEGORY_DIFFERS");
}

TEST_F(ComponentTest, WhatWasFoundInAnotherVersionIsToBeLookedForAgain) {
  EXPECT_EQ(Reason(Naming(kLampPost, 2)), "COMPONENT_VERSION_CHANGED");
  SubmitReport nowhere = Naming(kLampPost);
  nowhere.component.evidence.clear();
  EXPECT_EQ(Reason(nowhere), "COMPONENT_VERSION_CHANGED");
}

TEST_F(ComponentTest, NothingIsAskedOfOtherCategories) {
  SubmitReport noise = LampReport();
  noise.category = "noise";
  EXPECT_EQ(Reason(noise), "");
  EXPECT_EQ(Only<ComponentNamed>(town_.Events(kClerk, nullptr, noise)), nullptr);
  SubmitReport naming = Naming(kLampPost);
  naming.category = "noise";
  EXPECT_EQ(Reason(naming), "COMPONENT_NOT_EXPECTED");
}

TEST_F(ComponentTest, NothingIsAskedWhereNoSurveyIsInForce) {
  town_.editions.activations.erase({EditionKind::kComponents, "things"});
  EXPECT_EQ(Reason(LampReport()), "");
  EXPECT_EQ(Reason(Naming(kLampPost)), "COMPONENT_NOT_EXPECTED");
  EXPECT_EQ(Reason(WithReason("none_near")), "COMPONENT_NOT_EXPECTED");
}

TEST_F(ComponentTest, NothingIsAskedInASystemWithoutComponents) {
  Town plain;
  EXPECT_EQ(plain.Reason(kClerk, nullptr, LampReport()), "");
  EXPECT_EQ(plain.Reason(kClerk, nullptr, Naming(kLampPost)), "COMPONENT_NOT_EXPECTED");
}

}  // namespace
}  // namespace wangge::domain
