#include "services/wangge/client/request_id.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "base/status/clock.h"

namespace wangge::client {
namespace {

TEST(RequestId, IsAUuidOfVersionSevenInItsTextForm) {
  const std::string id = NewRequestId();
  EXPECT_THAT(id, testing::MatchesRegex("[0-9a-f]+-[0-9a-f]+-7[0-9a-f]+-[89ab][0-9a-f]+-[0-9a-f]+"));
  EXPECT_EQ(id.size(), 36U);
  for (const std::size_t dash : {8U, 13U, 18U, 23U}) EXPECT_EQ(id[dash], '-');
}

TEST(RequestId, BeginsWithTheTimeInMilliseconds) {
  const auto before = SystemClock().Now().micros / 1'000;
  const std::string id = NewRequestId();
  const std::int64_t time = std::stoll(id.substr(0, 8) + id.substr(9, 4), nullptr, 16);
  EXPECT_GE(time, before);
  EXPECT_LE(time, SystemClock().Now().micros / 1'000);
}

TEST(RequestId, IsAnotherOneEachTime) { EXPECT_NE(NewRequestId(), NewRequestId()); }

}  // namespace
}  // namespace wangge::client
