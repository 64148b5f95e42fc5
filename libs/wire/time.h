// Instants on the wire. Pure; thread-safe.
#pragma once

#include <google/protobuf/timestamp.pb.h>

#include <optional>

#include "base/time.h"

namespace wangge::wire {

google::protobuf::Timestamp ToProto(Timestamp t);

// Finer than microseconds is cut off. nullopt outside the years 1 to 9999, and for nanos outside 0 ..= 999,999,999.
std::optional<Timestamp> FromProto(const google::protobuf::Timestamp& t);

}  // namespace wangge::wire
