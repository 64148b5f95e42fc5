#include "services/report/intake.h"

#include <gtest/gtest.h>

#include <future>
#include <limits>
#include <string>
#include <vector>

#include "base/limits.h"
#include "base/status/clock.h"
#include "rpc/error.h"
#include "services/follow/testing/fake_ledger.h"
#include "services/report/report_check.h"

namespace wangge::report {
namespace {

// Each answer is of a newer version.
class FakeGrid final : public grid::GridPort {
 public:
  void LocateAll(std::vector<Position> points, Timestamp, Located done) override {
    if (++asked <= loaded_after) {
      return done(rpc::MakeError(absl::StatusCode::kUnavailable, "LAYERS_NOT_LOADED", "played"));
    }
    ++version;
    std::vector<domain::Location> found;
    for (const Position& point : points) {
      found.push_back({.position = point, .placements = {{"unit", version, "a", 1, std::nullopt}}});
    }
    done(std::move(found));
  }
  void FindComponents(std::vector<std::string> ids, Timestamp, Found done) override {
    ids_asked.insert(ids_asked.end(), ids.begin(), ids.end());
    grid::ComponentAnswers answers;
    for (const std::string& id : ids) {
      answers.push_back({{.edition = "things", .version = version, .is_known = id != "x", .category = "lamp"}});
    }
    done(std::move(answers));
  }
  std::vector<std::string> ids_asked;
  std::uint64_t version = 0;
  int asked = 0;
  int loaded_after = 0;
};

v1::SubmitReportRequest Report(int number) {
  v1::SubmitReportRequest request;
  request.set_request_id("00000000-0000-4000-8000-00000000000" + std::to_string(number));
  request.mutable_report()->set_category("lamp");
  request.mutable_report()->set_source("post");
  auto& position = *request.mutable_report()->mutable_position();
  position.set_longitude(119.9);
  position.set_latitude(28.4);
  position.set_datum("cgcs2000");
  position.set_source(cases::v1::POSITION_SOURCE_MAP_PICK);
  position.set_accuracy_m(1.5);
  return request;
}

class IntakeTest : public ::testing::Test {
 protected:
  IntakeTest() : store_(*vault::AttachmentStore::Open(::testing::TempDir() + "intake_test", master_, entropy_)) {}
  ~IntakeTest() override { EXPECT_TRUE(in_flight_.WaitForNone(Seconds(30))); }

  std::vector<Intake::Outcome> Take(const std::vector<v1::SubmitReportRequest>& requests) {
    const Intake intake({ledger_, grid_, *store_, pool_, delays_, in_flight_});
    std::vector<const v1::SubmitReportRequest*> pointers;
    for (const auto& request : requests) pointers.push_back(&request);
    std::promise<std::vector<Intake::Outcome>> outcomes;
    intake.Take({.caller = {"post-1", "centre", "*", {"inspector"}, {}}, .until = SystemClock().Now() + patience_},
                pointers, [&](std::vector<Intake::Outcome> done) { outcomes.set_value(std::move(done)); });
    return outcomes.get_future().get();
  }
  void RefuseAsOldBelow(std::uint64_t version) {
    ledger_.decide = [version](const ledger::v1::Command& command) -> absl::StatusOr<ledger::v1::CommandResult> {
      if (command.submit_report().location().placements(0).version() < version) {
        return rpc::MakeError(absl::StatusCode::kFailedPrecondition, "LAYER_VERSION_OLD", "played");
      }
      ledger::v1::CommandResult result;
      result.mutable_receipt()->set_name("receipts/" + command.request_id());
      return result;
    };
  }

