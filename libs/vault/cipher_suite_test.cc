#include "vault/cipher_suite.h"

#include "base/hex.h"
#include "gtest/gtest.h"

namespace wangge::vault {
namespace {

std::string Bytes(std::string_view hex) { return FromHex(hex).value(); }

// Case 16 of the GCM submission's test vectors: 256-bit key, 60 bytes of text, 20 authenticated bytes.
TEST(Aes256Gcm, MatchesThePublishedVector) {
  const SecretKey key(Bytes("feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308"));
  const std::string nonce = Bytes("cafebabefacedbaddecaf888");
  const std::string context = Bytes("feedfacedeadbeeffeedfacedeadbeefabaddad2");
  const std::string plain = Bytes(
      "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
      "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39");
  std::string sealed = "head";
  DefaultSuite().Seal(key, nonce, context, plain, sealed);
  EXPECT_EQ(ToHex(sealed.substr(4)),
            "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
            "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f66276fc6ece0f4e1768cddf8853bb2d551b");
  std::string opened = "head";
  ASSERT_TRUE(DefaultSuite().Open(key, nonce, context, sealed.substr(4), opened));
  EXPECT_EQ(opened, "head" + plain);
}

TEST(Aes256Gcm, ARefusedTextLeavesTheOutputAsItWas) {
  const SecretKey key(std::string(32, 'k'));
  const std::string nonce(12, 'n');
  std::string sealed;
  DefaultSuite().Seal(key, nonce, "", "some text", sealed);
  sealed[2] ^= 1;
  std::string out = "head";
  EXPECT_FALSE(DefaultSuite().Open(key, nonce, "", sealed, out));
  EXPECT_FALSE(DefaultSuite().Open(key, nonce, "", "short", out));
  EXPECT_EQ(out, "head");
}

TEST(CipherSuites, AreFoundByTheirNumber) {
  EXPECT_EQ(FindSuite(1), &DefaultSuite());
  EXPECT_EQ(FindSuite(0), nullptr);
  EXPECT_EQ(FindSuite(2), nullptr);
}

}  // namespace
}  // namespace wangge::vault
