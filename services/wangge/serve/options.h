// What `wangge serve` is asked to do, and whether that can be done. Plain values; pure functions.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "base/time.h"
#include "geo/cell_index.h"
#include "services/track/shift_book.h"
#include "telemetry/log.h"

namespace wangge::serve {

struct Options {
  std::vector<std::string> services{};  // empty: all
  std::string state{};
  std::string listen = "127.0.0.1:7300";
  std::string port_file{};
  std::string keys = "var/keys";
  std::string service_token_file{};
  std::string ledger{};         // HOST:PORT of the state node, where it is another process
  std::string grid{};           // HOST:PORT
  std::string backup_folder{};  // of the state node; empty: no backups while it serves
  std::string index_folder{};   // of the grid service; empty: in the state, where this process has it
  std::size_t index_bytes_max = geo::kIndexBytesDefault;  // of each layer
  std::string tls_certificate_file{};
  std::string tls_key_file{};
  std::string tls_roots_file{};  // what the others' certificates are checked with
  bool manual_clock = false;
  std::optional<Timestamp> clock_start{};  // absent: the time of the last log record
  bool reflection = false;
  Duration grace = Seconds(3);
  Duration warn_every = Hours(24);     // of what goes on: a calendar without the next year
  track::TrackSettings tracks{};       // of the state node
  Duration sweep_every = Minutes(10);  // of tracks that are kept no longer
  telemetry::LogOptions log{};
};

// Which services run in this process.
struct Roles {
  bool grid = false;
  bool report = false;
  bool state_node = false;  // ledger, dispatch and resolution
  bool analytics = false;
};

// INVALID_ARGUMENT: an unknown name, a missing or superfluous option, an address that is not HOST:PORT.
// FAILED_PRECONDITION: a part of the state node without the rest, or an address beyond loopback without TLS.
absl::StatusOr<Roles> RolesOf(const Options& options);

}  // namespace wangge::serve
