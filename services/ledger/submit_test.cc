// Writes through LedgerService: who is believed, what is sealed, what a repeated request gets.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/limits.h"
#include "services/ledger/service_role.h"
#include "services/ledger/testing/ask.h"
#include "wangge/ledger/v1/ledger.grpc.pb.h"
#include "wire/names.h"

namespace wangge::ledger {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class SubmitTest : public ::testing::Test {
 protected:
  absl::StatusOr<v1::CommandResult> Submit(const v1::Command& command,
                                           const rpc::Caller& caller = ServedCity::Service()) {
    v1::SubmitRequest request;
    *request.mutable_command() = command;
    auto response = Ask(city_, caller, *stub_, &v1::LedgerService::Stub::Submit, request);
    if (!response.ok()) return response.status();
    return response->result();
  }
  absl::StatusOr<v1::GetReceiptResponse> GetReceipt(const std::string& name, const v1::Actor& actor) {
    v1::GetReceiptRequest request;
    request.set_name(name);
    *request.mutable_actor() = actor;
    return Ask(city_, ServedCity::Service(), *stub_, &v1::LedgerService::Stub::GetReceipt, request);
  }

  ServedCity city_;
  std::unique_ptr<v1::LedgerService::Stub> stub_ = v1::LedgerService::NewStub(city_.channel());
};

TEST_F(SubmitTest, AReportGetsAReceiptAndNothingPersonalIsInTheState) {
  v1::Command command = city_.Report();
  *command.mutable_submit_report()->add_attachments() = city_.Upload("a photo");
  const auto result = Submit(command);
  ASSERT_TRUE(result.ok()) << result.status();
  const auto& receipt = result->receipt();
  EXPECT_EQ(receipt.name(), "receipts/" + receipt.receipt_number());
  EXPECT_TRUE(wire::ParseCaseName(receipt.case_()).has_value());
  EXPECT_EQ(receipt.assignments_size(), 1);
  ASSERT_EQ(receipt.attachments_size(), 1);
  EXPECT_EQ(receipt.attachments(0).content_type(), "image/jpeg");
  EXPECT_GT(receipt.attachments(0).size(), 0u);

  const std::string bytes = city_.AllBytes();
  EXPECT_THAT(bytes, HasSubstr("331102001001")) << "the state is what was looked at";
  for (const std::string& secret : {std::string("plum tree"), std::string("Plum Lane"), std::string("Xiaoming"),
                                    std::string("13800000000"), command.submit_report().attachments(0).secret(),
                                    command.submit_report().attachments(0).attachment().sha256()}) {
    EXPECT_THAT(bytes, Not(HasSubstr(secret)));
  }
}

TEST_F(SubmitTest, ARepeatedRequestGetsTheFirstAnswer) {
  v1::Command command = city_.Report();
  *command.mutable_submit_report()->add_attachments() = city_.Upload("a photo");
  const auto first = Submit(command);
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_FALSE(first->repeated_request());

  // The store has forgotten the upload meanwhile, and the report is located in another cell.
  command.mutable_submit_report()->mutable_attachments(0)->clear_secret();
  command.mutable_submit_report()->mutable_location()->mutable_placements(0)->set_code("331102001002");
  const auto again = Submit(command);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_TRUE(again->repeated_request());
  EXPECT_EQ(again->position(), first->position());
  EXPECT_EQ(again->receipt().SerializeAsString(), first->receipt().SerializeAsString());
}

TEST_F(SubmitTest, AnIdThatBeginsWithTheTimeKeepsItInFrontAndStaysItsActors) {
  v1::Command command = city_.Report();
  command.set_request_id("01890a5d-ac96-774b-bcce-b302099a8057");
  const auto first = Submit(command);
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_TRUE(Submit(command)->repeated_request());
  const auto stored = city_.state().feed().Read(domain::LogPosition{first->position()}, 1);
  ASSERT_TRUE(stored.ok());
  EXPECT_TRUE(stored->front().record->request_id.starts_with("\x01\x89\x0a\x5d\xac\x96"));
  EXPECT_EQ(stored->front().record->request_id.size(), 16U);
  command.mutable_actor()->set_id("somebody else");
  const auto other = Submit(command);
  ASSERT_TRUE(other.ok()) << other.status();
  EXPECT_FALSE(other->repeated_request());
}

TEST_F(SubmitTest, AnotherContentUnderTheSameIdIsRefused) {
  v1::Command command = city_.Report();
  ASSERT_TRUE(Submit(command).ok());
  command.mutable_fingerprint()->back() ^= 1;
  EXPECT_EQ(CodeOf(Submit(command)), "ALREADY_EXISTS REQUEST_ID_REUSED");
}

TEST_F(SubmitTest, TwoActorsWhoChooseTheSameIdDoNotMeet) {
  v1::Command command = city_.Report();
  const auto first = Submit(command);
  command.mutable_actor()->set_id("inspector-331102-02");
  const auto other = Submit(command);
  ASSERT_TRUE(first.ok() && other.ok());
  EXPECT_FALSE(other->repeated_request());
  EXPECT_NE(first->receipt().case_(), other->receipt().case_());
}

TEST_F(SubmitTest, AnAttachmentWithoutItsSecretIsOnlyForARepeatedRequest) {
  v1::Command command = city_.Report();
  *command.mutable_submit_report()->add_attachments() = city_.Upload("a photo");
  command.mutable_submit_report()->mutable_attachments(0)->clear_secret();
  EXPECT_EQ(CodeOf(Submit(command)), "NOT_FOUND ATTACHMENT_NOT_FOUND");
}

TEST_F(SubmitTest, AnAttachmentThatIsAnothersIsRefused) {
  v1::Command command = city_.Report();
  *command.mutable_submit_report()->add_attachments() = city_.Upload("one");
  command.mutable_submit_report()->mutable_attachments(0)->set_secret(city_.Upload("two").secret());
  EXPECT_EQ(CodeOf(Submit(command)), "INVALID_ARGUMENT ATTACHMENT_HASH_MISMATCH");
}

TEST_F(SubmitTest, OnlyServicesAreBelievedWhenTheySpeakForOthers) {
  const v1::Command command = city_.Report();
  EXPECT_EQ(CodeOf(Submit(command, ServedCity::Inspector())), "PERMISSION_DENIED ROLE_NOT_ALLOWED");
  EXPECT_EQ(CodeOf(Submit(command, ServedCity::Administrator())), "PERMISSION_DENIED ROLE_NOT_ALLOWED");
  EXPECT_EQ(city_.ledger().state().directory().size(), 0u);
}

TEST_F(SubmitTest, RefusalsHaveTheContractsReasons) {
  v1::Command command = city_.Report();
  command.mutable_submit_report()->set_category("nonsense");
  EXPECT_EQ(CodeOf(Submit(command)), "INVALID_ARGUMENT CATEGORY_UNKNOWN");
  command = city_.Report();
  command.mutable_submit_report()->set_source("nonsense");
  EXPECT_EQ(CodeOf(Submit(command)), "INVALID_ARGUMENT SOURCE_UNKNOWN");
  command = city_.Report();
  command.set_request_id("7");
  EXPECT_EQ(CodeOf(Submit(command)), "INVALID_ARGUMENT FIELD_INVALID");
  command = city_.Report();
  command.clear_fingerprint();
  EXPECT_EQ(CodeOf(Submit(command)), "INVALID_ARGUMENT FIELD_INVALID");
  command = city_.Report();
  command.mutable_submit_report()->set_description(std::string(limits::kDescriptionBytesMax + 1, 'x'));
  EXPECT_EQ(CodeOf(Submit(command)), "INVALID_ARGUMENT DESCRIPTION_TOO_LONG");
  command = city_.Report();
  command.mutable_actor()->set_roles(0, "analyst");
  EXPECT_EQ(CodeOf(Submit(command)), "PERMISSION_DENIED ROLE_NOT_ALLOWED");
  command = city_.Report();
  command.clear_submit_report();
  EXPECT_EQ(CodeOf(Submit(command)), "INVALID_ARGUMENT FIELD_INVALID");
}

TEST_F(SubmitTest, ABatchAnswersEachCommandForItself) {
  v1::SubmitBatchRequest request;
  *request.add_commands() = city_.Report();
  *request.add_commands() = city_.Report();
  request.mutable_commands(1)->mutable_submit_report()->set_category("nonsense");
  *request.add_commands() = city_.Report();
  request.mutable_commands(2)->set_request_id("7");
  *request.add_commands() = request.commands(0);
  const auto response = Ask(city_, ServedCity::Service(), *stub_, &v1::LedgerService::Stub::SubmitBatch, request);
  ASSERT_TRUE(response.ok()) << response.status();
  ASSERT_EQ(response->results_size(), 4);
  EXPECT_TRUE(response->results(0).has_receipt());
  EXPECT_EQ(rpc::ReasonOf(rpc::FromProto(response->results(1).error())), "CATEGORY_UNKNOWN");
  EXPECT_EQ(rpc::ReasonOf(rpc::FromProto(response->results(2).error())), "FIELD_INVALID");
  EXPECT_TRUE(response->results(3).repeated_request());
  EXPECT_EQ(response->results(3).receipt().case_(), response->results(0).receipt().case_());
  EXPECT_EQ(CodeOf(Ask(city_, ServedCity::Service(), *stub_, &v1::LedgerService::Stub::SubmitBatch,
                       v1::SubmitBatchRequest())),
            "INVALID_ARGUMENT BATCH_SIZE");
}

TEST_F(SubmitTest, ABatchOfTooManyCommandsIsRefusedWhole) {
  const std::uint64_t head = city_.state().feed().head().value;
  Waited<std::vector<v1::CommandResult>> waited;
  city_.local().SubmitBatch(std::vector<v1::Command>(limits::kBatchReportsMax + 1, city_.Report()),
                            city_.DeadlineOfTests(), waited.Done());
  EXPECT_EQ(CodeOf(waited.Get()), "INVALID_ARGUMENT BATCH_SIZE");
  EXPECT_EQ(city_.state().feed().head().value, head);
}

TEST_F(SubmitTest, AnAttachmentIsReadForAReasonOfASentence) {
  const rpc::Caller reader = ServedCity::Acceptor();
  EXPECT_EQ(CodeOf(city_.ledger().cases().Attachment(ActorOf(reader), "cases/1", "attachments/1",
                                                     std::string(limits::kPurposeBytesMax + 1, 'x'))),
            "INVALID_ARGUMENT FIELD_INVALID");
}

TEST_F(SubmitTest, AReceiptIsForWhoReportedAndForWhoSeesTheCase) {
  v1::Command command = city_.Report();
  *command.mutable_submit_report()->add_attachments() = city_.Upload("a photo");
  const auto result = Submit(command);
  ASSERT_TRUE(result.ok()) << result.status();
  const std::string& name = result->receipt().name();
  const auto mine = GetReceipt(name, command.actor());
  ASSERT_TRUE(mine.ok()) << mine.status();
  EXPECT_EQ(mine->receipt().attachments(0).SerializeAsString(), result->receipt().attachments(0).SerializeAsString());
  EXPECT_EQ(mine->progress().outcome(), cases::v1::OUTCOME_OPEN);
  EXPECT_FALSE(mine->progress().merged());

  v1::Actor elsewhere = command.actor();
  elsewhere.set_id("inspector-331121-01");
  elsewhere.set_area("331121");
  const auto hidden = GetReceipt(name, elsewhere);
  const auto missing = GetReceipt("receipts/R-00000-000000", command.actor());
  EXPECT_EQ(CodeOf(hidden), "NOT_FOUND RECEIPT_NOT_FOUND");
  EXPECT_EQ(hidden.status(), missing.status()) << "out of scope and missing answer alike";
}

TEST_F(SubmitTest, AnAttachmentIsOpenedForWhoSeesTheCaseAndTheReadingIsRecorded) {
  v1::Command command = city_.Report();
  *command.mutable_submit_report()->add_attachments() = city_.Upload("a photo");
  const auto result = Submit(command);
  ASSERT_TRUE(result.ok()) << result.status();
  v1::OpenAttachmentRequest request;
  request.set_case_(result->receipt().case_());
  request.set_attachment(result->receipt().attachments(0).name());
  *request.mutable_actor() = command.actor();
  const auto open = [&] {
    return Ask(city_, ServedCity::Service(), *stub_, &v1::LedgerService::Stub::OpenAttachment, request);
  };
  EXPECT_EQ(CodeOf(open()), "INVALID_ARGUMENT FIELD_INVALID") << "a purpose is needed";
  request.set_purpose("to look at the lid");
  const auto opened = open();
  ASSERT_TRUE(opened.ok()) << opened.status();
  EXPECT_EQ(opened->attachment().secret(), command.submit_report().attachments(0).secret());
  ASSERT_EQ(city_.readings().size(), 1u);
  EXPECT_EQ(city_.readings()[0].purpose, "to look at the lid");
  EXPECT_EQ(city_.readings()[0].actor, command.actor().id());

  request.mutable_actor()->set_area("331121");
  EXPECT_EQ(CodeOf(open()), "NOT_FOUND ATTACHMENT_NOT_FOUND");
  EXPECT_EQ(city_.readings().size(), 1u);
}

}  // namespace
}  // namespace wangge::ledger
