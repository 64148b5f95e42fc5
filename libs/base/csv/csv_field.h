// One value as a CSV field (RFC 4180). Pure, thread-safe.
#pragma once

#include <string>
#include <string_view>

namespace wangge {

// In quotes, with quotes doubled, when the value holds a comma, a quote, CR or LF or begins or ends with a space;
// otherwise as it is.
std::string CsvField(std::string_view value);

}  // namespace wangge
