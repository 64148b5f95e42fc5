// Whole numbers as files write them, to their decimal text. Pure, thread-safe.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace wangge::geo {

// "331102001001001", "331102001001001.00000000000" and "3.31102001001001e+014" are 331102001001001, "-7" and "+7" are
// -7 and 7; zeros in front go. Never through a floating-point number, which has no more than 15 certain digits.
//
// Nullopt: not a number; a fraction that is not zero; or an exponent that asks for more digits than are written (as in
// 3.31102001e+014): they were lost when the file was written.
std::optional<std::string> WholeNumberText(std::string_view number);

}  // namespace wangge::geo
