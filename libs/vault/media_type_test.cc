#include "vault/media_type.h"

#include <string>

#include "gtest/gtest.h"

namespace wangge::vault {
namespace {

using std::string_literals::operator""s;

TEST(SniffMediaType, TellsTheFourAcceptedTypes) {
  EXPECT_EQ(SniffMediaType("\xFF\xD8\xFF\xE1\x12\x34"), MediaType::kJpeg);
  EXPECT_EQ(SniffMediaType("\x89PNG\r\n\x1A\n\0\0\0\rIHDR"s), MediaType::kPng);
  EXPECT_EQ(SniffMediaType("RIFF\x24\0\0\0WEBPVP8 "s), MediaType::kWebp);
  EXPECT_EQ(SniffMediaType("\0\0\0\x18"
                           "ftypheic\0\0\0\0mif1heic"s),
            MediaType::kHeic);
  EXPECT_EQ(SniffMediaType("\0\0\0\x18"
                           "ftypmif1\0\0\0\0mif1heic"s),
            MediaType::kHeic);
}

TEST(SniffMediaType, RefusesAllElse) {
  for (const std::string& head :
       {""s, "\xFF\xD8"s, "GIF89a"s, "<html><body>"s, "%PDF-1.7"s, "MZ\x90"s, "PK\x03\x04"s, "\x89PNG\n"s,
        "RIFF\x24\0\0\0WAVEfmt "s, "RIFF\x24\0\0\0WEB"s,
        "\0\0\0\x18"
        "ftypisom\0\0\0\0isommp42"s,
        // An AVIF, whose neutral major brand is that of many HEIC files; a brand beyond the box does not count.
        "\0\0\0\x18"
        "ftypmif1\0\0\0\0mif1avif"s,
        "\0\0\0\x14"
        "ftypmif1\0\0\0\0mif1heic"s,
        "\0\0\0\x18"
        "ftyphei"s}) {
    EXPECT_EQ(SniffMediaType(head), std::nullopt) << head;
  }
}

TEST(MediaTypeTexts, GoBothWays) {
  for (const MediaType type : {MediaType::kJpeg, MediaType::kPng, MediaType::kWebp, MediaType::kHeic}) {
    EXPECT_EQ(ParseMediaType(TextOf(type)), type);
    EXPECT_EQ(MediaTypeOf(static_cast<std::uint8_t>(type)), type);
  }
  EXPECT_EQ(ParseMediaType("image/heif"), MediaType::kHeic);
  EXPECT_EQ(ParseMediaType("video/mp4"), std::nullopt);
  EXPECT_EQ(MediaTypeOf(0), std::nullopt);
  EXPECT_EQ(MediaTypeOf(5), std::nullopt);
}

}  // namespace
}  // namespace wangge::vault
