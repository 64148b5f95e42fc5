#include "wire/time.h"

namespace wangge::wire {
namespace {

constexpr std::int64_t kMicrosPerSecond = 1'000'000;
constexpr std::int64_t kFirstSecond = -62'135'596'800;  // 0001-01-01T00:00:00Z
constexpr std::int64_t kLastSecond = 253'402'300'799;   // 9999-12-31T23:59:59Z
constexpr std::int32_t kNanosMax = 999'999'999;

}  // namespace

google::protobuf::Timestamp ToProto(Timestamp t) {
  std::int64_t seconds = t.micros / kMicrosPerSecond;
  std::int64_t micros = t.micros % kMicrosPerSecond;
  if (micros < 0) {  // nanos count upwards, before 1970 too
    --seconds;
    micros += kMicrosPerSecond;
  }
  google::protobuf::Timestamp proto;
  proto.set_seconds(seconds);
  proto.set_nanos(static_cast<std::int32_t>(micros * 1'000));
  return proto;
}

std::optional<Timestamp> FromProto(const google::protobuf::Timestamp& t) {
  if (t.seconds() < kFirstSecond || t.seconds() > kLastSecond || t.nanos() < 0 || t.nanos() > kNanosMax) {
    return std::nullopt;
  }
  return Timestamp{t.seconds() * kMicrosPerSecond + t.nanos() / 1'000};
}

}  // namespace wangge::wire
