#include "services/ledger/refusal.h"

#include <gtest/gtest.h>

#include <map>

#include "base/status/text.h"
#include "domain/guards.h"
#include "rpc/error.h"

namespace wangge::ledger {
namespace {

using domain::RefusalKind;

TEST(Refusal, EveryKindHasItsCode) {
  const auto code = [](RefusalKind kind) {
    return StatusOf(domain::Rejection{.kind = kind, .reason = "SOMETHING", .text = "Expected."}).code();
  };
  EXPECT_EQ(code(RefusalKind::kInvalid), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(code(RefusalKind::kNotFound), absl::StatusCode::kNotFound);
  EXPECT_EQ(code(RefusalKind::kForbidden), absl::StatusCode::kPermissionDenied);
  EXPECT_EQ(code(RefusalKind::kPrecondition), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(code(RefusalKind::kConflict), absl::StatusCode::kAborted);
  EXPECT_EQ(code(RefusalKind::kExists), absl::StatusCode::kAlreadyExists);
}

TEST(Refusal, WhatIsWrongInTheRequestIsNamedByItsField) {
  const auto field = [](const std::string& reason, std::map<std::string, std::string> details = {}) {
    const auto violations = rpc::ViolationsOf(
        StatusOf(domain::Rejection{.reason = reason, .text = "Expected.", .details = std::move(details)}));
    return violations.size() == 1 ? violations[0].field + " " + violations[0].description : "none";
  };
  EXPECT_EQ(field("UNKNOWN_CATEGORY"), "report.category Expected.");
  EXPECT_EQ(field("UNKNOWN_SOURCE"), "report.source Expected.");
  EXPECT_EQ(field("POSITION_OUT_OF_RANGE"), "report.position Expected.");
  EXPECT_EQ(field("SOURCE_NOT_ALLOWED"), "report.source Expected.");
  EXPECT_EQ(field("OCCURRED_IN_FUTURE"), "report.occurred_at Expected.");
  EXPECT_EQ(field("CAPTURED_IN_FUTURE"), "report.captured_at Expected.");
  EXPECT_EQ(field("UNKNOWN_ACTION"), "action Expected.");
  EXPECT_EQ(field("UNKNOWN_UNIT"), "input.unit Expected.");
  EXPECT_EQ(field("UNKNOWN_CONDITION"), "input.condition Expected.");
  EXPECT_EQ(field("FIELD_REQUIRED", {{"field", "note"}}), "input.note Expected.");
  EXPECT_EQ(field("STALE_ETAG"), "none");
}

TEST(Refusal, EveryGuardIsTheSameReasonWithItsNameBesides) {
  using domain::Guard;
  for (const Guard guard :
       {Guard::kActorIsNotHandler, Guard::kActorIsOfUnit, Guard::kActorIsTasked, Guard::kSourceIsTrusted,
        Guard::kSourceIsNotTrusted, Guard::kVerifiedOrTrusted, Guard::kNotVerified}) {
    const domain::Rejection rejection = domain::RefusalOf(guard);
    const absl::Status status = StatusOf(rejection);
    EXPECT_EQ(rpc::ReasonOf(status), "ACTION_NOT_ALLOWED") << rejection.reason;
    EXPECT_EQ(rpc::MetadataOf(status)["guard"], rejection.reason);
  }
}

TEST(Refusal, TheEnginesErrorsGetReasons) {
  EXPECT_EQ(rpc::ReasonOf(StatusOf(ResourceExhausted("Expected room."))), "QUEUE_FULL");
  EXPECT_TRUE(rpc::RetryAfterOf(StatusOf(ResourceExhausted("Expected room."))).has_value());
  EXPECT_EQ(rpc::ReasonOf(StatusOf(Unavailable("Expected a state."))), "STATE_STOPPED");
  EXPECT_EQ(rpc::ReasonOf(StatusOf(DataLoss("inside"))), "") << "hidden by the transport";
}

TEST(Refusal, FaultsAreToldAllAndTheFirstGivesTheReason) {
  const absl::Status status =
      StatusOf(wire::Faults{{"a", "Expected a.", "A_TOO_LONG"}, {"b", "Expected b.", "FIELD_INVALID"}});
  EXPECT_EQ(rpc::ReasonOf(status), "A_TOO_LONG");
  EXPECT_EQ(rpc::ViolationsOf(status).size(), 2u);
  EXPECT_TRUE(StatusOf(wire::Faults{}).ok());
}

}  // namespace
}  // namespace wangge::ledger
