// Who calls: a JSON Web Token signed with ES256, made by SignToken and checked by TokenVerifier. Nothing else of the
// token's header is believed: no other algorithm, no key inside the token, no key address.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "base/time.h"
#include "rpc/key_file.h"

namespace wangge::rpc {

inline constexpr std::size_t kVerifiedTokensMax = 4'096;  // callers of a busy hour; about 4 MiB
inline constexpr Duration kClockSkewMax = Seconds(60);
inline constexpr Duration kTokenLifetimeMax = Days(366);  // development keys; a city's own issuer gives hours

struct Caller {
  std::string actor;         // id of the post or service
  std::string organisation;  // id
  std::string area;          // code prefix; "*" = everywhere; empty = nowhere
  std::vector<std::string> roles;
  Timestamp expires;  // set by SignToken and Verify
  // Of the call, not of the token: the absent person for whom the caller says to act; empty: in its own name.
  std::string on_behalf_of{};
  friend bool operator==(const Caller&, const Caller&) = default;
};

// The token of `caller`, good from `now` for `lifetime` (whole seconds, 1 s to kTokenLifetimeMax).
// INVALID_ARGUMENT: no actor, an id over kIdBytesMax, too many roles, a lifetime out of range, a token too long.
absl::StatusOr<std::string> SignToken(const SigningKey& key, const Caller& caller, Duration lifetime, Timestamp now);

// Checks tokens against a fixed set of keys and remembers those it found good until they expire. Thread-safe.
class TokenVerifier {
 public:
  explicit TokenVerifier(PublicKeys keys);

  // Who `token` speaks for at `now`. Times may be off by kClockSkewMax. A known token costs a look-up, a new one about
  // 100 microseconds. UNAUTHENTICATED: CREDENTIALS_EXPIRED, or CREDENTIALS_INVALID for everything else; the text tells
  // what was wrong and never quotes the token.
  absl::StatusOr<std::shared_ptr<const Caller>> Verify(std::string_view token, Timestamp now);

 private:
  struct Verified {
    std::shared_ptr<const Caller> caller;
    Timestamp not_before;
  };
  absl::StatusOr<Verified> Check(std::string_view token) const;
  void Remember(std::string_view token, const Verified& verified) ABSL_LOCKS_EXCLUDED(mutex_);

  const PublicKeys keys_;
  absl::Mutex mutex_;
  absl::flat_hash_map<std::string, Verified> known_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace wangge::rpc
