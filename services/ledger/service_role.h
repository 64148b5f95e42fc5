// The one role id that C++ knows: services of the system itself hold it, and only they are believed when they say for
// whom they ask. config/roles.textproto declares it.
#pragma once

namespace wangge::ledger {

inline constexpr char kServiceRole[] = "service";

}  // namespace wangge::ledger
