#include "rpc/es256.h"

#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>

#include <utility>

#include "base/status/text.h"

namespace wangge::rpc {
namespace {

constexpr char kCurve[] = "prime256v1";

template <auto Free>
struct Freer {
  template <typename T>
  void operator()(T* pointer) const {
    Free(pointer);
  }
};
using Bignum = std::unique_ptr<BIGNUM, Freer<BN_clear_free>>;
using KeyContext = std::unique_ptr<EVP_PKEY_CTX, Freer<EVP_PKEY_CTX_free>>;
using DigestContext = std::unique_ptr<EVP_MD_CTX, Freer<EVP_MD_CTX_free>>;
using Builder = std::unique_ptr<OSSL_PARAM_BLD, Freer<OSSL_PARAM_BLD_free>>;
using Params = std::unique_ptr<OSSL_PARAM, Freer<OSSL_PARAM_free>>;
using Signature = std::unique_ptr<ECDSA_SIG, Freer<ECDSA_SIG_free>>;

const unsigned char* Bytes(std::string_view s) { return reinterpret_cast<const unsigned char*>(s.data()); }
unsigned char* Bytes(std::string& s) { return reinterpret_cast<unsigned char*>(s.data()); }

Bignum ToBignum(std::string_view bytes) {
  return Bignum(BN_bin2bn(Bytes(bytes), static_cast<int>(bytes.size()), nullptr));
}

// Empty: does not fit into 32 bytes.
std::string ToFixed(const BIGNUM* number) {
  std::string bytes(kCoordinateBytes, '\0');
  if (BN_bn2binpad(number, Bytes(bytes), kCoordinateBytes) != static_cast<int>(kCoordinateBytes)) return {};
  return bytes;
}

// `d` empty: a public key. Null: OpenSSL refused, e.g. a point off the curve or a number that does not match.
std::shared_ptr<EVP_PKEY> MakeKey(const std::string& point, std::string_view d) {
  const Bignum number = d.empty() ? nullptr : ToBignum(d);
  const Builder builder(OSSL_PARAM_BLD_new());
  if (!builder || OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME, kCurve, 0) != 1 ||
      OSSL_PARAM_BLD_push_octet_string(builder.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(), point.size()) != 1) {
    return nullptr;
  }
  if (number && OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_PRIV_KEY, number.get()) != 1) return nullptr;
  const Params params(OSSL_PARAM_BLD_to_param(builder.get()));
  const KeyContext maker(EVP_PKEY_CTX_new_from_name(nullptr, "EC", nullptr));
  EVP_PKEY* made = nullptr;
  if (!params || !maker || EVP_PKEY_fromdata_init(maker.get()) != 1 ||
      EVP_PKEY_fromdata(maker.get(), &made, number ? EVP_PKEY_KEYPAIR : EVP_PKEY_PUBLIC_KEY, params.get()) != 1) {
    return nullptr;
  }
  std::shared_ptr<EVP_PKEY> key(made, EVP_PKEY_free);
  const KeyContext checker(EVP_PKEY_CTX_new_from_pkey(nullptr, made, nullptr));
  const bool right = checker && (number ? EVP_PKEY_check(checker.get()) : EVP_PKEY_public_check(checker.get())) == 1;
  return right ? key : nullptr;
}

std::string PointOf(std::string_view x, std::string_view y) {
  std::string point("\x04");  // uncompressed
  point += x;
  point += y;
  return point;
}

// DER is what OpenSSL reads and writes; tokens carry the two numbers bare.
std::string ToDer(std::string_view raw) {
  const Signature signature(ECDSA_SIG_new());
  Bignum r = ToBignum(raw.substr(0, kCoordinateBytes));
  Bignum s = ToBignum(raw.substr(kCoordinateBytes));
  if (!signature || !r || !s || ECDSA_SIG_set0(signature.get(), r.get(), s.get()) != 1) return {};
  static_cast<void>(r.release());  // the signature owns them now
  static_cast<void>(s.release());
  unsigned char* der = nullptr;
  const int size = i2d_ECDSA_SIG(signature.get(), &der);
  if (size <= 0) return {};
  std::string bytes(reinterpret_cast<char*>(der), static_cast<std::size_t>(size));
  OPENSSL_free(der);
  return bytes;
}

