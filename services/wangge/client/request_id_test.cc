#include "services/wangge/client/request_id.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace wangge::client {
namespace {

TEST(RequestId, IsARandomUuidInItsTextForm) {
  const std::string id = NewRequestId();
  EXPECT_THAT(id, testing::MatchesRegex("[0-9a-f]+-[0-9a-f]+-4[0-9a-f]+-[89ab][0-9a-f]+-[0-9a-f]+"));
  EXPECT_EQ(id.size(), 36U);
  for (const std::size_t dash : {8U, 13U, 18U, 23U}) EXPECT_EQ(id[dash], '-');
}

TEST(RequestId, IsAnotherOneEachTime) { EXPECT_NE(NewRequestId(), NewRequestId()); }

}  // namespace
}  // namespace wangge::client
