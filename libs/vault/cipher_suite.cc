#include "vault/cipher_suite.h"

#include <openssl/evp.h>

#include "base/check.h"

namespace wangge::vault {
namespace {

const unsigned char* Unsigned(std::string_view s) { return reinterpret_cast<const unsigned char*>(s.data()); }
unsigned char* Unsigned(char* s) { return reinterpret_cast<unsigned char*>(s); }

struct OwnedContext {
  EVP_CIPHER_CTX* const evp = EVP_CIPHER_CTX_new();
  OwnedContext() { CHECK(evp != nullptr); }
  ~OwnedContext() { EVP_CIPHER_CTX_free(evp); }
  OwnedContext(const OwnedContext&) = delete;
  OwnedContext& operator=(const OwnedContext&) = delete;
};

// This thread's context for the length of one operation; the end erases the expanded key.
class Operation {
 public:
  Operation() : evp_(OfThread()) {}
  ~Operation() { EVP_CIPHER_CTX_reset(evp_); }
  Operation(const Operation&) = delete;
  Operation& operator=(const Operation&) = delete;
  EVP_CIPHER_CTX* evp() const { return evp_; }

 private:
  static EVP_CIPHER_CTX* OfThread() {
    thread_local const OwnedContext context;
    return context.evp;
  }
  EVP_CIPHER_CTX* const evp_;
};

class Aes256Gcm final : public CipherSuite {
 public:
  // Fetched once: looking an algorithm up by name on each call costs as much as the call. Never freed.
  Aes256Gcm() : cipher_(EVP_CIPHER_fetch(nullptr, "AES-256-GCM", nullptr)) { CHECK(cipher_ != nullptr); }

  std::uint8_t Number() const override { return kSuiteAes256Gcm; }
  std::size_t NonceBytes() const override { return 12; }
  std::size_t TagBytes() const override { return 16; }

  void Seal(const SecretKey& key, std::string_view nonce, std::string_view context, std::string_view plain,
            std::string& out) const override {
    CHECK(nonce.size() == NonceBytes());
    const std::size_t begin = out.size();
    out.resize(begin + plain.size() + TagBytes());
    char* text = out.data() + begin;
    const Operation gcm;
    int n = 0;
    CHECK(EVP_EncryptInit_ex2(gcm.evp(), cipher_, Unsigned(key.View()), Unsigned(nonce), nullptr) == 1);
    CHECK(EVP_EncryptUpdate(gcm.evp(), nullptr, &n, Unsigned(context), static_cast<int>(context.size())) == 1);
    CHECK(EVP_EncryptUpdate(gcm.evp(), Unsigned(text), &n, Unsigned(plain), static_cast<int>(plain.size())) == 1);
    char* tag = text + plain.size();
    CHECK(EVP_EncryptFinal_ex(gcm.evp(), Unsigned(tag), &n) == 1 && n == 0);
    CHECK(EVP_CIPHER_CTX_ctrl(gcm.evp(), EVP_CTRL_AEAD_GET_TAG, static_cast<int>(TagBytes()), tag) == 1);
  }

  bool Open(const SecretKey& key, std::string_view nonce, std::string_view context, std::string_view sealed,
            std::string& out) const override {
    if (sealed.size() < TagBytes()) return false;
    CHECK(nonce.size() == NonceBytes());
    const std::size_t begin = out.size();
    const std::string_view cipher_text = sealed.substr(0, sealed.size() - TagBytes());
    std::string tag(sealed.substr(cipher_text.size()));
    out.resize(begin + cipher_text.size());
    char* text = out.data() + begin;
    const Operation gcm;
    int n = 0;
    CHECK(EVP_DecryptInit_ex2(gcm.evp(), cipher_, Unsigned(key.View()), Unsigned(nonce), nullptr) == 1);
    CHECK(EVP_DecryptUpdate(gcm.evp(), nullptr, &n, Unsigned(context), static_cast<int>(context.size())) == 1);
    CHECK(EVP_DecryptUpdate(gcm.evp(), Unsigned(text), &n, Unsigned(cipher_text),
                            static_cast<int>(cipher_text.size())) == 1);
    CHECK(EVP_CIPHER_CTX_ctrl(gcm.evp(), EVP_CTRL_AEAD_SET_TAG, static_cast<int>(TagBytes()), tag.data()) == 1);
    if (EVP_DecryptFinal_ex(gcm.evp(), Unsigned(tag.data()), &n) == 1) return true;
    // Unverified plain text leaves no trace.
    OPENSSL_cleanse(text, cipher_text.size());
    out.resize(begin);
    return false;
  }

 private:
  EVP_CIPHER* cipher_;
};

}  // namespace

const CipherSuite& DefaultSuite() {
  static const Aes256Gcm& suite = *new Aes256Gcm;  // threads may still seal while statics are destroyed
  return suite;
}

const CipherSuite* FindSuite(std::uint8_t number) { return number == kSuiteAes256Gcm ? &DefaultSuite() : nullptr; }

}  // namespace wangge::vault
