// What the rules answer when they refuse. Value; std only. The reason is stable: clients branch on it. The text says
// what was expected, what came, and what to do.
#pragma once

#include <cstdint>
#include <map>
#include <string>

namespace wangge::domain {

// The family of a refusal; libs/rpc maps it to a status code.
enum class RefusalKind : std::uint8_t {
  kInvalid,       // the command is wrong whatever the state
  kNotFound,      // no such case, or not for the caller: one answer for both
  kForbidden,     // the caller's role does not allow it
  kPrecondition,  // the state does not allow it now
  kConflict,      // the caller looked at an older state
  kExists,        // done before, differently
};

struct Rejection {
  RefusalKind kind = RefusalKind::kInvalid;
  std::string reason{};  // UPPER_SNAKE, at most 63 characters
  std::string text{};
  std::map<std::string, std::string> details{};  // every variable part of the text, by name
  friend bool operator==(const Rejection&, const Rejection&) = default;
};

}  // namespace wangge::domain
