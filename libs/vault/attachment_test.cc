#include "vault/attachment.h"

#include "base/hex.h"
#include "gtest/gtest.h"
#include "vault/reason.h"

namespace wangge::vault {
namespace {

AttachmentSecret Sample() {
  AttachmentSecret secret{.content_key = SecretKey(std::string(32, 'k')),
                          .salt = {},
                          .sha256 = {},
                          .type = MediaType::kWebp,
                          .size = 70'000};
  secret.salt.fill('s');
  secret.sha256.fill('h');
  return secret;
}

// Stored inside reports: these bytes never change their meaning.
TEST(AttachmentSecretBytes, AreTheseForEver) {
  EXPECT_EQ(ToHex(EncodeSecret(Sample())),
            "01030000000000011170"
            "73737373737373737373737373737373"
            "6868686868686868686868686868686868686868686868686868686868686868"
            "6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b");
}

TEST(AttachmentSecretBytes, GoBothWays) {
  const AttachmentSecret secret = Sample();
  const AttachmentSecret decoded = DecodeSecret(EncodeSecret(secret)).value();
  EXPECT_EQ(decoded.content_key, secret.content_key);
  EXPECT_EQ(decoded.salt, secret.salt);
  EXPECT_EQ(decoded.sha256, secret.sha256);
  EXPECT_EQ(decoded.type, secret.type);
  EXPECT_EQ(decoded.size, secret.size);
}

TEST(AttachmentSecretBytes, AreRefusedWhenCutOrOfAnotherVersionOrType) {
  const std::string bytes = EncodeSecret(Sample());
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    EXPECT_TRUE(absl::IsDataLoss(DecodeSecret(bytes.substr(0, size)).status())) << size;
  }
  EXPECT_FALSE(DecodeSecret(bytes + "x").ok());
  for (const std::size_t at : {0, 1}) {
    std::string changed = bytes;
    changed[at] = 9;
    EXPECT_TRUE(absl::IsDataLoss(DecodeSecret(changed).status())) << at;
  }
}

TEST(AttachmentName, IsNeverAPath) {
  EXPECT_TRUE(CheckAttachmentName(AttachmentName(Sample().salt, Sample().sha256)).ok());
  for (const std::string& name :
       {std::string(), std::string("../../etc/passwd"), std::string(63, 'a'), std::string(65, 'a'),
        std::string(64, 'A'), std::string(64, '/'), std::string(64, '.')}) {
    const absl::Status refused = CheckAttachmentName(name);
    EXPECT_TRUE(absl::IsInvalidArgument(refused)) << name;
    EXPECT_EQ(ReasonOf(refused), "ATTACHMENT_NAME_INVALID");
  }
}

TEST(AttachmentName, DependsOnSaltAndContent) {
  AttachmentSecret other = Sample();
  other.salt[0] = 't';
  EXPECT_NE(AttachmentName(Sample().salt, Sample().sha256), AttachmentName(other.salt, other.sha256));
}

}  // namespace
}  // namespace wangge::vault
