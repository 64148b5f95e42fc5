#include "services/ledger/page_token.h"

#include <gtest/gtest.h>

#include "base/limits.h"
#include "rpc/base64url.h"
#include "rpc/error.h"

namespace wangge::ledger {
namespace {

PageTokens SomeTokens(char key) { return PageTokens(vault::SecretKey(std::string(vault::kKeyBytes, key))); }

TEST(PageToken, OpensForTheSameListOnly) {
  const PageTokens tokens = SomeTokens('a');
  const std::string list = ListKey({"Cases", "post-1", "filter"});
  std::string token = tokens.Make(list, CursorOf(std::uint64_t{7}));
  ASSERT_TRUE(tokens.Open(list, token).ok());
  EXPECT_EQ(*NumberOfCursor(*tokens.Open(list, token)), 7u);
  EXPECT_EQ(rpc::ReasonOf(tokens.Open(ListKey({"Cases", "post-2", "filter"}), token).status()), "PAGE_TOKEN_INVALID");
  EXPECT_EQ(rpc::ReasonOf(SomeTokens('b').Open(list, token).status()), "PAGE_TOKEN_INVALID");
  token.back() = token.back() == 'A' ? 'B' : 'A';
  EXPECT_FALSE(tokens.Open(list, token).ok());
  EXPECT_FALSE(tokens.Open(list, "").ok());
  EXPECT_FALSE(tokens.Open(list, "not base64 at all!").ok());
}

TEST(PageToken, SaysNothingOfWhereTheListGoesOn) {
  const PageTokens tokens = SomeTokens('a');
  const std::string cursor = "position " + std::string(100, '7');
  const std::string token = tokens.Make("list", cursor);
  EXPECT_EQ(*tokens.Open("list", token), cursor);
  const std::string bytes = *rpc::FromBase64Url(token);
  EXPECT_EQ(bytes.find("77"), std::string::npos);
  // Neighbours differ all over: no number can be read off or counted on.
  const std::string seven = *rpc::FromBase64Url(tokens.Make("list", CursorOf(std::uint64_t{7})));
  const std::string eight = *rpc::FromBase64Url(tokens.Make("list", CursorOf(std::uint64_t{8})));
  EXPECT_NE(seven.substr(16, 7), eight.substr(16, 7));
}

TEST(PageToken, PartsOfDifferentListsNeverMeet) {
  EXPECT_NE(ListKey({"ab", "c"}), ListKey({"a", "bc"}));
  EXPECT_NE(ListKey({"ab"}), ListKey({"ab", ""}));
}

TEST(PageToken, ACursorKeepsTheEntryItEndsWith) {
  engine::CaseEntry entry;
  entry.id = domain::CaseId{0x1234567890};
  EXPECT_EQ(EntryOfCursor(CursorOf(entry))->due, std::nullopt);
  entry.due = Timestamp{-5};
  const auto read = EntryOfCursor(CursorOf(entry));
  ASSERT_TRUE(read.ok());
  EXPECT_EQ(read->id, entry.id);
  EXPECT_EQ(read->due, entry.due);
  EXPECT_FALSE(EntryOfCursor("short").ok());
}

TEST(PageToken, PageSizesHaveADefaultAndAMost) {
  EXPECT_EQ(*PageSize(0), limits::kPageSizeDefault);
  EXPECT_EQ(*PageSize(7), 7u);
  EXPECT_EQ(*PageSize(2'000'000'000), limits::kPageSizeMax);
  EXPECT_FALSE(PageSize(-1).ok());
}

}  // namespace
}  // namespace wangge::ledger
