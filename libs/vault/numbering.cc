#include "vault/numbering.h"

#include <array>
#include <cctype>

#include "base/check.h"
#include "base/status/text.h"

namespace wangge::vault {
namespace {

constexpr std::string_view kAlphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr std::size_t kCharacters = kCaseIdBits / 5;
constexpr unsigned kNoDigit = 32;

using Digits = std::array<unsigned, kCharacters + 1>;  // the last is the check character

char LetterOf(Series series) { return series == Series::kReceipt ? 'R' : 'A'; }

unsigned DigitOf(char c) {
  if (c == 'I' || c == 'L') return 1;
  if (c == 'O') return 0;
  const std::size_t at = kAlphabet.find(c);
  return at == std::string_view::npos ? kNoDigit : static_cast<unsigned>(at);
}

// Multiplies by x in the field of 32 elements, modulo the primitive x^5 + x^2 + 1.
constexpr unsigned TimesX(unsigned a) { return (a << 1) ^ ((a & 16) != 0 ? 0b100101u : 0u); }

// The sum of digit i times x^(i+1), so that the check character itself has weight 1. All weights differ and none is
// zero: no single wrong character and no exchange of two keeps the sum. The series takes part, as one more digit.
unsigned CheckOf(Series series, const Digits& digits) {
  unsigned sum = static_cast<unsigned>(series);
  for (std::size_t i = kCharacters; i-- > 0;) sum = TimesX(sum ^ digits[i]);
  return sum;
}

std::string Compact(std::string_view text) {
  std::string compact;
  for (const char c : text) {
    if (c == '-' || c == ' ') continue;
    compact.push_back(static_cast<char>(std::toupper(static_cast<unsigned char>(c))));
  }
  return compact;
}

absl::Status Refused(std::string_view but) {
  return InvalidArgument("Expected a number such as R-00000-00000X or A-00000-00000X, but " + std::string(but));
}

}  // namespace

std::string Numbering::Encode(Series series, std::uint64_t case_id) const {
  CHECK(case_id >> kCaseIdBits == 0);
  std::uint64_t rest = permutation_.Apply(static_cast<std::uint64_t>(series), case_id);
  Digits digits{};
  for (std::size_t i = kCharacters; i-- > 0; rest >>= 5) digits[i] = static_cast<unsigned>(rest & 31);
  digits[kCharacters] = CheckOf(series, digits);
  std::string text{LetterOf(series)};
  for (std::size_t i = 0; i < digits.size(); ++i) {
    if (i == 0 || i == kCharacters / 2) text.push_back('-');
    text.push_back(kAlphabet[digits[i]]);
  }
  return text;
}

absl::StatusOr<Numbered> Numbering::Decode(std::string_view text) const {
  const std::string compact = Compact(text);
  Digits digits{};
  if (compact.size() != digits.size() + 1) return Refused("it has another length");
  if (compact[0] != 'R' && compact[0] != 'A') return Refused("it begins with another letter");
  const Series series = compact[0] == 'R' ? Series::kReceipt : Series::kCase;
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    digits[i] = DigitOf(compact[i + 1]);
    if (digits[i] == kNoDigit) return Refused("character " + std::to_string(i + 2) + " is none of its letters");
    if (i < kCharacters) value = value << 5 | digits[i];
  }
  if (CheckOf(series, digits) != digits[kCharacters])
    return Refused("its check character does not fit: it is mistyped");
  return Numbered{series, permutation_.Invert(static_cast<std::uint64_t>(series), value)};
}

absl::StatusOr<std::uint64_t> Numbering::Decode(Series series, std::string_view text) const {
  WANGGE_ASSIGN_OR_RETURN(const Numbered numbered, Decode(text));
  if (numbered.series != series) return Refused(std::string("it does not begin with ") + LetterOf(series));
  return numbered.case_id;
}

}  // namespace wangge::vault
