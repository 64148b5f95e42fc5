#include "wire/time.h"

#include <gtest/gtest.h>

namespace wangge::wire {
namespace {

TEST(WireTime, GoesBothWaysBeforeAndAfter1970) {
  for (const std::int64_t micros :
       {0L, 1L, 999'999L, 1'000'000L, -1L, -1'000'000L, -1'000'001L, 1'770'000'000'123'456L}) {
    EXPECT_EQ(FromProto(ToProto(Timestamp{micros})), Timestamp{micros}) << micros;
  }
  EXPECT_EQ(ToProto(Timestamp{-1}).seconds(), -1);
  EXPECT_EQ(ToProto(Timestamp{-1}).nanos(), 999'999'000);
}

TEST(WireTime, CutsOffWhatIsFinerThanMicroseconds) {
  google::protobuf::Timestamp t;
  t.set_seconds(1);
  t.set_nanos(1'999);
  EXPECT_EQ(FromProto(t), Timestamp{1'000'001});
}

TEST(WireTime, RefusesWhatIsNoTime) {
  google::protobuf::Timestamp t;
  t.set_nanos(-1);
  EXPECT_EQ(FromProto(t), std::nullopt);
  t.set_nanos(1'000'000'000);
  EXPECT_EQ(FromProto(t), std::nullopt);
  t.set_nanos(0);
  t.set_seconds(253'402'300'800);
  EXPECT_EQ(FromProto(t), std::nullopt);
}

}  // namespace
}  // namespace wangge::wire
