// Messages of the contract as text: one line of JSON with the names of the .proto files, bytes as base64.
#pragma once

#include <string>

#include "absl/status/status.h"

namespace google::protobuf {
class Message;
class Timestamp;
}  // namespace google::protobuf

namespace wangge::commands {

// Prints the line on stdout; with `is_illustrative` it has the member "illustrative": true besides. INTERNAL: the
// message cannot be written, e.g. a time out of range.
absl::Status PrintJson(const google::protobuf::Message& message, bool is_illustrative = false);

// RFC 3339 in UTC, to the microsecond; empty for a time out of range.
std::string ExactTimeText(const google::protobuf::Timestamp& time);
// The same to the second, for people.
std::string TimeText(const google::protobuf::Timestamp& time);

}  // namespace wangge::commands
