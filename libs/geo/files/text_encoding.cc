#include "geo/files/text_encoding.h"

#include <iconv.h>

#include <algorithm>
#include <cctype>
#include <utility>

#include "base/status/text.h"

namespace wangge::geo {
namespace {

struct Name {
  std::string_view given;
  std::string_view known;  // to iconv
};

// What .cpg files say beside names that iconv knows.
constexpr Name kNames[] = {{"65001", "UTF-8"},      {"UTF8", "UTF-8"},       {"936", "GBK"},
                           {"CP936", "GBK"},        {"ANSI 936", "GBK"},     {"GB2312", "GBK"},
                           {"950", "BIG5"},         {"CP950", "BIG5"},       {"ANSI 950", "BIG5"},
                           {"54936", "GB18030"},    {"GB-18030", "GB18030"}, {"ISO 88591", "ISO-8859-1"},
                           {"88591", "ISO-8859-1"}, {"28591", "ISO-8859-1"}, {"ISO88591", "ISO-8859-1"}};

std::string Known(std::string_view encoding) {
  std::string name;
  for (const char c : encoding) name.push_back(static_cast<char>(std::toupper(static_cast<unsigned char>(c))));
  const auto found = std::ranges::find(kNames, name, &Name::given);
  if (found != std::end(kNames)) return std::string(found->known);
  constexpr std::string_view kAnsi = "ANSI ";
  if (name.starts_with(kAnsi)) name.erase(0, kAnsi.size());
  const bool is_number = std::ranges::all_of(name, [](unsigned char c) { return std::isdigit(c) != 0; });
  return is_number ? "CP" + name : name;
}

}  // namespace

absl::StatusOr<TextDecoder> TextDecoder::Open(std::string_view encoding) {
  const std::string known = Known(encoding);
  // A slash would be a wish to iconv ("//IGNORE"): bytes that do not decode are never left out.
  const bool is_name = !known.empty() && known.find('/') == std::string::npos;
  const iconv_t converter = is_name ? ::iconv_open("UTF-8", known.c_str()) : iconv_t(-1);
  if (converter == iconv_t(-1)) {
    return InvalidArgument("Expected an encoding such as GB18030, GBK or UTF-8, but \"" +
                           std::string(encoding.substr(0, 64)) + "\" is not known");
  }
  return TextDecoder(converter, std::string(encoding));
}

TextDecoder::~TextDecoder() {
  if (converter_ != nullptr) ::iconv_close(static_cast<iconv_t>(converter_));
}

TextDecoder::TextDecoder(TextDecoder&& other) noexcept
    : converter_(std::exchange(other.converter_, nullptr)), encoding_(std::move(other.encoding_)) {}

std::optional<std::string> TextDecoder::Decode(std::string_view bytes) const {
  constexpr std::size_t kGrowthMax = 4;  // bytes of UTF-8 for a byte of any encoding; with room to spare
  constexpr std::size_t kFailed = static_cast<std::size_t>(-1);
  const auto converter = static_cast<iconv_t>(converter_);
  ::iconv(converter, nullptr, nullptr, nullptr, nullptr);  // to its initial state
  std::string text(bytes.size() * kGrowthMax + kGrowthMax, '\0');
  char* in = const_cast<char*>(bytes.data());  // iconv does not write there
  std::size_t in_left = bytes.size();
  char* out = text.data();
  std::size_t out_left = text.size();
  if (::iconv(converter, &in, &in_left, &out, &out_left) == kFailed || in_left > 0) return std::nullopt;
  text.resize(text.size() - out_left);
  return text;
}

std::string_view EncodingOfLanguageId(unsigned id) {
  switch (id) {
    case 0x03:
    case 0x58:
      return "CP1252";
    case 0x4D:
    case 0x7A:
      return "GBK";
    case 0x4F:
    case 0x78:
      return "BIG5";
    default:
      return "";
  }
}

}  // namespace wangge::geo
