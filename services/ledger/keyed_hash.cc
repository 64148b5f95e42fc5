#include "services/ledger/keyed_hash.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include "base/check.h"

namespace wangge::ledger {

Hash KeyedHash(const vault::SecretKey& key, std::string_view text) {
  Hash hash;
  unsigned int bytes = 0;
  const auto* made = HMAC(EVP_sha256(), key.View().data(), static_cast<int>(key.View().size()),
                          reinterpret_cast<const unsigned char*>(text.data()), text.size(),
                          reinterpret_cast<unsigned char*>(hash.data()), &bytes);
  CHECK(made != nullptr && bytes == hash.size());
  return hash;
}

}  // namespace wangge::ledger