  vault::SystemEntropy entropy_;
  vault::MasterKey master_{vault::SecretKey(std::string(32, 'k'))};
  std::unique_ptr<vault::AttachmentStore> store_;
  follow::FakeLedger ledger_;
  FakeGrid grid_;
  follow::Delays delays_;
  follow::InFlight in_flight_;
  ledger::ReaderPool pool_;
  Duration patience_ = Minutes(1);
};

TEST_F(IntakeTest, AReportCarriesWhoSentItAndWhereItLies) {
  const auto outcomes = Take({Report(1)});
  ASSERT_TRUE(outcomes[0].ok()) << outcomes[0].status().ToString();
  const auto command = ledger_.commands().at(0);
  EXPECT_EQ(command.actor().id(), "post-1");
  EXPECT_EQ(command.fingerprint().size(), 32u);
  const auto& location = command.submit_report().location();
  EXPECT_EQ(location.lon_e7(), 1'199'000'000);
  EXPECT_EQ(location.accuracy_cm(), 150u);
  EXPECT_EQ(location.source(), cases::v1::POSITION_SOURCE_MAP_PICK);
  EXPECT_EQ(location.placements(0).code(), "a");
}

TEST_F(IntakeTest, TheFingerprintIsOfTheContentAlone) {
  auto other = Report(2);
  auto changed = Report(3);
  changed.mutable_report()->set_description("else");
  Take({Report(1), other, changed});
  const auto commands = ledger_.commands();
  EXPECT_EQ(commands[0].fingerprint(), commands[1].fingerprint());
  EXPECT_NE(commands[0].fingerprint(), commands[2].fingerprint());
}

TEST_F(IntakeTest, ARefusedReportDoesNotTouchItsNeighbours) {
  auto wrong = Report(2);
  wrong.mutable_report()->clear_category();
  const auto outcomes = Take({Report(1), wrong, Report(3)});
  EXPECT_EQ(outcomes[0]->name(), "receipts/" + Report(1).request_id());
  EXPECT_EQ(rpc::ReasonOf(outcomes[1].status()), "FIELD_INVALID");
  EXPECT_EQ(outcomes[2]->name(), "receipts/" + Report(3).request_id());
}

TEST_F(IntakeTest, AReportOfAnOldLayerIsLocatedAgain) {
  RefuseAsOldBelow(2);
  const auto outcomes = Take({Report(1), Report(2)});
  EXPECT_TRUE(outcomes[0].ok() && outcomes[1].ok());
  EXPECT_EQ(grid_.version, 2u);
}

TEST_F(IntakeTest, AReportWaitsForTheLayersOfAGridServiceThatHasJustStarted) {
  grid_.loaded_after = 2;
  EXPECT_TRUE(Take({Report(1)})[0].ok());
  EXPECT_EQ(grid_.asked, 3);
}

TEST_F(IntakeTest, LocatingAgainEndsInTimeForTheCallersAnswer) {
  RefuseAsOldBelow(100);
  patience_ = Milliseconds(1'500);
  const auto outcomes = Take({Report(1)});
  EXPECT_EQ(outcomes[0].status().code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(rpc::ReasonOf(outcomes[0].status()), "LAYERS_NOT_LOADED");
  EXPECT_EQ(grid_.version, 2u);
  grid_.loaded_after = 1'000;
  EXPECT_EQ(rpc::ReasonOf(Take({Report(1)})[0].status()), "LAYERS_NOT_LOADED");
}

TEST_F(IntakeTest, LocatingAgainEndsWhenTheProcessStops) {
  grid_.loaded_after = 1'000;
  delays_.Stop();
  EXPECT_EQ(rpc::ReasonOf(Take({Report(1)})[0].status()), "LAYERS_NOT_LOADED");
}

TEST_F(IntakeTest, ALedgerThatCannotBeReachedIsToldAsSuch) {
  ledger_.decide = [](const auto&) { return absl::UnavailableError("connection refused"); };
  EXPECT_EQ(rpc::ReasonOf(Take({Report(1)})[0].status()), "STATE_UNREACHABLE");
  ledger_.decide = [](const auto&) { return absl::UnauthenticatedError("who are you"); };
  EXPECT_EQ(Take({Report(1)})[0].status().code(), absl::StatusCode::kInternal);
}

std::vector<std::string> FaultsOf(const v1::SubmitReportRequest& request) {
  wire::Faults faults;
  CheckReport(request, faults);
  std::vector<std::string> told;
  for (const auto& fault : faults) told.push_back(fault.field + " " + fault.reason);
  return told;
}

TEST(ReportCheckTest, EveryWrongFieldIsNamed) {
  EXPECT_EQ(FaultsOf({}), (std::vector<std::string>{"request_id FIELD_INVALID", "report FIELD_INVALID",
                                                    "report.category FIELD_INVALID", "report.source FIELD_INVALID",
                                                    "report.position FIELD_INVALID"}));
  auto request = Report(1);
  request.mutable_report()->set_description(std::string(limits::kDescriptionBytesMax + 1, 'x'));
  request.mutable_report()->mutable_reporter()->set_contact(std::string(limits::kContactBytesMax + 1, 'x'));
  request.mutable_report()->mutable_position()->set_accuracy_m(std::numeric_limits<double>::quiet_NaN());
  request.mutable_report()->mutable_occurred_at()->set_nanos(-1);
  for (int i = 0; i < 10; ++i) request.mutable_report()->add_attachments();
  EXPECT_EQ(FaultsOf(request),
            (std::vector<std::string>{"report.description DESCRIPTION_TOO_LONG",
                                      "report.reporter.contact REPORTER_CONTACT_TOO_LONG",
                                      "report.position.accuracy_m FIELD_INVALID", "report.occurred_at FIELD_INVALID",
                                      "report.attachments FIELD_INVALID"}));
}

TEST(ReportCheckTest, AnUnknownSourceOfAPositionIsToldFromAMissingOne) {
  const auto told = [](int source) {
    auto request = Report(1);
    request.mutable_report()->mutable_position()->set_source(static_cast<cases::v1::PositionSource>(source));
    wire::Faults faults;
    CheckReport(request, faults);
    return faults.size() == 1 ? faults[0].field + ": " + faults[0].text : "none";
  };
  const std::string expected =
      "report.position.source: Expected how the position came to be (POSITION_SOURCE_GNSS, POSITION_SOURCE_MAP_PICK, "
      "POSITION_SOURCE_ADDRESS_GEOCODE, POSITION_SOURCE_DEFAULT, POSITION_SOURCE_NONE, POSITION_SOURCE_RECORDED), but ";
  EXPECT_EQ(told(77), expected + "77 is unknown.");
  EXPECT_EQ(told(0), expected + "it is not given.");
}

TEST(ReportCheckTest, AnAccuracyThatPlacesNothingIsRefused) {
  auto request = Report(1);
  request.mutable_report()->mutable_position()->set_accuracy_m(limits::kAccuracyMetresMax);
  EXPECT_TRUE(FaultsOf(request).empty());
  request.mutable_report()->mutable_position()->set_accuracy_m(limits::kAccuracyMetresMax + 1);
  EXPECT_EQ(FaultsOf(request), std::vector<std::string>{"report.position.accuracy_m FIELD_INVALID"});
}

TEST(ReportCheckTest, APointGoesWithItsSource) {
  auto request = Report(1);
  request.mutable_report()->mutable_position()->set_source(cases::v1::POSITION_SOURCE_NONE);
  EXPECT_EQ(FaultsOf(request).size(), 2u);
  request.mutable_report()->mutable_position()->clear_longitude();
  request.mutable_report()->mutable_position()->clear_latitude();
  EXPECT_TRUE(FaultsOf(request).empty());
  request.mutable_report()->mutable_position()->set_source(cases::v1::POSITION_SOURCE_GNSS);
  EXPECT_EQ(FaultsOf(request).size(), 2u);
}

TEST(ReportCheckTest, AnAttachmentIsNamedOnceWithItsHash) {
  auto request = Report(1);
  auto& attachment = *request.mutable_report()->add_attachments();
  attachment.set_name("attachments/" + std::string(64, 'a'));
  attachment.set_sha256(std::string(32, 'h'));
  EXPECT_TRUE(FaultsOf(request).empty());
  *request.mutable_report()->add_attachments() = attachment;
  request.mutable_report()->mutable_attachments(1)->set_sha256("short");
  EXPECT_EQ(FaultsOf(request), (std::vector<std::string>{"report.attachments[1].name FIELD_INVALID",
                                                         "report.attachments[1].sha256 FIELD_INVALID"}));
}

TEST_F(IntakeTest, AComponentGoesToTheLedgerWithWhatTheSurveysSayOfIt) {
  RefuseAsOldBelow(0);
  v1::SubmitReportRequest named = Report(1);
  named.mutable_report()->set_component("3311020102000001");
  v1::SubmitReportRequest why = Report(2);
  why.mutable_report()->set_no_component("none_near");
  std::vector<ledger::v1::ComponentClaim> claims;
  const auto answer = ledger_.decide;
  ledger_.decide = [&](const ledger::v1::Command& command) {
    claims.push_back(command.submit_report().component());
    return answer(command);
  };
  for (const auto& outcome : Take({named, why, Report(3)})) EXPECT_TRUE(outcome.ok()) << outcome.status();
  EXPECT_EQ(grid_.ids_asked, (std::vector<std::string>{"3311020102000001"})) << "only what is named is looked up";
  ASSERT_EQ(claims.size(), 3u);
  ASSERT_EQ(claims[0].evidence_size(), 1);
  EXPECT_TRUE(claims[0].evidence(0).known());
  EXPECT_EQ(claims[1].reason(), "none_near");
  EXPECT_EQ(claims[2].ByteSizeLong(), 0u);
}

TEST_F(IntakeTest, AComponentFoundInAnOldSurveyIsLookedForAgain) {
  v1::SubmitReportRequest named = Report(1);
  named.mutable_report()->set_component("3311020102000001");
  ledger_.decide = [](const ledger::v1::Command& command) -> absl::StatusOr<ledger::v1::CommandResult> {
    if (command.submit_report().component().evidence(0).version() < 2) {
      return rpc::MakeError(absl::StatusCode::kFailedPrecondition, "COMPONENT_VERSION_OLD", "played");
    }
    ledger::v1::CommandResult result;
    result.mutable_receipt()->set_name("receipts/1");
    return result;
  };
  EXPECT_TRUE(Take({named}).front().ok());
  EXPECT_EQ(grid_.ids_asked.size(), 2u);
}

TEST_F(IntakeTest, AComponentThatIsSaidToBeNamedHasAnId) {
  v1::SubmitReportRequest named = Report(1);
  named.mutable_report()->set_component("");
  EXPECT_EQ(rpc::ReasonOf(Take({named}).front().status()), "FIELD_INVALID");
  named.mutable_report()->set_component(std::string(limits::kIdBytesMax + 1, '1'));
  EXPECT_EQ(rpc::ReasonOf(Take({named}).front().status()), "COMPONENT_TOO_LONG");
}

}  // namespace
}  // namespace wangge::report
