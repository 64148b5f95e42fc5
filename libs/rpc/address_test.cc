#include "rpc/address.h"

#include <gtest/gtest.h>

namespace wangge::rpc {
namespace {

TEST(Address, ReadsNamesAndBothFamilies) {
  for (const char* text : {"127.0.0.1:7000", "[::1]:0", "localhost:65535", "city.example:443"}) {
    const auto address = ParseAddress(text);
    ASSERT_TRUE(address.ok()) << text;
    EXPECT_EQ(FormatAddress(*address), text);
  }
}

TEST(Address, RefusesWhatIsNotHostAndPort) {
  for (const char* text : {"", "127.0.0.1", ":7000", "::1:7000", "host:", "host:x", "host:65536", "host:-1", "host: 1",
                           "unix:/run/x", "[]:1", "host:1x"}) {
    EXPECT_EQ(ParseAddress(text).status().code(), absl::StatusCode::kInvalidArgument) << text;
  }
}

TEST(Address, KnowsWhatStaysOnTheMachine) {
  for (const char* text : {"127.0.0.1:1", "127.9.8.7:1", "[::1]:1", "localhost:1"}) {
    EXPECT_TRUE(IsLoopback(*ParseAddress(text))) << text;
  }
  for (const char* text : {"0.0.0.0:1", "[::]:1", "10.0.0.1:1", "127.0.0.1.example.org:1", "128.0.0.1:1", "city:1"}) {
    EXPECT_FALSE(IsLoopback(*ParseAddress(text))) << text;
  }
}

}  // namespace
}  // namespace wangge::rpc
