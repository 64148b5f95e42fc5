// Why a deadline is what it is, over gRPC, while its clock stands still.
#include <gtest/gtest.h>

#include "base/rfc3339.h"
#include "services/ledger/testing/test_desk.h"
#include "wire/time.h"

namespace wangge::resolution {
namespace {

using ledger::ServedCity;
using ledger::TestDesk;

class ExplainDeadlineTest : public ::testing::Test {
 protected:
  cases::v1::DeadlineExplanation Explain(const std::string& name, const std::string& clock) {
    v1::ExplainDeadlineRequest request;
    request.set_name(name);
    request.set_clock(clock);
    const auto answer = ledger::Ask(city_, ServedCity::UnitHandler(), *resolution_,
                                    &v1::ResolutionService::Stub::ExplainDeadline, request);
    EXPECT_TRUE(answer.ok()) << answer.status();
    return answer.ok() ? answer->explanation() : cases::v1::DeadlineExplanation();
  }
  static std::string TextOf(const google::protobuf::Timestamp& time) {
    return FormatRfc3339(*wire::FromProto(time), Hours(8));
  }
  std::string Later(Duration later) { return FormatRfc3339(city_.clock().Now() + later, Hours(8)); }

  ServedCity city_;  // it is Monday 10:40
  TestDesk desk_{city_};
  std::unique_ptr<v1::ResolutionService::Stub> resolution_ = v1::ResolutionService::NewStub(city_.channel());
};

TEST_F(ExplainDeadlineTest, AClockThatStandsStillTellsSinceWhenByWhomUntilWhenWhatIsLeftAndTheDeadlineThen) {
  const std::string name = desk_.Dispatched("100101-1");  // two urgent hours
  ASSERT_EQ(desk_.Act(name, "sign", ServedCity::UnitHandler()), "OK");
  EXPECT_FALSE(Explain(name, "disposal").has_standstill());
  const std::string due = Later(Hours(2));
  city_.clock().AdvanceTo(city_.clock().Now() + Minutes(30));
  const std::string since = Later({});
  const std::string until = Later(Days(40));
  const std::string then = Later(Days(40) + Minutes(90));
  cases::v1::ActionInput suspension;
  suspension.set_note("until the ground has thawed");
  *suspension.mutable_until() = wire::ToProto(city_.clock().Now() + Days(40));
  ASSERT_EQ(desk_.Act(name, "ask_suspension", ServedCity::UnitHandler(), suspension), "OK");
  suspension.clear_until();
  ASSERT_EQ(desk_.Act(name, "grant_suspension", ServedCity::Dispatcher(), suspension), "OK");
  city_.clock().AdvanceTo(city_.clock().Now() + Days(2));

  const cases::v1::DeadlineExplanation told = Explain(name, "disposal");
  ASSERT_TRUE(told.has_standstill());
  EXPECT_EQ(TextOf(told.standstill().since()), since);
  EXPECT_EQ(told.standstill().by(), ServedCity::Dispatcher().actor);
  EXPECT_EQ(TextOf(told.standstill().until()), until);
  EXPECT_EQ(TextOf(told.standstill().due_at_then()), then);
  EXPECT_FALSE(told.standstill().provisional_then());
  EXPECT_EQ(TextOf(told.due_at()), due) << "the one that stood before";
  ASSERT_EQ(told.parts_size(), 1);
  EXPECT_EQ(told.parts(0).left(), Minutes(90).micros);
  EXPECT_EQ(TextOf(told.parts(0).due_at()), Later(Minutes(90))) << "if it went on now";
  EXPECT_TRUE(Explain(name, "overall").has_standstill());

  ASSERT_EQ(desk_.Act(name, "resume", ServedCity::Dispatcher(), suspension), "OK");
  const cases::v1::DeadlineExplanation after = Explain(name, "disposal");
  EXPECT_FALSE(after.has_standstill());
  EXPECT_FALSE(after.parts(0).has_left());
  EXPECT_EQ(TextOf(after.due_at()), Later(Minutes(90)));
}

TEST_F(ExplainDeadlineTest, AFirmDeadlineOfLateDecemberSaysThatTheNextListMayMoveIt) {
  EXPECT_EQ(Explain(desk_.Dispatched("100101-2"), "disposal").may_move_from(), "");
  city_.clock().AdvanceTo(*ParseRfc3339("2026-12-24T17:00:00+08:00"));
  const cases::v1::DeadlineExplanation told = Explain(desk_.Dispatched("100101-2"), "disposal");
  EXPECT_FALSE(told.provisional());
  EXPECT_EQ(told.may_move_from(), "2026-12-25");
}

}  // namespace
}  // namespace wangge::resolution
