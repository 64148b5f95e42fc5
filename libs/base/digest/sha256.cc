#include "base/digest/sha256.h"

#include <openssl/evp.h>

#include "base/check.h"

namespace wangge {

namespace {

// Fetched once: looking an algorithm up by name on each use costs as much as the hash of a short text. Never freed.
const EVP_MD* Algorithm() {
  static const EVP_MD* const algorithm = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  return algorithm;
}

}  // namespace

struct Sha256::Context {
  EVP_MD_CTX* md = EVP_MD_CTX_new();
  Context() { Start(); }
  ~Context() { EVP_MD_CTX_free(md); }
  Context(const Context&) = delete;
  Context& operator=(const Context&) = delete;
  void Start() { CHECK(md != nullptr && EVP_DigestInit_ex2(md, Algorithm(), nullptr) == 1); }
};

Sha256::Sha256() : context_(std::make_unique<Context>()) {}
Sha256::~Sha256() = default;
Sha256::Sha256(Sha256&&) noexcept = default;
Sha256& Sha256::operator=(Sha256&&) noexcept = default;

Sha256& Sha256::Add(std::string_view bytes) {
  CHECK(EVP_DigestUpdate(context_->md, bytes.data(), bytes.size()) == 1);
  return *this;
}

Hash Sha256::Finish() {
  Hash hash;
  CHECK(EVP_DigestFinal_ex(context_->md, reinterpret_cast<unsigned char*>(hash.data()), nullptr) == 1);
  context_->Start();
  return hash;
}

Hash Sha256::Of(std::string_view bytes) {
  thread_local Sha256 sha;  // always started anew
  return sha.Add(bytes).Finish();
}

}  // namespace wangge
