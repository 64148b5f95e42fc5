#include "services/wangge/commands/case_text.h"

#include <gtest/gtest.h>

#include "base/rfc3339.h"
#include "wire/time.h"

namespace wangge::commands {
namespace {

google::protobuf::Timestamp At(const char* text) { return wire::ToProto(*ParseRfc3339(std::string(text) + "+08:00")); }

cases::v1::DeadlineExplanation Disposal() {
  cases::v1::DeadlineExplanation explanation;
  explanation.set_clock("disposal");
  explanation.set_generation(4);
  explanation.set_calendar("cn/1");
  explanation.set_utc_offset_minutes(480);
  *explanation.mutable_due_at() = At("2026-12-25T09:00:00");
  return explanation;
}

TEST(ExplanationHead, TellsTheDeadlineAndWhatMayStillMoveIt) {
  cases::v1::DeadlineExplanation explanation = Disposal();
  EXPECT_EQ(ExplanationHead(explanation), "disposal, run 4: due 2026-12-25T09:00:00+08:00 (cn/1)\n");
  explanation.set_may_move_from("2026-12-25");
  EXPECT_EQ(ExplanationHead(explanation),
            "disposal, run 4: due 2026-12-25T09:00:00+08:00 (cn/1)\n"
            "  may still move: the list of holidays of 2027 has not come, and may change days from 2026-12-25 on\n");
}

TEST(ExplanationHead, OfAClockThatStandsStillDoesNotTellTheOldDeadlineAsIfItHeld) {
  cases::v1::DeadlineExplanation explanation = Disposal();
  cases::v1::Standstill& standstill = *explanation.mutable_standstill();
  *standstill.mutable_since() = At("2026-12-24T17:30:00");
  standstill.set_by("dispatcher-01");
  cases::v1::DeadlinePart& part = *explanation.add_parts();
  part.set_limit("2wh");
  part.set_unit(cases::v1::COUNT_UNIT_MICROSECOND);
  part.set_left(Minutes(90).micros);
  EXPECT_EQ(ExplanationHead(explanation),
            "disposal, run 4: stands still since 2026-12-24T17:30:00+08:00 by dispatcher-01 (cn/1)\n"
            "  no end is known: it goes on when somebody says so\n"
            "  left 5400 s of 2wh\n"
            "  was due 2026-12-25T09:00:00+08:00 before, which holds no more\n");
  *standstill.mutable_until() = At("2027-01-03T00:00:00");
  *standstill.mutable_due_at_then() = At("2027-01-04T09:30:00");
  standstill.set_provisional_then(true);
  EXPECT_EQ(ExplanationHead(explanation),
            "disposal, run 4: stands still since 2026-12-24T17:30:00+08:00 by dispatcher-01 (cn/1)\n"
            "  asked for until 2027-01-03T00:00:00+08:00; if it goes on then, it will be due "
            "2027-01-04T09:30:00+08:00, provisional\n"
            "  left 5400 s of 2wh\n"
            "  was due 2026-12-25T09:00:00+08:00 before, which holds no more\n");
}

}  // namespace
}  // namespace wangge::commands
