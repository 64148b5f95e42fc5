// A town of two grids, and the stories of the urban procedure up to where a test begins.
#pragma once

#include <gtest/gtest.h>

#include "tests/scenario/city.h"

namespace wangge::scenario {

inline GridMap Town() { return GridMap({"AB", "AB"}); }

class ProcedureTest : public ::testing::Test {
 protected:
  Story Dispatched() { return city_.Report('A').Accept().File().Dispatch(); }
  Story Handling() { return Dispatched().Sign(); }
  Story Checked() { return Handling().Handle().Confirm().Do(kInspector, "check"); }
  Story Closed() { return Checked().Do(kShiftLeader, "close"); }
  // Closed, and the works were a second too late.
  Story ClosedLate() {
    Story story = Handling().Handle();
    city_.Wait(kTwoHourLimit + Seconds(1));
    return story.Confirm().Do(kInspector, "check").Do(kShiftLeader, "close");
  }

  City city_{Town()};
};

}  // namespace wangge::scenario
