#include "services/resolution/similar_cases.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <future>
#include <random>
#include <tuple>

#include "base/limits.h"
#include "geo/metres.h"
#include "services/ledger/testing/ask.h"
#include "wangge/resolution/v1/resolution.grpc.pb.h"
#include "wire/names.h"

namespace wangge::resolution {
namespace {

using ledger::Ask;
using ledger::CodeOf;
using ledger::ServedCity;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using Resolution = v1::ResolutionService::Stub;

constexpr Position kLid{1'199'000'000, 284'500'000};
constexpr std::int32_t kStep = 1'000;  // 11 m to the north, 10 m to the east

struct Sent {
  domain::CaseId id{};
  Position place{};
  std::string category{};
  std::string cell{};
  Timestamp at{};
  bool has_ended = false;
};

class SimilarCasesTest : public ::testing::Test {
 protected:
  Sent Send(Position place, const std::string& category = "100101", const std::string& cell = "331102001001") {
    ledger::v1::Command command = city_.Report();
    auto& report = *command.mutable_submit_report();
    report.set_category(category);
    report.mutable_location()->set_lon_e7(place.lon_e7);
    report.mutable_location()->set_lat_e7(place.lat_e7);
    report.mutable_location()->mutable_placements(0)->set_code(cell);
    ledger::Waited<ledger::v1::CommandResult> waited;
    city_.local().Submit(std::move(command), city_.DeadlineOfTests(), waited.Done());
    const auto result = waited.Get();
    EXPECT_TRUE(result.ok()) << result.status();
    if (!result.ok()) return {};
    return {*wire::ParseCaseName(result->receipt().case_()), place, category, cell, city_.state().Now()};
  }
  v1::PerformActionResponse Do(domain::CaseId id, const std::string& action, const rpc::Caller& caller,
                               const cases::v1::ActionInput& input) {
    v1::GetCaseRequest get;
    get.set_name(wire::CaseName(id));
    const auto now = Ask(city_, caller, *stub_, &Resolution::GetCase, get);
    v1::PerformActionRequest step;
    step.set_name(wire::CaseName(id));
    step.set_action(action);
    step.set_etag(now.ok() ? now->case_().etag() : "");
    step.set_request_id(city_.NewUuid());
    *step.mutable_input() = input;
    const auto done = Ask(city_, caller, *stub_, &Resolution::PerformAction, step);
    EXPECT_TRUE(done.ok()) << action << ": " << done.status();
    return done.ok() ? *done : v1::PerformActionResponse();
  }
  void Merge(domain::CaseId id, domain::CaseId master) {
    cases::v1::ActionInput input;
    input.set_master(wire::CaseName(master));
    Do(id, "link_duplicate", ServedCity::Acceptor(), input);
  }
  void Wait(Duration time) {
    std::promise<void> moved;
    city_.state().AdvanceClock(city_.state().Now() + time, [&moved](const absl::Status& status) {
      EXPECT_TRUE(status.ok()) << status;
      moved.set_value();
    });
    moved.get_future().wait();
  }

  static v1::FindSimilarCasesRequest Like(domain::CaseId id) {
    v1::FindSimilarCasesRequest request;
    request.set_case_(wire::CaseName(id));
    return request;
  }
  static v1::FindSimilarCasesRequest Like(Position place, const std::string& category) {
    v1::FindSimilarCasesRequest request;
    request.mutable_spot()->set_category(category);
    auto& position = *request.mutable_spot()->mutable_position();
    position.set_longitude(place.lon_e7 / 1e7);
    position.set_latitude(place.lat_e7 / 1e7);
    position.set_datum("wgs84");
    return request;
  }
  absl::StatusOr<v1::FindSimilarCasesResponse> Find(const v1::FindSimilarCasesRequest& request,
                                                    const rpc::Caller& caller = ServedCity::Acceptor()) {
    return Ask(city_, caller, *stub_, &Resolution::FindSimilarCases, request);
  }
  std::vector<domain::CaseId> Found(const v1::FindSimilarCasesRequest& request,
                                    const rpc::Caller& caller = ServedCity::Acceptor()) {
    const auto response = Find(request, caller);
    EXPECT_TRUE(response.ok()) << response.status();
    std::vector<domain::CaseId> ids;
    if (response.ok()) {
      for (const auto& similar : response->cases()) ids.push_back(*wire::ParseCaseName(similar.case_().name()));
    }
    return ids;
  }

  ServedCity city_;
  std::unique_ptr<Resolution> stub_ = v1::ResolutionService::NewStub(city_.channel());
};

TEST_F(SimilarCasesTest, TheNearestComesFirstAndTheCaseItselfNotAtAll) {
  const Sent far = Send({kLid.lon_e7 + 4 * kStep, kLid.lat_e7});
  const Sent lid = Send(kLid);
  const Sent near = Send({kLid.lon_e7, kLid.lat_e7 + kStep});
  const Sent same = Send(kLid);
  Send({kLid.lon_e7 + 6 * kStep, kLid.lat_e7});  // 59 m
  EXPECT_THAT(Found(Like(lid.id)), ElementsAre(same.id, near.id, far.id));
  EXPECT_THAT(Found(Like(kLid, "100101")), ElementsAre(lid.id, same.id, near.id, far.id)) << "ties by number";
  const auto found = Find(Like(lid.id));
  ASSERT_TRUE(found.ok()) << found.status();
  EXPECT_EQ(found->cases(0).distance_cm(), 0u);
  EXPECT_EQ(found->cases(1).distance_cm(), 1'108u);
  EXPECT_EQ(found->cases(0).case_().description(), "");
  EXPECT_FALSE(found->more());
}

TEST_F(SimilarCasesTest, OnlyOpenCasesOfTheSameCategoryReceivedInTheLastHoursAreSimilar) {
  const Sent old = Send(kLid);
  Wait(Hours(24));
  EXPECT_THAT(Found(Like(kLid, "100101")), ElementsAre(old.id)) << "24 hours old is in the last 24 hours";
  Wait(Microseconds(1));
  const Sent fresh = Send(kLid);
  Send(kLid, "100102");
  const Sent merged = Send(kLid);
  Merge(merged.id, fresh.id);
  EXPECT_THAT(Found(Like(kLid, "100101")), ElementsAre(fresh.id));
  EXPECT_THAT(Found(Like(merged.id)), ElementsAre(fresh.id)) << "an ended case may be asked about";
  auto longer = Like(kLid, "100101");
  longer.set_hours(25);
  EXPECT_THAT(Found(longer), ElementsAre(old.id, fresh.id));

  cases::v1::ActionInput input;
  input.set_condition("100101-1");
  Do(fresh.id, "accept", ServedCity::Acceptor(), {});
  Do(fresh.id, "file", ServedCity::ShiftLeader(), input);
  longer.set_condition("100101-1");
  EXPECT_THAT(Found(longer), ElementsAre(fresh.id));
  longer.set_condition("100101-2");
  EXPECT_THAT(Found(longer), IsEmpty());
}

TEST_F(SimilarCasesTest, ACaseOutOfTheCallersScopeIsNeitherAskedAboutNorFound) {
  const Sent mine = Send(kLid);
  const Sent theirs = Send(kLid, "100101", "331181001001");
  const rpc::Caller district = ServedCity::Post("acceptor-02", "acceptor", "331102-JD", "331102");
  EXPECT_THAT(Found(Like(mine.id), district), IsEmpty());
  EXPECT_THAT(Found(Like(mine.id)), ElementsAre(theirs.id));
  EXPECT_EQ(CodeOf(Find(Like(theirs.id), district)), "NOT_FOUND CASE_NOT_FOUND");
  EXPECT_EQ(CodeOf(Find(Like(domain::CaseId{999'999}), district)), "NOT_FOUND CASE_NOT_FOUND");
  auto one = Like(kLid, "100101");
  one.set_page_size(1);
  const auto page = Find(one, district);
  ASSERT_TRUE(page.ok()) << page.status();
  EXPECT_FALSE(page->more()) << "nothing tells that there is another";
  EXPECT_THAT(Found(one, ServedCity::UnitHandler()), IsEmpty()) << "a unit sees what it was sent";
  EXPECT_EQ(CodeOf(Find(one, ServedCity::Post("nobody-01", "no_role", "", "*"))), "PERMISSION_DENIED ROLE_NOT_ALLOWED");
}

TEST_F(SimilarCasesTest, WhatIsAskedForHasLimits) {
  const Sent lid = Send(kLid);
  const Sent other = Send({kLid.lon_e7, kLid.lat_e7 + 80 * kStep});  // 887 m
  auto request = Like(lid.id);
  request.set_within_m(limits::kSimilarMetresMax);
  request.set_hours(limits::kSimilarHoursMax);
  EXPECT_THAT(Found(request), ElementsAre(other.id));
  request.set_within_m(limits::kSimilarMetresMax + 1);
  EXPECT_EQ(CodeOf(Find(request)), "INVALID_ARGUMENT FIELD_INVALID");
  request.set_within_m(limits::kSimilarMetresDefault);
  EXPECT_THAT(Found(request), IsEmpty());
  request.set_hours(limits::kSimilarHoursMax + 1);
  EXPECT_EQ(CodeOf(Find(request)), "INVALID_ARGUMENT FIELD_INVALID");
  request.set_hours(limits::kSimilarHoursDefault);
  request.set_condition(std::string(limits::kIdBytesMax + 1, 'c'));
  EXPECT_EQ(CodeOf(Find(request)), "INVALID_ARGUMENT FIELD_INVALID");
  EXPECT_EQ(CodeOf(Find({})), "INVALID_ARGUMENT FIELD_INVALID");
  EXPECT_EQ(CodeOf(Find(Like(kLid, ""))), "INVALID_ARGUMENT FIELD_INVALID");
  auto nowhere = Like(kLid, "100101");
  nowhere.mutable_spot()->mutable_position()->set_datum("mars");
  EXPECT_EQ(CodeOf(Find(nowhere)), "INVALID_ARGUMENT FIELD_INVALID");

  Send(kLid);
  auto one = Like(kLid, "100101");
  one.set_page_size(1);
  const auto page = Find(one);
  ASSERT_TRUE(page.ok()) << page.status();
  EXPECT_EQ(page->cases_size(), 1);
  EXPECT_TRUE(page->more());
}

TEST_F(SimilarCasesTest, ACaseWithoutAPositionIsLikeNone) {
  ledger::v1::Command command = city_.Report();
  command.mutable_submit_report()->clear_location();
  command.mutable_submit_report()->mutable_location()->set_source(cases::v1::POSITION_SOURCE_NONE);
  ledger::Waited<ledger::v1::CommandResult> waited;
  city_.local().Submit(std::move(command), city_.DeadlineOfTests(), waited.Done());
  const auto result = waited.Get();
  ASSERT_TRUE(result.ok()) << result.status();
  v1::FindSimilarCasesRequest request;
  request.set_case_(result->receipt().case_());
  EXPECT_EQ(CodeOf(Find(request)), "FAILED_PRECONDITION CASE_HAS_NO_POSITION");
  EXPECT_THAT(Found(Like(kLid, "100101")), IsEmpty());
}

// Against the rule itself, over every case that was sent.
TEST_F(SimilarCasesTest, AnyAnswerIsWhatLookingAtEveryCaseSays) {
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  const auto pick = [&random](const std::vector<std::string>& from) { return from[random() % from.size()]; };
  const auto near = [&random](Position at) {
    const auto shift = [&random] { return static_cast<std::int32_t>(random() % 20'000) - 10'000; };
    return Position{at.lon_e7 + shift(), at.lat_e7 + shift()};
  };
  std::vector<Sent> sent;
  for (int i = 0; i < 120; ++i) {
    sent.push_back(
        Send(near(kLid), pick({"100101", "100102"}), pick({"331102001001", "331102002001", "331181001001"})));
    if (random() % 4 == 0) Wait(Hours(random() % 3));
    if (i > 0 && random() % 8 == 0 && !sent[0].has_ended) {
      Merge(sent.back().id, sent[0].id);
      sent.back().has_ended = true;
    }
  }
  for (int i = 0; i < 100; ++i) {
    const Sent& like = sent[random() % sent.size()];
    const bool by_case = random() % 2 == 0;
    auto request = by_case ? Like(like.id) : Like(near(kLid), pick({"100101", "100102"}));
    const Position place =
        by_case ? like.place
                : Position{static_cast<std::int32_t>(std::lround(request.spot().position().longitude() * 1e7)),
                           static_cast<std::int32_t>(std::lround(request.spot().position().latitude() * 1e7))};
    const std::string category = by_case ? like.category : request.spot().category();
    request.set_within_m(static_cast<std::uint32_t>(1 + random() % 300));
    request.set_hours(static_cast<std::uint32_t>(1 + random() % 40));
    request.set_page_size(1'000);
    std::string area = pick({"*", "33", "331102", "331102002", "331181"});
    if (by_case && area != "*" && !like.cell.starts_with(area)) area = "*";
    std::vector<std::tuple<std::int64_t, domain::CaseId>> expected;
    for (const Sent& one : sent) {
      const std::int64_t distance = geo::DistanceCm(place, one.place);
      if ((by_case && one.id == like.id) || one.has_ended || one.category != category ||
          distance > std::int64_t{request.within_m()} * 100 || one.at < city_.state().Now() - Hours(request.hours()) ||
          (area != "*" && !one.cell.starts_with(area))) {
        continue;
      }
      expected.emplace_back(distance, one.id);
    }
    std::ranges::sort(expected);
    const auto response = Find(request, ServedCity::Post("acceptor-03", "acceptor", "3311-JDZX", area));
    ASSERT_TRUE(response.ok()) << response.status();
    std::vector<std::tuple<std::int64_t, domain::CaseId>> found;
    for (const auto& similar : response->cases()) {
      found.emplace_back(similar.distance_cm(), *wire::ParseCaseName(similar.case_().name()));
    }
    ASSERT_EQ(found, expected) << request.ShortDebugString() << " in " << area;
  }
}

}  // namespace
}  // namespace wangge::resolution
