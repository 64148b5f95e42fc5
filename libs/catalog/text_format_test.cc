#include "catalog/text_format.h"

#include "base/status/text.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "wangge/config/v1/roles.pb.h"

namespace wangge::catalog {
namespace {

using ::testing::StartsWith;

std::string Fault(std::string_view body) {
  config::v1::Roles roles;
  const absl::Status status = ParseTextFormat(body, "roles.textproto", roles);
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  return std::string(ToStd(status.message()));
}

TEST(TextFormat, CommentsAreFree) {
  config::v1::Roles roles;
  EXPECT_TRUE(ParseTextFormat("# who\nroles { id: \"a\" }  # one", "f", roles).ok());
  EXPECT_EQ(roles.roles_size(), 1);
}

TEST(TextFormat, EveryFaultStandsAtItsLineAndColumn) {
  EXPECT_THAT(Fault("roles {\n  id: \"a\"\n  colour: 3\n}"), StartsWith("roles.textproto:3:9: "));
  EXPECT_THAT(Fault("roles {\n  scope: SCOPE_WORLD }"), StartsWith("roles.textproto:2:22: "));
  EXPECT_THAT(Fault("roles { id: 3 }"), StartsWith("roles.textproto:1:13: "));
  EXPECT_THAT(Fault("roles {\n id: \"a\"\n"), StartsWith("roles.textproto:3:1: "));
  EXPECT_THAT(Fault("roles { id: \"a\" id: \"b\" }"), StartsWith("roles.textproto:1:"));
  EXPECT_THAT(Fault("roles { reads_personal: maybe }"), StartsWith("roles.textproto:1:31: "));
  EXPECT_THAT(Fault("roles: {"), StartsWith("roles.textproto:1:"));
}

TEST(TextFormat, TextThatIsNotUtf8IsRefusedAtItsLine) {
  EXPECT_THAT(Fault("# a\nroles { id: \"\xBE\xAE\" }"), StartsWith("roles.textproto:2:1: Expected UTF-8"));
}

}  // namespace
}  // namespace wangge::catalog
