#include "rpc/key_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "rpc/base64url.h"

namespace wangge::rpc {
namespace {

using ::testing::HasSubstr;

std::string PathOf(const char* name) {
  return ::testing::TempDir() + "/" + ::testing::UnitTest::GetInstance()->current_test_info()->name() + name;
}

// The key and signature of RFC 7515 appendix A.3.
constexpr char kX[] = "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU";
constexpr char kY[] = "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0";
constexpr char kD[] = "jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI";
constexpr char kSigned[] =
    "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVl"
    "fQ";
constexpr char kSignature[] = "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q";

TEST(Es256, AgreesWithTheExampleOfTheStandard) {
  const auto key = Es256PublicKey::FromCoordinates(*FromBase64Url(kX), *FromBase64Url(kY));
  ASSERT_TRUE(key.ok());
  EXPECT_TRUE(key->Verifies(kSigned, *FromBase64Url(kSignature)));
  EXPECT_FALSE(key->Verifies(std::string(kSigned) + "x", *FromBase64Url(kSignature)));
  const auto secret = Es256PrivateKey::FromNumber(*FromBase64Url(kD), *key);
  ASSERT_TRUE(secret.ok());
  EXPECT_TRUE(key->Verifies("other", *secret->Sign("other")));
}

TEST(Es256, RefusesSignaturesThatAreNone) {
  const auto key = Es256PrivateKey::Generate();
  ASSERT_TRUE(key.ok());
  const Es256PublicKey& shown = key->public_key();
  for (const std::string& wrong :
       {std::string(), std::string(64, '\0'), std::string(64, '\xff'), std::string(63, 'a'), std::string(72, 'a')}) {
    EXPECT_FALSE(shown.Verifies("message", wrong));
  }
}

TEST(Es256, RefusesAPointOffTheCurveAndANumberOfAnotherKey) {
  EXPECT_FALSE(Es256PublicKey::FromCoordinates(std::string(32, 'a'), std::string(32, 'b')).ok());
  EXPECT_FALSE(Es256PublicKey::FromCoordinates(std::string(31, 'a'), std::string(32, 'b')).ok());
  const auto one = Es256PrivateKey::Generate();
  const auto other = Es256PrivateKey::Generate();
  EXPECT_FALSE(Es256PrivateKey::FromNumber(one->number(), other->public_key()).ok());
  EXPECT_FALSE(Es256PrivateKey::FromNumber("", one->public_key()).ok());
}

TEST(KeyFile, KeysSurviveTheirFiles) {
  const auto key = GenerateSigningKey();
  ASSERT_TRUE(key.ok());
  ASSERT_TRUE(WriteSigningKey(PathOf("private"), *key).ok());
  ASSERT_TRUE(WritePublicKeys(PathOf("public"), PublicPartOf(*key)).ok());
  const auto secret = ReadSigningKey(PathOf("private"));
  const auto shown = ReadPublicKeys(PathOf("public"));
  ASSERT_TRUE(secret.ok()) << secret.status().ToString();
  ASSERT_TRUE(shown.ok()) << shown.status().ToString();
  EXPECT_EQ(secret->id, key->id);
  EXPECT_TRUE(shown->at(key->id).Verifies("message", *secret->key.Sign("message")));
}

TEST(KeyFile, APrivateKeyIsReadableByItsOwnerOnly) {
  ASSERT_TRUE(WriteSigningKey(PathOf(""), *GenerateSigningKey()).ok());
  struct stat found {};
  ASSERT_EQ(::stat(PathOf("").c_str(), &found), 0);
  EXPECT_EQ(found.st_mode & 0777u, 0600u);
  ASSERT_EQ(::chmod(PathOf("").c_str(), 0644), 0);
  EXPECT_EQ(ReadSigningKey(PathOf("")).status().code(), absl::StatusCode::kPermissionDenied);
  EXPECT_EQ(ReadSigningKey(PathOf("absent")).status().code(), absl::StatusCode::kNotFound);
}

TEST(KeyFile, APublicSetHoldsNoPrivateNumber) {
  const auto key = GenerateSigningKey();
  EXPECT_THAT(FormatPublicKeys(PublicPartOf(*key)), ::testing::Not(HasSubstr("\"d\"")));
  const auto read = ParsePublicKeys("{\"keys\":[" + FormatSigningKey(*key) + "]}", "f");
  EXPECT_THAT(read.status().ToString(), HasSubstr("private number"));
}

TEST(KeyFile, EveryFaultIsNamed) {
  const std::string x = std::string("\"x\":\"") + kX + "\"", y = std::string("\"y\":\"") + kY + "\"";
  const std::string good = R"({"kid":"a","kty":"EC","crv":"P-256","alg":"ES256",)" + x + "," + y + "}";
  ASSERT_TRUE(ParsePublicKeys(R"({"keys":[)" + good + "]}", "f").ok());
  const std::pair<std::string, const char*> rows[] = {
      {"", "f:1:1: Expected more JSON"},
      {"{\n  oops}", "f:2:3: Expected JSON"},
      {"[]", "f:1:1: Expected a JSON object"},
      {"\n{}", "f:2:1: Expected a list"},
      {R"({"keys":[]})", "at least one key"},
      {R"({"keys":[1]})", "f:1:10: Expected a key to be a JSON object"},
      {R"({"keys":[{}]})", "kid"},
      {R"({"keys":[{"kid":"a","kty":"RSA"}]})", "kty"},
      {R"({"keys":[{"kid":"a","kty":"EC","crv":"P-521"}]})", "crv"},
      {R"({"keys":[{"kid":"a","kty":"EC","crv":"P-256","alg":"none"}]})", "alg"},
      {R"({"keys":[{"kid":"a","kty":"EC","crv":"P-256","alg":"ES256","x":"="}]})", "base64url"},
      {R"({"keys":[{"kid":"a","kty":"EC","crv":"P-256","alg":"ES256",)" + x + R"(,"y":"AA"}]})", "32 bytes"},
      {R"({"keys":[)" + good + ",\n" + good + "]}", "f:2:1: key \"a\": Expected an id once"},
  };
  for (const auto& [text, named] : rows) {
    const absl::Status status = ParsePublicKeys(text, "f").status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << text;
    EXPECT_THAT(std::string(status.message()), HasSubstr(named)) << text;
  }
  EXPECT_FALSE(ParseSigningKey(good, "f").ok());
}

}  // namespace
}  // namespace wangge::rpc
