// What enters the engine and what comes out of it. Values.
#pragma once

#include <array>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "absl/status/status.h"
#include "base/time.h"
#include "domain/case.h"
#include "domain/command.h"
#include "domain/organisation.h"
#include "domain/rejection.h"
#include "storage/log_record.h"

namespace wangge::engine {

struct Envelope {
  std::string request_id{};              // 16 octets; empty: a command of the engine itself, never repeated
  std::array<char, 32> content_tag{};    // keyed hash of all that was asked, personal text included
  domain::Actor actor{};
  domain::Command command{};
  std::vector<storage::SealedField> sealed{};
  std::string wrapped_case_key{};        // a report's new key, as the vault family keeps it; empty: none
  std::string edition_body{};            // ActivateEdition: what the hash is of
  std::optional<Timestamp> answer_by{};  // dead work is dropped, not done
};

// The command is durable. A repeated request gets the answer of the first.
struct Accepted {
  domain::LogPosition position{};                 // 0: there was nothing to do
  Timestamp time{};
  std::shared_ptr<const domain::Case> the_case{};  // after the command; nullptr when it concerns none
  bool repeated = false;
};

// Status: RESOURCE_EXHAUSTED (queue full), UNAVAILABLE (draining, or the shard has failed: whether the command is
// durable may be unknown; ask again with the same request id), DEADLINE_EXCEEDED (dropped undone).
using Answer = std::variant<Accepted, domain::Rejection, absl::Status>;

// Called once, on an unspecified thread; must be short and must not wait.
using Done = std::function<void(Answer)>;

struct Pending {
  Envelope envelope;
  Done done;
};

}  // namespace wangge::engine
