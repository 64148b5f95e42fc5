#include "services/wangge/serve/options.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/status/text.h"

namespace wangge::serve {
namespace {

using ::testing::HasSubstr;

Options With(std::vector<std::string> services) {
  Options options;
  options.services = std::move(services);
  options.state = "state";
  return options;
}

TEST(OptionsTest, AllServicesRunByDefault) {
  const auto roles = RolesOf(With({}));
  ASSERT_TRUE(roles.ok()) << roles.status().ToString();
  EXPECT_TRUE(roles->grid && roles->report && roles->state_node && roles->analytics);
}

TEST(OptionsTest, APartOfTheStateNodeIsRefusedWithTheReason) {
  for (const char* part : {"dispatch", "ledger", "resolution"}) {
    const auto roles = RolesOf(With({part}));
    EXPECT_EQ(roles.status().code(), absl::StatusCode::kFailedPrecondition);
    EXPECT_THAT(std::string(ToStd(roles.status().message())), HasSubstr("one process"));
  }
}

TEST(OptionsTest, ServicesApartNeedTheAddressesOfTheOthers) {
  EXPECT_EQ(RolesOf(With({"grid"})).status().code(), absl::StatusCode::kInvalidArgument);
  Options report = With({"report"});
  report.ledger = "127.0.0.1:1";
  EXPECT_THAT(std::string(ToStd(RolesOf(report).status().message())), HasSubstr("--grid"));
  report.grid = "127.0.0.1:2";
  EXPECT_TRUE(RolesOf(report).ok());
  report.state.clear();
  EXPECT_THAT(std::string(ToStd(RolesOf(report).status().message())), HasSubstr("--state"));
}

TEST(OptionsTest, AnAddressThatOthersReachNeedsTls) {
  Options open = With({});
  open.listen = "0.0.0.0:7300";
  EXPECT_EQ(RolesOf(open).status().code(), absl::StatusCode::kFailedPrecondition);
  open.tls_key_file = "key.pem";
  open.tls_certificate_file = "chain.pem";
  EXPECT_TRUE(RolesOf(open).ok());
  open.listen = "nowhere";
  EXPECT_EQ(RolesOf(open).status().code(), absl::StatusCode::kInvalidArgument);
}

TEST(OptionsTest, WhatWouldHaveNoEffectIsRefused) {
  Options report = With({"report"});
  report.ledger = "127.0.0.1:1";
  report.grid = "127.0.0.1:2";
  report.index_folder = "indexes";
  EXPECT_THAT(std::string(ToStd(RolesOf(report).status().message())), HasSubstr("--index-folder"));
  Options all = With({});
  all.ledger = "127.0.0.1:1";
  EXPECT_FALSE(RolesOf(all).ok());
  Options start = With({});
  start.clock_start = Timestamp{1};
  EXPECT_FALSE(RolesOf(start).ok());
  Options half = With({});
  half.tls_key_file = "key.pem";
  EXPECT_FALSE(RolesOf(half).ok());
  EXPECT_FALSE(RolesOf(With({"gird"})).ok());
}

}  // namespace
}  // namespace wangge::serve
