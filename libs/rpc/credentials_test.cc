#include "rpc/credentials.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <thread>

#include "base/limits.h"
#include "rpc/base64url.h"
#include "rpc/error.h"

namespace wangge::rpc {
namespace {

using Json = nlohmann::json;
using ::testing::HasSubstr;

constexpr Timestamp kNow = Timestamp{} + Seconds(1'770'000'000);

class CredentialsTest : public ::testing::Test {
 protected:
  // A token with any header and claims, rightly signed.
  std::string Signed(const Json& header, const Json& claims) const {
    const std::string message = ToBase64Url(header.dump()) + "." + ToBase64Url(claims.dump());
    return message + "." + ToBase64Url(*key_.key.Sign(message));
  }
  Json Header() const { return {{"alg", "ES256"}, {"typ", "JWT"}, {"kid", key_.id}}; }
  static Json Claims() {
    return {{"iss", "wangge"}, {"aud", "wangge"}, {"sub", "post-7"},          {"org", "centre"},
            {"area", "3311"},  {"roles", {"r"}},  {"nbf", 1'770'000'000 - 5}, {"exp", 1'770'000'600}};
  }
  void ExpectInvalid(const std::string& token, const char* named) {
    const auto caller = verifier_.Verify(token, kNow);
    EXPECT_EQ(caller.status().code(), absl::StatusCode::kUnauthenticated);
    EXPECT_EQ(ReasonOf(caller.status()), "CREDENTIALS_INVALID");
    EXPECT_THAT(std::string(caller.status().message()), HasSubstr(named));
  }

  const SigningKey key_ = *GenerateSigningKey();
  const Caller caller_{"post-7", "centre", "331102", {"acceptor", "shift_leader"}, {}};
  TokenVerifier verifier_{PublicPartOf(key_)};
};

TEST_F(CredentialsTest, ATokenSpeaksForWhomItWasMade) {
  const std::string token = *SignToken(key_, caller_, Hours(8), kNow);
  for (int round = 0; round < 2; ++round) {  // the second from memory
    const auto found = verifier_.Verify(token, kNow);
    ASSERT_TRUE(found.ok()) << found.status().ToString();
    EXPECT_EQ((*found)->actor, "post-7");
    EXPECT_EQ((*found)->organisation, "centre");
    EXPECT_EQ((*found)->area, "331102");
    EXPECT_EQ((*found)->roles, caller_.roles);
    EXPECT_EQ((*found)->expires, kNow + Hours(8));
  }
}

TEST_F(CredentialsTest, EveryTamperedByteIsSeen) {
  const std::string token = *SignToken(key_, caller_, Hours(8), kNow);
  ASSERT_TRUE(verifier_.Verify(token, kNow).ok());
  for (std::size_t i = 0; i < token.size(); ++i) {
    std::string tampered = token;
    tampered[i] = tampered[i] == 'A' ? 'B' : 'A';
    EXPECT_FALSE(verifier_.Verify(tampered, kNow).ok()) << i;
  }
}

TEST_F(CredentialsTest, NoOtherAlgorithmIsBelieved) {
  Json header = Header();
  for (const char* algorithm : {"none", "None", "HS256", "RS256", "ES384", ""}) {
    header["alg"] = algorithm;
    ExpectInvalid(Signed(header, Claims()), "ES256");
    ExpectInvalid(ToBase64Url(header.dump()) + "." + ToBase64Url(Claims().dump()) + ".", "ES256");
  }
  header.erase("alg");
  ExpectInvalid(Signed(header, Claims()), "ES256");
}

TEST_F(CredentialsTest, OnlyKnownKeysAreBelieved) {
  const SigningKey other = *GenerateSigningKey();
  ExpectInvalid(*SignToken(other, caller_, Hours(1), kNow), "key that this server knows");
  ExpectInvalid(*SignToken({key_.id, other.key}, caller_, Hours(1), kNow), "signature");
  Json header = Header();
  header.erase("kid");
  ExpectInvalid(Signed(header, Claims()), "key that this server knows");
  header = Header();
  header["crit"] = {"exp"};
  ExpectInvalid(Signed(header, Claims()), "critical");
}

TEST_F(CredentialsTest, TimesMayBeOffByTheSkewAndNoMore) {
  const std::string token = *SignToken(key_, caller_, Hours(1), kNow);
  const Timestamp expires = kNow + Hours(1);
  EXPECT_TRUE(verifier_.Verify(token, kNow - Seconds(60)).ok());
  EXPECT_TRUE(verifier_.Verify(token, expires + Seconds(60) - Microseconds(1)).ok());
  EXPECT_EQ(ReasonOf(verifier_.Verify(token, expires + Seconds(60)).status()), "CREDENTIALS_EXPIRED");
  EXPECT_EQ(ReasonOf(verifier_.Verify(token, kNow - Seconds(61)).status()), "CREDENTIALS_INVALID");
  TokenVerifier fresh(PublicPartOf(key_));  // the same without memory
  EXPECT_EQ(ReasonOf(fresh.Verify(token, expires + Seconds(60)).status()), "CREDENTIALS_EXPIRED");
  EXPECT_EQ(ReasonOf(fresh.Verify(token, kNow - Seconds(61)).status()), "CREDENTIALS_INVALID");
}

TEST_F(CredentialsTest, EveryClaimIsRequiredAndOfItsKind) {
  ASSERT_TRUE(verifier_.Verify(Signed(Header(), Claims()), kNow).ok());
  for (const char* claim : {"iss", "aud", "sub", "org", "area", "roles", "exp", "nbf"}) {
    Json claims = Claims();
    claims.erase(claim);
    EXPECT_FALSE(verifier_.Verify(Signed(Header(), claims), kNow).ok()) << claim;
    claims[claim] = nullptr;
    EXPECT_FALSE(verifier_.Verify(Signed(Header(), claims), kNow).ok()) << claim;
    claims[claim] = std::string(65, 'x');
    EXPECT_FALSE(verifier_.Verify(Signed(Header(), claims), kNow).ok()) << claim;
    claims[claim] = -1;
    EXPECT_FALSE(verifier_.Verify(Signed(Header(), claims), kNow).ok()) << claim;
    claims[claim] = 1e18;
    EXPECT_FALSE(verifier_.Verify(Signed(Header(), claims), kNow).ok()) << claim;
  }
  Json claims = Claims();
  claims["roles"] = Json::array({1});
  ExpectInvalid(Signed(Header(), claims), "claims");
  claims["roles"] = Json(std::vector<std::string>(limits::kRolesMax + 1, "r"));
  ExpectInvalid(Signed(Header(), claims), "claims");
}

TEST_F(CredentialsTest, WhatIsNoTokenIsRefused) {
  for (const char* text : {"", ".", "..", "a.b", "a.b.c", "e30.e30.e30", "e30.e30.e30.e30"}) {
    EXPECT_EQ(ReasonOf(verifier_.Verify(text, kNow).status()), "CREDENTIALS_INVALID") << text;
  }
  ExpectInvalid(std::string(limits::kTokenBytesMax + 1, 'a'), "4096");
}

TEST_F(CredentialsTest, SigningChecksItsInput) {
  EXPECT_FALSE(SignToken(key_, {}, Hours(1), kNow).ok());
  EXPECT_FALSE(SignToken(key_, caller_, Milliseconds(999), kNow).ok());
  EXPECT_FALSE(SignToken(key_, caller_, Days(367), kNow).ok());
  Caller caller = caller_;
  caller.roles.assign(limits::kRolesMax + 1, "r");
  EXPECT_FALSE(SignToken(key_, caller, Hours(1), kNow).ok());
  caller.roles.assign(limits::kRolesMax, std::string(limits::kIdBytesMax, 'r'));
  EXPECT_THAT(SignToken(key_, caller, Hours(1), kNow).status().ToString(), HasSubstr("4096"));
}

TEST_F(CredentialsTest, MemoryIsBoundedAndSharedByThreads) {
  constexpr int kThreads = 4;
  std::vector<std::string> tokens;
  for (int i = 0; i < 50; ++i) tokens.push_back(*SignToken(key_, caller_, Seconds(1'000 + i), kNow));
  std::vector<std::thread> threads;
  std::atomic<int> good = 0;
  for (int t = 0; t < kThreads; ++t) {
    threads.emplace_back([&] {
      for (const std::string& token : tokens) good += verifier_.Verify(token, kNow).ok() ? 1 : 0;
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(good, kThreads * 50);
}

}  // namespace
}  // namespace wangge::rpc
