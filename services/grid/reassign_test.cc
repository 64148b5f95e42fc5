#include "services/grid/reassign.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "catalog/layer_body.h"
#include "services/ledger/testing/served_city.h"
#include "services/ledger/testing/test_desk.h"

namespace wangge::grid {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

// Squares of a tenth of a degree from west to east, from 119.85 E 28.4 N on: the reports of the served city lie in the
// first.
std::string LayerOf(const std::vector<std::string>& codes) {
  std::string features;
  for (std::size_t i = 0; i < codes.size(); ++i) {
    const double west = 119.85 + 0.1 * static_cast<double>(i);
    const auto corner = [&](double x, double y) { return "[" + std::to_string(x) + "," + std::to_string(y) + "]"; };
    features +=
        (i == 0 ? "" : ",") + ("{\"type\":\"Feature\",\"properties\":{\"code\":\"" + codes[i] +
                               "\"},\"geometry\":{\"type\":\"Polygon\",\"coordinates\":[[" + corner(west, 28.4) + "," +
                               corner(west + 0.1, 28.4) + "," + corner(west + 0.1, 28.5) + "," + corner(west, 28.5) +
                               "," + corner(west, 28.4) + "]]}}");
  }
  const std::string text = "{\"type\":\"FeatureCollection\",\"features\":[" + features + "]}";
  return *catalog::EncodeLayerBody({"code", "wgs84", text});
}

const std::string kFirst = LayerOf({"331102001001", "331102001002"});
const std::string kRenamed = LayerOf({"331102001009", "331102001002"});

class ReassignTest : public ::testing::Test {
 protected:
  ReassignTest() { Activate(kFirst); }

  void Activate(const std::string& body) { city_.Activate(domain::EditionKind::kLayer, "unit_grid", body); }
  cases::v1::Case Get(const std::string& name) {
    const auto found = desk_.Get(name, ledger::ServedCity::ShiftLeader());
    EXPECT_TRUE(found.ok()) << found.status();
    return found.ok() ? *found : cases::v1::Case();
  }

  ledger::ServedCity city_;
  ledger::TestDesk desk_{city_};
  StateLayers layers_{city_.state()};
  Reassigner reassigner_{city_.ledger(), layers_};
};

TEST_F(ReassignTest, AnActivationPlacesOpenCasesAgainOnceAndEachCaseKeepsBothVersions) {
  const std::string name = desk_.Report();
  const cases::v1::Case before = Get(name);
  ASSERT_EQ(*reassigner_.Reassign(), 0u) << "nothing has changed";
  Activate(kRenamed);
  EXPECT_EQ(*reassigner_.Reassign(), 1u);
  EXPECT_EQ(*reassigner_.Reassign(), 0u) << "a second walk finds nothing left";
  const cases::v1::Case after = Get(name);
  ASSERT_EQ(after.assignments_size(), 1);
  EXPECT_EQ(after.assignments(0).code(), "331102001009");
  EXPECT_EQ(after.assignments(0).version(), 2u);
  ASSERT_EQ(after.earlier_places_size(), 1);
  EXPECT_EQ(after.earlier_places(0).assignments(0).code(), "331102001001");
  EXPECT_EQ(after.earlier_places(0).assignments(0).version(), 1u);
  EXPECT_EQ(after.receipt_number(), before.receipt_number());
  ASSERT_EQ(after.clocks_size(), before.clocks_size());
  for (int i = 0; i < after.clocks_size(); ++i) {
    EXPECT_EQ(after.clocks(i).due_at().seconds(), before.clocks(i).due_at().seconds());
  }
  const auto history = desk_.History(name);
  ASSERT_EQ(history.size(), 2u) << "the report, and the step that placed it again";
  ASSERT_EQ(history.back().assignments_size(), 1);
  EXPECT_EQ(history.back().assignments(0).code(), "331102001009");
}

TEST_F(ReassignTest, ACaseThatNoCellHoldsAnyMoreIsInNone) {
  const std::string name = desk_.Report();
  std::string body = LayerOf({"331102001001"});
  // Its southern side a tenth further north: the report lies below.
  for (std::size_t at = body.find("28.4"); at != std::string::npos; at = body.find("28.4", at + 5)) {
    body.replace(at, 4, "28.49");
  }
  Activate(body);
  EXPECT_THAT(*reassigner_.Foretell("unit_grid", body),
              ElementsAre(HasSubstr("no cell holds it any more"), HasSubstr("of 1 open cases 0 would move, 1 ")));
  EXPECT_EQ(*reassigner_.Reassign(), 1u);
  const cases::v1::Case after = Get(name);
  EXPECT_EQ(after.assignments_size(), 0);
  ASSERT_EQ(after.gaps_size(), 1);
  EXPECT_EQ(after.gaps(0).nearest_code(), "331102001001");
}

TEST_F(ReassignTest, WhatWouldMoveIsForetoldAndNothingIsChanged) {
  const std::string name = desk_.Report();
  EXPECT_THAT(*reassigner_.Foretell("unit_grid", kRenamed),
              ElementsAre(name + ": moves from \"331102001001\" to \"331102001009\"",
                          "of 1 open cases 1 would move, 0 would be in no cell, 0 would be in several"));
  EXPECT_EQ(Get(name).assignments(0).code(), "331102001001");
  EXPECT_EQ(desk_.History(name).size(), 1u);
}

TEST_F(ReassignTest, ARetryAcrossAnActivationFindsItsFirstAnswer) {
  const ledger::v1::Command command = city_.Report();
  const auto submit = [&](const ledger::v1::Command& asked) {
    ledger::Waited<ledger::v1::CommandResult> waited;
    city_.local().Submit(asked, city_.DeadlineOfTests(), waited.Done());
    return waited.Get();
  };
  const auto first = submit(command);
  ASSERT_TRUE(first.ok()) << first.status();
  Activate(kRenamed);
  ASSERT_EQ(*reassigner_.Reassign(), 1u);
  ledger::v1::Command again = command;
  auto& cell = *again.mutable_submit_report()->mutable_location()->mutable_placements(0);
  cell.set_code("331102001009");  // as a device's retry is located again
  cell.set_version(2);
  const auto second = submit(again);
  ASSERT_TRUE(second.ok()) << second.status();
  EXPECT_EQ(second->receipt().case_(), first->receipt().case_());
  EXPECT_EQ(second->receipt().receipt_number(), first->receipt().receipt_number());
}

}  // namespace
}  // namespace wangge::grid
