#include "domain/relocation.h"

#include <gtest/gtest.h>

#include "domain/testing/town.h"

namespace wangge::domain {
namespace {

using testing::Town;

// The lamp of the town, found in version 2 of the grid.
Location Found(std::vector<Placement> placements, std::vector<Gap> gaps = {}) {
  Location location = testing::LampReport().location;
  location.placements = std::move(placements);
  location.gaps = std::move(gaps);
  return location;
}

Placement Grid(const char* code, std::uint32_t matches = 1) {
  return {.layer = "grid", .version = 2, .code = code, .matches = matches};
}
const Placement kDistrict{.layer = "district", .version = 1, .code = "3301"};

void PutVersion(Town& town, std::uint64_t version) {
  town.editions.activations[ActivationKey{EditionKind::kLayer, "grid"}] = Activation{.version = version};
}

TEST(ChangeOfPlace, SaysTheGravestOfAllLayers) {
  const Location before = testing::LampReport().location;
  EXPECT_EQ(ChangeOfPlace(before, before), PlaceChange::kNone);
  EXPECT_EQ(ChangeOfPlace(before, Found({Grid("330101"), kDistrict})), PlaceChange::kNone) << "the version alone";
  EXPECT_EQ(ChangeOfPlace(before, Found({Grid("330102"), kDistrict})), PlaceChange::kMoved);
  EXPECT_EQ(ChangeOfPlace(before, Found({Grid("330101", 2), kDistrict})), PlaceChange::kAmbiguous);
  EXPECT_EQ(ChangeOfPlace(before, Found({kDistrict}, {{.layer = "grid", .version = 2}})), PlaceChange::kOrphaned);
  EXPECT_EQ(ChangeOfPlace(Found({kDistrict}, {{.layer = "grid", .version = 1}}), Found({Grid("330101"), kDistrict})),
            PlaceChange::kMoved)
      << "the first cell";
  EXPECT_EQ(ChangeOfPlace(Found({Grid("330101", 2)}), Found({Grid("330101", 2)})), PlaceChange::kNone)
      << "it was in several before";
}

TEST(RelocateCase, MovesAnOpenCaseAndKeepsWhereItWasAndAllElse) {
  Town town;
  Case c = testing::LampAtWorks(town);
  const Case before = c;
  PutVersion(town, 2);
  town.now = town.now + Hours(1);
  town.Apply(c, town.Events(testing::kTimer, &c, RelocateCase{c.id, Found({Grid("330102"), kDistrict})}));
  EXPECT_EQ(c.area, "330102");
  EXPECT_EQ(c.location.placements.front().version, 2u);
  ASSERT_EQ(c.earlier_places.size(), 1u);
  EXPECT_EQ(c.earlier_places[0], (EarlierPlace{town.now, before.location, before.area}));
  EXPECT_EQ(c.clocks, before.clocks);
  EXPECT_EQ(c.stage, before.stage);
  EXPECT_EQ(c.unit, before.unit);
  EXPECT_EQ(c.assignments, before.assignments);
}

TEST(RelocateCase, LeavesAloneWhatStaysWhatIsClosedAndWhatWasMovedMeanwhile) {
  Town town;
  Case c = testing::LampAtWorks(town);
  PutVersion(town, 2);
  EXPECT_TRUE(town.Events(testing::kTimer, &c, RelocateCase{c.id, Found({Grid("330101"), kDistrict})}).empty());
  Location elsewhere = Found({Grid("330102"), kDistrict});
  elsewhere.position->lon_e7 += 1;
  EXPECT_TRUE(town.Events(testing::kTimer, &c, RelocateCase{c.id, elsewhere}).empty());
  c.outcome = Outcome::kClosed;
  EXPECT_TRUE(town.Events(testing::kTimer, &c, RelocateCase{c.id, Found({Grid("330102"), kDistrict})}).empty());
  EXPECT_TRUE(town.Events(testing::kTimer, nullptr, RelocateCase{c.id, {}}).empty());
}

TEST(RelocateCase, RefusesAPlaceOfAVersionThatIsNotInForce) {
  Town town;
  const Case c = testing::LampAtWorks(town);
  PutVersion(town, 3);
  EXPECT_EQ(town.Reason(testing::kTimer, &c, RelocateCase{c.id, Found({Grid("330102"), kDistrict})}),
            "LAYER_VERSION_CHANGED");
}

}  // namespace
}  // namespace wangge::domain
