// What to do about a state with damaged or missing bytes: the end of every such error.
#pragma once

#include <string_view>

namespace wangge::storage {

inline constexpr std::string_view kRestoreAdvice =
    "; keep this state as it is and restore a backup beside it: wangge restore BACKUP --state NEW_DIRECTORY";

}  // namespace wangge::storage
