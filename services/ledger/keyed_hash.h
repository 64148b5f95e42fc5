// HMAC-SHA256: a hash that nobody without the key can make or try guesses against. Pure; thread-safe.
#pragma once

#include <string_view>

#include "base/digest/sha256.h"
#include "vault/key.h"

namespace wangge::ledger {

Hash KeyedHash(const vault::SecretKey& key, std::string_view text);

}  // namespace wangge::ledger
