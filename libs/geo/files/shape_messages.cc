#include "geo/files/shape_messages.h"

#include <utility>

namespace wangge::geo {
namespace {

thread_local std::string message_of_thread;

}  // namespace

void KeepShapeMessage(const char* message) { message_of_thread = message; }
std::string TakeShapeMessage() { return std::exchange(message_of_thread, {}); }

}  // namespace wangge::geo
