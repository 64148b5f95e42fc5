#include "vault/key.h"

#include <algorithm>

#include "base/check.h"

namespace wangge::vault {

SecretKey::SecretKey(std::string_view bytes) {
  CHECK(bytes.size() == kKeyBytes);
  std::ranges::copy(bytes, bytes_.begin());
}

SecretKey& SecretKey::operator=(SecretKey&& other) noexcept {
  if (this != &other) {
    bytes_ = other.bytes_;
    other.Erase();
  }
  return *this;
}

}  // namespace wangge::vault
