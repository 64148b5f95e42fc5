// Posts of the demo city (config/demo/lishui/posts.csv) that speak to a server. Thread-safe.
#pragma once

#include <string>

#include "services/wangge/client/connection.h"
#include "wangge/report/v1/report.pb.h"

namespace wangge::kit {

struct Post {
  const char* actor;
  const char* role;
  const char* organisation;
  const char* area;
};

inline constexpr Post kInspector{"inspector-331102-01", "inspector", "331102-JD", "331102"};
inline constexpr Post kPublicDesk{"public-desk-01", "public_desk", "3311-JDZX", "*"};
inline constexpr Post kAcceptor{"acceptor-01", "acceptor", "3311-JDZX", "*"};
inline constexpr Post kShiftLeader{"shift-leader-01", "shift_leader", "3311-JDZX", "*"};
inline constexpr Post kDispatcher{"dispatcher-01", "dispatcher", "3311-ZHZX", "*"};
inline constexpr Post kHandler{"handler-331102-SZ-1", "unit_handler", "331102-SZ", "331102"};
inline constexpr Post kAnalyst{"analyst-01", "analyst", "3311-JDZX", "*"};
inline constexpr Post kAdministrator{"administrator-01", "administrator", "3311", "*"};

// A connection with a token of the post, signed with the development key in `keys`. A test failure when there is none.
client::Connection As(const Post& post, const std::string& server, const std::string& keys);

// A manhole cover in the built-up centre of Liandu, found on site.
report::v1::SubmitReportRequest CoverReport(const std::string& request_id);

}  // namespace wangge::kit
