#include "vault/media_type.h"

#include <algorithm>
#include <array>

namespace wangge::vault {
namespace {

using std::string_view_literals::operator""sv;

struct Known {
  MediaType type;
  std::string_view text;
};
constexpr std::array kKnown = {Known{MediaType::kJpeg, "image/jpeg"}, Known{MediaType::kPng, "image/png"},
                               Known{MediaType::kWebp, "image/webp"}, Known{MediaType::kHeic, "image/heic"}};

// Brands of ISO 23008-12 for HEVC-coded images and sequences.
constexpr std::array kHeicBrands = {"heic"sv, "heix"sv, "heim"sv, "heis"sv, "hevc"sv, "hevx"sv};

bool IsHeicBrand(std::string_view brand) { return std::ranges::find(kHeicBrands, brand) != kHeicBrands.end(); }

// An ISO box: size(4) "ftyp" major brand(4) minor version(4) compatible brands(4 each). Phones write the neutral brands
// mif1 and msf1 as the major one; then a compatible brand decides, since AVIF may begin with them as well.
bool IsHeic(std::string_view head) {
  if (head.size() < 16 || head.substr(4, 4) != "ftyp") return false;
  const std::string_view major = head.substr(8, 4);
  if (IsHeicBrand(major)) return true;
  if (major != "mif1" && major != "msf1") return false;
  std::size_t box = 0;
  for (std::size_t i = 0; i < 4; ++i) box = box << 8 | static_cast<unsigned char>(head[i]);
  const std::size_t end = std::min(box, head.size());
  for (std::size_t at = 16; at + 4 <= end; at += 4) {
    if (IsHeicBrand(head.substr(at, 4))) return true;
  }
  return false;
}

}  // namespace

std::optional<MediaType> SniffMediaType(std::string_view head) {
  head = head.substr(0, kSniffBytes);
  if (head.starts_with("\xFF\xD8\xFF")) return MediaType::kJpeg;
  if (head.starts_with("\x89PNG\r\n\x1A\n")) return MediaType::kPng;
  if (head.starts_with("RIFF") && head.size() >= 12 && head.substr(8, 4) == "WEBP") return MediaType::kWebp;
  if (IsHeic(head)) return MediaType::kHeic;
  return std::nullopt;
}

std::string_view TextOf(MediaType type) {
  const auto known = std::ranges::find(kKnown, type, &Known::type);
  return known == kKnown.end() ? std::string_view() : known->text;
}

std::optional<MediaType> ParseMediaType(std::string_view text) {
  if (text == "image/heif") return MediaType::kHeic;
  const auto known = std::ranges::find(kKnown, text, &Known::text);
  return known == kKnown.end() ? std::nullopt : std::optional(known->type);
}

std::optional<MediaType> MediaTypeOf(std::uint8_t number) {
  const auto known = std::ranges::find(kKnown, static_cast<MediaType>(number), &Known::type);
  return known == kKnown.end() ? std::nullopt : std::optional(known->type);
}

}  // namespace wangge::vault
