#include "rpc/error.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "google/rpc/error_details.pb.h"
#include "rpc/status_map.h"

namespace wangge::rpc {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

struct CodeRow {
  absl::StatusCode absl_code;
  grpc::StatusCode grpc_code;
};
constexpr CodeRow kCodes[] = {
    {absl::StatusCode::kCancelled, grpc::CANCELLED},
    {absl::StatusCode::kUnknown, grpc::UNKNOWN},
    {absl::StatusCode::kInvalidArgument, grpc::INVALID_ARGUMENT},
    {absl::StatusCode::kDeadlineExceeded, grpc::DEADLINE_EXCEEDED},
    {absl::StatusCode::kNotFound, grpc::NOT_FOUND},
    {absl::StatusCode::kAlreadyExists, grpc::ALREADY_EXISTS},
    {absl::StatusCode::kPermissionDenied, grpc::PERMISSION_DENIED},
    {absl::StatusCode::kResourceExhausted, grpc::RESOURCE_EXHAUSTED},
    {absl::StatusCode::kFailedPrecondition, grpc::FAILED_PRECONDITION},
    {absl::StatusCode::kAborted, grpc::ABORTED},
    {absl::StatusCode::kOutOfRange, grpc::OUT_OF_RANGE},
    {absl::StatusCode::kUnimplemented, grpc::UNIMPLEMENTED},
    {absl::StatusCode::kInternal, grpc::INTERNAL},
    {absl::StatusCode::kUnavailable, grpc::UNAVAILABLE},
    {absl::StatusCode::kDataLoss, grpc::DATA_LOSS},
    {absl::StatusCode::kUnauthenticated, grpc::UNAUTHENTICATED},
};

TEST(StatusMap, EveryCodeGoesOverTheWireAndBack) {
  for (const CodeRow& row : kCodes) {
    const absl::Status sent = MakeError(row.absl_code, "SOME_REASON", "text", {{"case", "9"}});
    const grpc::Status wire = ToGrpc(sent);
    EXPECT_EQ(wire.error_code(), row.grpc_code);
    EXPECT_EQ(FromGrpc(wire), sent);
    EXPECT_EQ(FromProto(ToProto(sent)), sent);
  }
  EXPECT_TRUE(ToGrpc(absl::OkStatus()).ok());
  EXPECT_TRUE(FromGrpc(grpc::Status::OK).ok());
  EXPECT_EQ(ToProto(absl::OkStatus()).code(), 0);
  EXPECT_TRUE(FromProto({}).ok());
}

TEST(StatusMap, EveryDetailSurvives) {
  const absl::Status made = WithRetryAfter(
      InvalidFields({{"report.category", "Expected an id, but it is empty"}, {"report.source", "second"}}),
      Milliseconds(1'500));
  const absl::Status got = FromGrpc(ToGrpc(made));
  EXPECT_EQ(ReasonOf(got), "FIELD_INVALID");
  EXPECT_EQ(MetadataOf(got), (ErrorMetadata{{"field", "report.category"}}));
  EXPECT_THAT(ViolationsOf(got), ElementsAre(FieldViolation{"report.category", "Expected an id, but it is empty"},
                                             FieldViolation{"report.source", "second"}));
  EXPECT_EQ(RetryAfterOf(got), Milliseconds(1'500));
  EXPECT_EQ(got.message(), "report.category: Expected an id, but it is empty");
}

TEST(StatusMap, AnErrorWithoutAReasonGetsItsCodesName) {
  const google::rpc::Status proto = ToProto(absl::NotFoundError("gone"));
  ASSERT_EQ(proto.details_size(), 1);
  google::rpc::ErrorInfo info;
  ASSERT_TRUE(proto.details(0).UnpackTo(&info));
  EXPECT_EQ(info.reason(), "NOT_FOUND");
  EXPECT_EQ(info.domain(), "wangge");
}

TEST(StatusMap, AnErrorOfTheTransportHasNoReason) {
  const absl::Status got = FromGrpc({grpc::UNAVAILABLE, "connection refused"});
  EXPECT_EQ(got.code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(ReasonOf(got), "");
  EXPECT_TRUE(ViolationsOf(got).empty());
  EXPECT_EQ(RetryAfterOf(got), std::nullopt);
  EXPECT_EQ(ReasonOf(FromGrpc({grpc::INTERNAL, "text", "\xff not a message"})), "");
}

TEST(StatusMap, InsideErrorsAreHiddenUnlessTheyWereMadeForCallers) {
  EXPECT_TRUE(TellsInside(absl::InternalError("disk 3 is full")));
  EXPECT_TRUE(TellsInside(absl::DataLossError("block 7")));
  EXPECT_FALSE(TellsInside(absl::NotFoundError("case")));
  EXPECT_FALSE(TellsInside(MakeError(absl::StatusCode::kDataLoss, "ATTACHMENT_DAMAGED", "text")));
  const absl::Status hidden = Hidden("0123");
  EXPECT_EQ(hidden.code(), absl::StatusCode::kInternal);
  EXPECT_EQ(MetadataOf(hidden), (ErrorMetadata{{"incident", "0123"}}));
}

TEST(Error, OkKeepsNoRetry) { EXPECT_TRUE(WithRetryAfter(absl::OkStatus(), Seconds(1)).ok()); }

TEST(ErrorDeathTest, AReasonIsUpperSnakeCase) {
  EXPECT_DEATH(MakeError(absl::StatusCode::kAborted, "stale etag", "text"), "IsReason");
  EXPECT_DEATH(MakeError(absl::StatusCode::kAborted, std::string(64, 'A'), "text"), "IsReason");
  EXPECT_DEATH(MakeError(absl::StatusCode::kOk, "A", "text"), "kOk");
}

}  // namespace
}  // namespace wangge::rpc
