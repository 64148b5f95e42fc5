// One accepted call as services see it: who asks, until when, and under which trace. The admission of a call is the
// same for every kind of method.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "base/status/clock.h"
#include "base/time.h"
#include "rpc/credentials.h"

namespace grpc {
class CallbackServerContext;
}

namespace wangge::rpc {

// What became of a call, for logs and metrics. Never holds a token or a request.
struct CallRecord {
  std::string_view method;  // "wangge.grid.v1.GridService/Locate"
  absl::Status status;      // before it was made public: may tell about our inside
  std::string incident;     // id that the caller was given; empty unless INTERNAL hides the rest
  std::string actor;        // empty: refused before it was known
  std::string traceparent;
  Duration duration;
};

// What every handler of a process shares. Owned by main, outlives its servers. Immutable; what it points to is
// thread-safe.
struct CallEnvironment {
  TokenVerifier* verifier = nullptr;
  const Clock* clock = nullptr;  // the real one: tokens and deadlines do not follow a manual clock
  std::function<void(const CallRecord&)> observe = [](const CallRecord&) {};  // must not block or throw
};

struct Call {
  std::shared_ptr<const Caller> caller;
  Timestamp deadline;       // the caller's, at most limits::kCallDeadlineMax from the call's arrival
  std::string traceparent;  // W3C, as the caller sent it; empty when absent or malformed
  std::string_view method;
  Timestamp arrived;
};

// Metadata of a call: id of the absent person for whom the caller acts. Whether the caller may is not this library's.
inline constexpr const char* kOnBehalfOf = "wangge-on-behalf-of";

// Steps 1 to 3 of every call: trace, deadline, identity. `method` lives for ever.
// UNAUTHENTICATED CREDENTIALS_MISSING, CREDENTIALS_INVALID, CREDENTIALS_EXPIRED; DEADLINE_EXCEEDED DEADLINE_PASSED;
// INVALID_ARGUMENT FIELD_INVALID.
// `call` keeps what was found before the refusal.
absl::Status Admit(const CallEnvironment& environment, const grpc::CallbackServerContext& context,
                   std::string_view method, Call& call);

// The last step: tells the observer, and returns what the caller may see.
absl::Status Conclude(const CallEnvironment& environment, const Call& call, const absl::Status& status);

// CANCELLED CALL_CANCELLED: nobody waits for the answer any more.
absl::Status CallerGone();

// 16 hexadecimal digits, not guessable in advance.
std::string NewIncident();

// True for version 00 in its exact form with a trace and a parent that are not all zero.
bool IsTraceparent(std::string_view text);

}  // namespace wangge::rpc
