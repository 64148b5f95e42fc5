// Layers of a server.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "geo/locate_csv.h"
#include "services/wangge/client/connection.h"

namespace wangge::commands {

// Asks GridService.BatchLocate; `connection` must live as long as the function.
geo::LocateFunction LocateOnServer(const client::Connection& connection, const std::string& layer,
                                   const std::string& datum);

// Whether the server has the layer and takes the datum: OK, or what BatchLocate would refuse a point with. A list
// without points asks nothing else.
absl::Status CheckServerLayer(const client::Connection& connection, const std::string& layer, const std::string& datum);

// Prints the layers in force.
absl::Status ListServerLayers(const client::Access& access, bool json);

}  // namespace wangge::commands