std::string ToRaw(const std::string& der) {
  const unsigned char* from = Bytes(der);
  const Signature signature(d2i_ECDSA_SIG(nullptr, &from, static_cast<long>(der.size())));
  if (!signature) return {};
  return ToFixed(ECDSA_SIG_get0_r(signature.get())) + ToFixed(ECDSA_SIG_get0_s(signature.get()));
}

std::string NumberOf(EVP_PKEY* key, const char* name) {
  BIGNUM* found = nullptr;
  if (EVP_PKEY_get_bn_param(key, name, &found) != 1) return {};
  const Bignum number(found);
  return ToFixed(number.get());
}

}  // namespace

Es256PublicKey::Es256PublicKey(std::shared_ptr<evp_pkey_st> key, std::string x, std::string y)
    : key_(std::move(key)), x_(std::move(x)), y_(std::move(y)) {}

absl::StatusOr<Es256PublicKey> Es256PublicKey::FromCoordinates(std::string_view x, std::string_view y) {
  if (x.size() != kCoordinateBytes || y.size() != kCoordinateBytes) {
    return InvalidArgument("Expected coordinates of 32 bytes, but x has " + std::to_string(x.size()) + " and y " +
                           std::to_string(y.size()));
  }
  std::shared_ptr<EVP_PKEY> key = MakeKey(PointOf(x, y), {});
  if (!key) return InvalidArgument("Expected a point of the curve P-256, but x and y are none");
  return Es256PublicKey(std::move(key), std::string(x), std::string(y));
}

bool Es256PublicKey::Verifies(std::string_view message, std::string_view signature) const {
  if (signature.size() != 2 * kCoordinateBytes) return false;
  const std::string der = ToDer(signature);
  const DigestContext context(EVP_MD_CTX_new());
  return context && EVP_DigestVerifyInit(context.get(), nullptr, EVP_sha256(), nullptr, key_.get()) == 1 &&
         EVP_DigestVerify(context.get(), Bytes(der), der.size(), Bytes(message), message.size()) == 1;
}

Es256PrivateKey::Es256PrivateKey(Es256PublicKey public_key, std::string d)
    : public_key_(std::move(public_key)), d_(std::move(d)) {}

absl::StatusOr<Es256PrivateKey> Es256PrivateKey::Generate() {
  std::shared_ptr<EVP_PKEY> key(EVP_EC_gen(kCurve), EVP_PKEY_free);
  if (!key) return Internal("Expected OpenSSL to make a P-256 key, but it refused");
  std::string x = NumberOf(key.get(), OSSL_PKEY_PARAM_EC_PUB_X);
  std::string y = NumberOf(key.get(), OSSL_PKEY_PARAM_EC_PUB_Y);
  std::string d = NumberOf(key.get(), OSSL_PKEY_PARAM_PRIV_KEY);
  if (x.empty() || y.empty() || d.empty()) return Internal("Expected OpenSSL to show its key, but it refused");
  return Es256PrivateKey(Es256PublicKey(std::move(key), std::move(x), std::move(y)), std::move(d));
}

absl::StatusOr<Es256PrivateKey> Es256PrivateKey::FromNumber(std::string_view d, const Es256PublicKey& of) {
  if (d.size() != kCoordinateBytes) {
    return InvalidArgument("Expected a private number of 32 bytes, but it has " + std::to_string(d.size()));
  }
  std::shared_ptr<EVP_PKEY> key = MakeKey(PointOf(of.x(), of.y()), d);
  if (!key) return InvalidArgument("Expected a private number that belongs to its point, but it does not");
  return Es256PrivateKey(Es256PublicKey(std::move(key), of.x(), of.y()), std::string(d));
}

absl::StatusOr<std::string> Es256PrivateKey::Sign(std::string_view message) const {
  const DigestContext context(EVP_MD_CTX_new());
  std::size_t size = 0;
  EVP_PKEY* key = public_key_.key_.get();
  if (!context || EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key) != 1 ||
      EVP_DigestSign(context.get(), nullptr, &size, Bytes(message), message.size()) != 1) {
    return Internal("Expected OpenSSL to prepare a signature, but it refused");
  }
  std::string der(size, '\0');
  if (EVP_DigestSign(context.get(), Bytes(der), &size, Bytes(message), message.size()) != 1) {
    return Internal("Expected OpenSSL to sign, but it refused");
  }
  der.resize(size);
  std::string raw = ToRaw(der);
  if (raw.size() != 2 * kCoordinateBytes) return Internal("Expected a signature of 64 bytes, but OpenSSL made another");
  return raw;
}

}  // namespace wangge::rpc
