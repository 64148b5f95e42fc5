#include "geo/files/text_encoding.h"

#include <gtest/gtest.h>

namespace wangge::geo {
namespace {

constexpr char kGrid[] = "\xcd\xf8\xb8\xf1";  // 网格 in GBK and GB18030

TEST(TextDecoder, KnowsTheNamesThatFilesUse) {
  for (const char* name : {"GB18030", "gbk", "GB2312", "936", "CP936", "ANSI 936", "54936"}) {
    const auto decoder = TextDecoder::Open(name);
    ASSERT_TRUE(decoder.ok()) << name << " " << decoder.status();
    EXPECT_EQ(decoder->Decode(kGrid), "网格") << name;
  }
  for (const char* name : {"UTF-8", "utf8", "65001"}) {
    const auto decoder = TextDecoder::Open(name);
    ASSERT_TRUE(decoder.ok()) << name;
    EXPECT_EQ(decoder->Decode("网格"), "网格") << name;
  }
  EXPECT_EQ(TextDecoder::Open("1252")->Decode("\xe9"), "é");
  EXPECT_EQ(TextDecoder::Open("ISO 88591")->Decode("\xe9"), "é");
}

TEST(TextDecoder, DecodesFourByteCharacters) {
  EXPECT_EQ(TextDecoder::Open("GB18030")->Decode("\x95\x32\x82\x36"), "𠀀");
}

TEST(TextDecoder, RefusesBytesThatAreNoTextAndTextThatIsCut) {
  const auto utf8 = TextDecoder::Open("UTF-8");
  EXPECT_FALSE(utf8->Decode(kGrid).has_value());
  const auto gbk = TextDecoder::Open("GBK");
  EXPECT_FALSE(gbk->Decode("\xcd\xf8\xb8").has_value()) << "half a character";
  EXPECT_FALSE(gbk->Decode("\xff").has_value());
  EXPECT_EQ(gbk->Decode(kGrid), "网格") << "a failure leaves nothing behind";
}

TEST(TextDecoder, RefusesEncodingsThatAreNoneAndWishesToLeaveBytesOut) {
  for (const char* name : {"", "nonsense", "UTF-8//IGNORE", "GBK//TRANSLIT", "/"}) {
    EXPECT_EQ(TextDecoder::Open(name).status().code(), absl::StatusCode::kInvalidArgument) << name;
  }
}

TEST(EncodingOfLanguageId, OnlyThoseThatSayOne) {
  EXPECT_EQ(EncodingOfLanguageId(0x4D), "GBK");
  EXPECT_EQ(EncodingOfLanguageId(0x4F), "BIG5");
  EXPECT_EQ(EncodingOfLanguageId(0x03), "CP1252");
  EXPECT_EQ(EncodingOfLanguageId(0), "");
  EXPECT_EQ(EncodingOfLanguageId(0x57), "") << "whatever the machine of the writer had";
}

}  // namespace
}  // namespace wangge::geo
