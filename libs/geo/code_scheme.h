// How the codes of a layer are put together: a number of decimal digits for each named part, e.g. 6 county + 3 street +
// 3 community + 3 sequence. Which schemes there are is data (config/layers). Plain values, pure.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace wangge::geo {

struct CodePart {
  std::string name;
  std::size_t digits = 0;  // at least 1
};

struct CodeScheme {
  std::string id;
  std::vector<CodePart> parts;

  std::size_t digits() const;
  bool Fits(std::string_view code) const;
  // How many digits there are up to the end of a part; none: it has no such part.
  std::optional<std::size_t> DigitsTo(std::string_view part) const;
  // The digits of a part; empty: it has no such part. `code` fits.
  std::string_view PartOf(std::string_view code, std::string_view part) const;
  // "15 digits: 6 county + 3 street + 3 community + 3 sequence"
  std::string ToText() const;
};

}  // namespace wangge::geo
