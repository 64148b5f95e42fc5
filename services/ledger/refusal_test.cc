#include "services/ledger/refusal.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <map>
#include <regex>
#include <set>
#include <sstream>

#include "base/file/file.h"
#include "base/limits.h"
#include "base/status/text.h"
#include "domain/calendar/deadline.h"
#include "domain/guards.h"
#include "domain/scope.h"
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

const std::string kSource = std::string(WANGGE_SOURCE_DIR) + "/";

// Code by reason, as the comment above a method says: "CODE REASON, REASON (why); CODE ...".
std::map<std::string, std::string> DocumentedBy(const std::string& proto, const std::string& method) {
  std::set<std::string> codes;
  for (int code = 1; code <= 16; ++code) codes.insert(absl::StatusCodeToString(static_cast<absl::StatusCode>(code)));
  const std::string text = *ReadFile(kSource + "proto/" + proto, limits::kConfigBodyBytesMax);
  const std::size_t end = text.find("  rpc " + method + "(");
  const std::size_t begin = text.rfind("  rpc ", end - 1);
  std::istringstream words(text.substr(begin, end - begin));
  std::map<std::string, std::string> documented;
  std::string code;
  for (std::string word; words >> word;) {
    const std::string name = word.substr(0, word.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ_"));
    if (codes.contains(name)) {
      code = name;
    } else if (name.find('_') != std::string::npos) {
      documented[name] = code;
    }
  }
  return documented;
}

// What the files beside a step's decision refuse with, as their text says it.
std::vector<domain::Rejection> RefusalsInSource() {
  const std::map<std::string, RefusalKind> kinds = {
      {"kInvalid", RefusalKind::kInvalid},           {"kNotFound", RefusalKind::kNotFound},
      {"kForbidden", RefusalKind::kForbidden},       {"kExists", RefusalKind::kExists},
      {"kPrecondition", RefusalKind::kPrecondition}, {"kConflict", RefusalKind::kConflict}};
  const std::regex refusal(R"re(\.kind = RefusalKind::(k\w+),\s*\.reason = "(\w+)")re");
  const std::set<std::string> of_others = {"report.cc", "activation.cc", "expiry.cc", "migration.cc",
                                           "catalogue_migration.cc"};
  std::vector<domain::Rejection> found;
  for (const auto& entry : std::filesystem::directory_iterator(kSource + "libs/domain/decide")) {
    const std::string name = entry.path().filename().string();
    if (!name.ends_with(".cc") || name.ends_with("_test.cc") || of_others.contains(name)) continue;
    const std::string text = *ReadFile(entry.path().string(), limits::kConfigBodyBytesMax);
    for (std::sregex_iterator at(text.begin(), text.end(), refusal), end; at != end; ++at) {
      found.push_back({.kind = kinds.at((*at)[1]), .reason = (*at)[2], .text = {}});
    }
  }
  return found;
}

TEST(Refusal, EveryReasonOfAStepIsInTheContractOfBothDesksWithItsCode) {
  using domain::NoDeadline;
  std::vector<domain::Rejection> refusals = RefusalsInSource();
  EXPECT_GE(refusals.size(), 8u);
  refusals.push_back(domain::CaseNotFound());
  refusals.push_back(domain::RoleNotAllowed("act", {}, {}));
  refusals.push_back(domain::RefusalOf(domain::Guard::kActorIsNotHandler));
  for (const NoDeadline reason : {NoDeadline::kBeforeCalendar, NoDeadline::kNoWorkingTime, NoDeadline::kTooFar}) {
    refusals.push_back({.kind = RefusalKind::kPrecondition, .reason = std::string(NameOf(reason)), .text = {}});
  }
  for (const char* proto : {"wangge/dispatch/v1/dispatch.proto", "wangge/resolution/v1/resolution.proto"}) {
    const auto documented = DocumentedBy(proto, "PerformAction");
    for (const domain::Rejection& refusal : refusals) {
      const absl::Status status = StatusOf(refusal);
      const auto found = documented.find(std::string(rpc::ReasonOf(status)));
      ASSERT_NE(found, documented.end()) << proto << " does not list " << rpc::ReasonOf(status);
      EXPECT_EQ(found->second, absl::StatusCodeToString(status.code())) << proto << ": " << found->first;
    }
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
