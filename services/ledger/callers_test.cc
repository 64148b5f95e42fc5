#include "services/ledger/callers.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/status/text.h"
#include "rpc/error.h"
#include "services/ledger/ledger.h"

namespace wangge::ledger {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

const domain::Roles kRoles = {{"administrator", {.label = {}, .scope = domain::Scope::kArea, .administers = true}},
                              {"inspector", {}}};

rpc::Caller Holding(std::vector<std::string> roles) {
  return {.actor = "a", .organisation = {}, .area = "*", .roles = std::move(roles), .expires = {}};
}
std::string TextOf(const absl::Status& status) { return std::string(ToStd(status.message())); }

TEST(Callers, ARefusalNamesTheRolesThatAreHeldThoseThatWouldDoAndWhatToDo) {
  const absl::Status refused = RequireAdministrator(ActorOf(Holding({"inspector"})), kRoles);
  EXPECT_EQ(refused.code(), absl::StatusCode::kPermissionDenied);
  EXPECT_EQ(rpc::ReasonOf(refused), "ROLE_NOT_ALLOWED");
  EXPECT_EQ(
      TextOf(refused),
      "Expected a role that may administer the city (administrator), but the caller holds inspector. Ask with the "
      "token of a post that holds one of them.");
  EXPECT_EQ(rpc::MetadataOf(refused)["would_do"], "administrator");
  EXPECT_THAT(TextOf(RequireInsider(Holding({}), kRoles)),
              HasSubstr("(administrator, service), but the caller holds none."));
}

TEST(Callers, ARoleThatIsNoneOfThoseInForceIsCalledSo) {
  const absl::Status refused = RequireService(Holding({"janitor", "inspector"}), kRoles);
  EXPECT_EQ(
      TextOf(refused),
      "Expected a role that may speak for others (service), but the caller holds janitor, inspector. \"janitor\" is "
      "no role of the roles in force. Ask with the token of a post that holds one of them.");
  EXPECT_EQ(rpc::MetadataOf(refused)["unknown"], "janitor");
}

TEST(Callers, SomeRoleInForceIsEnoughToSendSomethingIn) {
  EXPECT_TRUE(RequireKnownRole(Holding({"janitor", "inspector"}), kRoles).ok());
  EXPECT_THAT(TextOf(RequireKnownRole(Holding({"janitor"}), kRoles)), HasSubstr("\"janitor\" is no role"));
  EXPECT_FALSE(RequireKnownRole(Holding({}), kRoles).ok());
  EXPECT_TRUE(RequireKnownRole(Holding({"anything"}), {}).ok()) << "before the first configuration";
  EXPECT_FALSE(RequireKnownRole(Holding({}), {}).ok());
}

TEST(Callers, WhatIsNoWorkOnCasesIsReadInOnesOwnName) {
  rpc::Caller caller = Holding({"inspector"});
  EXPECT_TRUE(RequireOwnName(caller).ok());
  caller.on_behalf_of = "inspector-02";
  EXPECT_EQ(rpc::ReasonOf(RequireOwnName(caller)), "OWN_NAME_ONLY");
}

TEST(Callers, WhileThereAreNoRolesAnyoneConfigures) {
  EXPECT_TRUE(RequireAdministrator(ActorOf(Holding({"anything"})), {}).ok());
  EXPECT_TRUE(RequireInsider(Holding({"anything"}), {}).ok());
}

}  // namespace
}  // namespace wangge::ledger
