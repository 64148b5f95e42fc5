#include "wire/names.h"

#include <gtest/gtest.h>

namespace wangge::wire {
namespace {

using domain::CaseId;
using domain::LogPosition;

TEST(Names, EveryCaseHasOneName) {
  EXPECT_EQ(CaseName(CaseId{42}), "cases/42");
  EXPECT_EQ(ParseCaseName("cases/42"), CaseId{42});
  for (const char* wrong : {"", "cases/", "cases/042", "cases/+42", "cases/42 ", "case/42", "cases/4x", "cases/0", "42",
                            "cases/99999999999999999999"}) {
    EXPECT_EQ(ParseCaseName(wrong), std::nullopt) << wrong;
  }
}

TEST(Names, EtagsAndPositionTokensAreToldApart) {
  const LogPosition position{(std::uint64_t{1} << 40) - 1};
  EXPECT_EQ(ParseEtag(Etag(position)), position);
  EXPECT_EQ(ParsePositionToken(PositionToken(LogPosition{7})), LogPosition{7});
  EXPECT_EQ(ParseEtag(PositionToken(position)), std::nullopt);
  EXPECT_EQ(ParsePositionToken(Etag(position)), std::nullopt);
  for (const char* wrong : {"", "e", "e00000000g1", "E0000000001", "e000000001", "e000000000A"}) {
    EXPECT_EQ(ParseEtag(wrong), std::nullopt) << wrong;
  }
}

TEST(Names, ReadsUuidsOfEitherCase) {
  const auto lower = ParseUuid("01234567-89ab-cdef-0123-456789abcdef");
  ASSERT_TRUE(lower.has_value());
  EXPECT_EQ(lower->size(), 16u);
  EXPECT_EQ(ParseUuid("01234567-89AB-CDEF-0123-456789ABCDEF"), lower);
  for (const char* wrong : {"", "0123456789abcdef0123456789abcdef", "01234567-89ab-cdef-0123-456789abcdeg",
                            "01234567089ab-cdef-0123-456789abcdef", "{1234567-89ab-cdef-0123-456789abcde}"}) {
    EXPECT_EQ(ParseUuid(wrong), std::nullopt) << wrong;
  }
}

TEST(Names, NamesOfOtherCollectionsAreRefused) {
  EXPECT_EQ(ParseReceiptName(ReceiptName("R-1")), "R-1");
  EXPECT_EQ(ParseAttachmentName(AttachmentName("ab")), "ab");
  EXPECT_EQ(ParseReceiptName("cases/1"), std::nullopt);
  EXPECT_EQ(ParseAttachmentName("attachments/"), std::nullopt);
}

}  // namespace
}  // namespace wangge::wire
