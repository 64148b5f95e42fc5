// Editions, the head of the log and the clock through LedgerService.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <latch>
#include <thread>

#include "base/digest/sha256.h"
#include "base/file/file.h"
#include "base/limits.h"
#include "catalog/layer_body.h"
#include "services/ledger/testing/ask.h"
#include "wangge/ledger/v1/ledger.grpc.pb.h"
#include "wire/time.h"

namespace wangge::ledger {
namespace {

using ::testing::HasSubstr;

// Those of the demo city and one more.
const std::string& Organisations() {
  static const std::string body = [] {
    const std::string file = std::string(WANGGE_SOURCE_DIR) + "/config/demo/lishui/organisations.csv";
    return *ReadFile(file, limits::kConfigBodyBytesMax) + "A,甲,A,unit,,1\n";
  }();
  return body;
}
const std::string& kOrganisations = Organisations();

class EditionsTest : public ::testing::Test {
 protected:
  v1::ApplyEditionHeader Header(const std::string& kind, const std::string& name, const std::string& body) {
    v1::ApplyEditionHeader header;
    header.set_request_id(city_.NewUuid());
    header.mutable_edition()->set_kind(kind);
    header.mutable_edition()->set_name(name);
    const Hash hash = Sha256::Of(body);
    header.mutable_edition()->set_sha256(std::string(BytesOf(hash)));
    header.mutable_edition()->set_size(body.size());
    return header;
  }
  absl::StatusOr<v1::ApplyEditionResponse> Apply(const v1::ApplyEditionHeader& header, const std::string& body,
                                                 const rpc::Caller& caller = ServedCity::Administrator()) {
    grpc::ClientContext context;
    city_.Speak(context, caller);
    v1::ApplyEditionResponse response;
    const auto writer = stub_->ApplyEdition(&context, &response);
    v1::ApplyEditionRequest request;
    *request.mutable_header() = header;
    bool open = writer->Write(request);
    for (std::size_t at = 0; open && at < body.size(); at += chunk_) {
      request.set_chunk(body.substr(at, chunk_));
      open = writer->Write(request);
    }
    writer->WritesDone();
    const grpc::Status status = writer->Finish();
    if (!status.ok()) return rpc::FromGrpc(status);
    return response;
  }
  std::uint64_t Head() { return city_.state().feed().head().value; }

  std::size_t chunk_ = 700;
  ServedCity city_;
  std::unique_ptr<v1::LedgerService::Stub> stub_ = v1::LedgerService::NewStub(city_.channel());
};

TEST_F(EditionsTest, AnEditionComesIntoForceOnceAndCanBeReadBack) {
  const auto header = Header("organisations", "organisations", kOrganisations);
  const auto applied = Apply(header, kOrganisations);
  ASSERT_TRUE(applied.ok()) << applied.status();
  EXPECT_FALSE(applied->unchanged());
  EXPECT_EQ(applied->edition().number(), 2u);
  EXPECT_EQ(applied->edition().position(), Head());
  EXPECT_TRUE(applied->edition().active());

  const std::uint64_t head = Head();
  const auto again = Apply(Header("organisations", "organisations", kOrganisations), kOrganisations);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_TRUE(again->unchanged());
  EXPECT_EQ(Head(), head);

  for (LedgerPort* port : {static_cast<LedgerPort*>(&city_.local()), static_cast<LedgerPort*>(&city_.remote())}) {
    v1::ReadEditionRequest request;
    request.set_kind("organisations");
    request.set_name("organisations");
    Waited<LedgerPort::EditionText> waited;
    port->ReadEdition(request, city_.DeadlineOfTests(), waited.Done());
    const auto read = waited.Get();
    ASSERT_TRUE(read.ok()) << read.status();
    EXPECT_EQ(read->body, kOrganisations);
    EXPECT_EQ(read->edition.SerializeAsString(), applied->edition().SerializeAsString());
  }
}

TEST_F(EditionsTest, AFaultyBodyIsNamedByItsPlaceAndNothingIsWritten) {
  const std::uint64_t head = Head();
  const std::string body = "roles {\n  id: \"a\"\n  colour: 3\n}\n";
  const auto refused = Apply(Header("roles", "roles", body), body);
  EXPECT_EQ(CodeOf(refused), "INVALID_ARGUMENT EDITION_INVALID");
  const auto violations = rpc::ViolationsOf(refused.status());
  ASSERT_EQ(violations.size(), 1u);
  EXPECT_EQ(violations[0].field, "roles/roles:3:9");
  EXPECT_THAT(violations[0].description, HasSubstr("colour"));
  EXPECT_EQ(Head(), head);
}

TEST_F(EditionsTest, AWrongNameIsBlamedOnTheName) {
  const auto refused = Apply(Header("organisations", "No Name", kOrganisations), kOrganisations);
  EXPECT_EQ(CodeOf(refused), "INVALID_ARGUMENT FIELD_INVALID");
  EXPECT_EQ(rpc::ViolationsOf(refused.status()).at(0).field, "header.edition.name");
}

TEST_F(EditionsTest, AnEditionThatDoesNotFitThoseInForceIsRefusedAtThePlaceOfTheReference) {
  const std::uint64_t head = Head();
  const auto place = [&](const std::string& kind, const std::string& name, const std::string& body) {
    const auto refused = Apply(Header(kind, name, body), body);
    EXPECT_EQ(CodeOf(refused), "INVALID_ARGUMENT EDITION_REFERENCE_UNKNOWN") << name;
    const auto violations = rpc::ViolationsOf(refused.status());
    return violations.empty() ? std::string() : violations[0].field + ": " + violations[0].description;
  };
  const std::string config = std::string(WANGGE_SOURCE_DIR) + "/config/";
  const auto read = [&](const std::string& file) { return *ReadFile(config + file, limits::kConfigBodyBytesMax); };
  const auto replaced = [](std::string text, const std::string& from, const std::string& to) {
    for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
      text.replace(at, from.size(), to);
    }
    return text;
  };
  const std::string procedure = read("systems/urban/procedure-2026.textproto");
  EXPECT_THAT(place("procedure", "urban", replaced(procedure, "\"shift_leader\"", "\"foreman\"")),
              ::testing::ContainsRegex("procedure/urban:[0-9]+:[0-9]+: .*\"foreman\" is none"));
  const std::string system = read("systems/urban/system.textproto");
  EXPECT_THAT(place("system", "urban", replaced(system, "procedure: \"urban\"", "procedure: \"rural\"")),
              HasSubstr("system/urban:5:1: "));
  // Roles without one that a procedure in force uses; the place is the procedure's.
  const std::string roles = read("roles.textproto");
  EXPECT_THAT(place("roles", "roles", replaced(roles, "\"shift_leader\"", "\"foreman\"")),
              ::testing::ContainsRegex("procedure/urban:[0-9]+:[0-9]+: .*\"shift_leader\" is none"));
  const std::string lonely = "code,name,name_en,kind,parent,areas\nA,甲,A,unit,,1\n";
  EXPECT_THAT(place("organisations", "organisations", lonely),
              ::testing::ContainsRegex("responsibilities/responsibilities:[0-9]+:[0-9]+: .*is none"));
  EXPECT_EQ(Head(), head);
}

TEST_F(EditionsTest, OfTwoChangesAtOnceThatDoNotFitTogetherOneIsRefused) {
  const std::string folder = std::string(WANGGE_SOURCE_DIR) + "/config/demo/lishui/";
  const std::string without = *ReadFile(folder + "organisations.csv", limits::kConfigBodyBytesMax);
  const std::string rules = *ReadFile(folder + "responsibilities.csv", limits::kConfigBodyBytesMax);
  for (int round = 0; round < 8; ++round) {
    ASSERT_TRUE(Apply(Header("responsibilities", "responsibilities", rules), rules).ok());
    ASSERT_TRUE(Apply(Header("organisations", "organisations", kOrganisations), kOrganisations).ok());
    // Each alone fits what is in force: a rule that names unit A, and organisations without it.
    const std::string naming = rules + ",1,A,maintaining\n";
    const auto rule = Header("responsibilities", "responsibilities", naming);
    const auto unit = Header("organisations", "organisations", without);
    std::latch both(2);
    absl::StatusOr<v1::ApplyEditionResponse> ruled;
    std::thread other([&] {
      both.arrive_and_wait();
      ruled = Apply(rule, naming);
    });
    both.arrive_and_wait();
    const auto removed = Apply(unit, without);
    other.join();
    EXPECT_NE(ruled.ok(), removed.ok()) << round << ": " << ruled.status() << ", " << removed.status();
    EXPECT_EQ(CodeOf(ruled.ok() ? removed : ruled), "INVALID_ARGUMENT EDITION_REFERENCE_UNKNOWN");
  }
}

TEST_F(EditionsTest, ASystemMayNotNameALayerThatIsNotInForceOnceThereAreLayers) {
  const std::string geojson =
      R"({"type":"FeatureCollection","features":[{"type":"Feature","properties":{"code":"p1"},)"
      R"("geometry":{"type":"Polygon","coordinates":[[[119.1,28.1],[119.2,28.1],[119.2,28.2],[119.1,28.1]]]}}]})";
  const std::string layer = *catalog::EncodeLayerBody({.key = "code", .datum = "wgs84", .geojson = geojson});
  const std::string file = std::string(WANGGE_SOURCE_DIR) + "/config/systems/urban/system.textproto";
  std::string system = *ReadFile(file, limits::kConfigBodyBytesMax) + "# changed\n";
  ASSERT_TRUE(Apply(Header("system", "urban", system), system).ok()) << "no layer yet: not followed";
  ASSERT_TRUE(Apply(Header("layer", "unit_grid", layer), layer).ok());
  system += "# again\n";
  EXPECT_EQ(CodeOf(Apply(Header("system", "urban", system), system)), "INVALID_ARGUMENT EDITION_REFERENCE_UNKNOWN");
}

TEST_F(EditionsTest, RolesAmongWhichNobodyAdministersAreRefused) {
  const std::string body = R"(roles { id: "a" label { zh: "甲" en: "A" } scope: SCOPE_AREA })";
  const auto refused = Apply(Header("roles", "roles", body), body);
  EXPECT_EQ(CodeOf(refused), "INVALID_ARGUMENT EDITION_INVALID");
  EXPECT_THAT(rpc::ViolationsOf(refused.status()).at(0).description, HasSubstr("administers: true"));
}

TEST_F(EditionsTest, AChunkMayNotBeLongerThanItsLimit) {
  const std::string body(limits::kConfigChunkBytes + 1, ' ');
  chunk_ = body.size();
  EXPECT_EQ(CodeOf(Apply(Header("organisations", "organisations", body), body)), "INVALID_ARGUMENT CHUNK_TOO_LONG");
}

TEST_F(EditionsTest, ALayerIsBuiltBeforeItComesIntoForce) {
  const auto layer = [](const std::string& geojson) {
    return *catalog::EncodeLayerBody({.key = "code", .datum = "wgs84", .geojson = geojson});
  };
  const std::string broken = layer(R"({"type":"FeatureCollection","features":[{"type":"Feature")");
  EXPECT_EQ(CodeOf(Apply(Header("layer", "park", broken), broken)), "INVALID_ARGUMENT EDITION_INVALID");
  // A ring that does not end where it began is closed, and told.
  const std::string open_ring = layer(
      R"({"type":"FeatureCollection","features":[{"type":"Feature","properties":{"code":"p1"},)"
      R"("geometry":{"type":"Polygon","coordinates":[[[119.1,28.1],[119.2,28.1],[119.2,28.2],[119.1,28.2]]]}}]})");
  const auto applied = Apply(Header("layer", "park", open_ring), open_ring);
  ASSERT_TRUE(applied.ok()) << applied.status();
  ASSERT_EQ(applied->warnings_size(), 1);
  EXPECT_THAT(applied->warnings(0), HasSubstr("closed"));
}

TEST_F(EditionsTest, ADryRunWritesNothing) {
  const std::uint64_t head = Head();
  auto header = Header("organisations", "organisations", kOrganisations);
  header.set_dry_run(true);
  const auto checked = Apply(header, kOrganisations);
  ASSERT_TRUE(checked.ok()) << checked.status();
  EXPECT_EQ(checked->edition().number(), 2u);
  EXPECT_FALSE(checked->unchanged());
  EXPECT_EQ(Head(), head);
}

TEST_F(EditionsTest, OnlyAdministratorsApply) {
  const auto header = Header("organisations", "organisations", kOrganisations);
  EXPECT_EQ(CodeOf(Apply(header, kOrganisations, ServedCity::Dispatcher())), "PERMISSION_DENIED ROLE_NOT_ALLOWED");
  EXPECT_EQ(CodeOf(Apply(header, kOrganisations, ServedCity::Service())), "PERMISSION_DENIED ROLE_NOT_ALLOWED");
}

TEST_F(EditionsTest, BodiesThatAreNotAsAnnouncedAreRefused) {
  auto header = Header("organisations", "organisations", kOrganisations);
  EXPECT_EQ(CodeOf(Apply(header, kOrganisations + "B,乙,B,unit,,2\n")), "INVALID_ARGUMENT EDITION_HASH_MISMATCH");
  EXPECT_EQ(CodeOf(Apply(header, "code")), "INVALID_ARGUMENT EDITION_HASH_MISMATCH");
  header.mutable_edition()->set_kind("recipe");
  EXPECT_EQ(CodeOf(Apply(header, kOrganisations)), "INVALID_ARGUMENT EDITION_KIND_UNKNOWN");
  header.mutable_edition()->set_size(limits::kConfigBodyBytesMax + 1);
  EXPECT_EQ(CodeOf(Apply(header, "")), "RESOURCE_EXHAUSTED EDITION_TOO_LARGE");
}

TEST_F(EditionsTest, AListIsPagedAndItsTokensAreTheCallersOwn) {
  v1::ListEditionsRequest request;
  request.set_page_size(4);
  const auto list = [&](const rpc::Caller& caller) {
    return Ask(city_, caller, *stub_, &v1::LedgerService::Stub::ListEditions, request);
  };
  std::vector<std::string> names;
  for (int pages = 0; pages < 9; ++pages) {
    const auto page = list(ServedCity::Administrator());
    ASSERT_TRUE(page.ok()) << page.status();
    for (const auto& edition : page->editions()) {
      names.push_back(edition.kind() + "/" + edition.name());
      EXPECT_GT(edition.size(), 0u);
    }
    if (page->next_page_token().empty()) break;
    request.set_page_token(page->next_page_token());
    EXPECT_EQ(CodeOf(list(ServedCity::Service())), "INVALID_ARGUMENT PAGE_TOKEN_INVALID");
  }
  EXPECT_THAT(names,
              ::testing::ElementsAre("calendar/cn", "catalogue/urban", "organisations/organisations", "procedure/urban",
                                     "responsibilities/responsibilities", "roles/roles", "system/urban"));
  request.clear_page_token();
  EXPECT_EQ(CodeOf(list(ServedCity::Dispatcher())), "PERMISSION_DENIED ROLE_NOT_ALLOWED");
  request.set_page_size(-1);
  EXPECT_EQ(CodeOf(list(ServedCity::Administrator())), "INVALID_ARGUMENT FIELD_INVALID");
}

TEST_F(EditionsTest, TheHeadIsTheLastRecordOfTheChain) {
  const auto head = Ask(city_, ServedCity::Service(), *stub_, &v1::LedgerService::Stub::GetHead, v1::GetHeadRequest());
  ASSERT_TRUE(head.ok()) << head.status();
  EXPECT_EQ(head->position(), Head());
  EXPECT_EQ(head->chain_hash().size(), 32u);
  EXPECT_EQ(wire::FromProto(head->now()), city_.clock().Now());
}

TEST_F(EditionsTest, TheClockIsMovedForwardByAdministrators) {
  v1::AdvanceClockRequest request;
  *request.mutable_to() = wire::ToProto(city_.clock().Now() + Hours(1));
  const auto advance = [&](const rpc::Caller& caller) {
    return Ask(city_, caller, *stub_, &v1::LedgerService::Stub::AdvanceClock, request);
  };
  EXPECT_EQ(CodeOf(advance(ServedCity::ShiftLeader())), "PERMISSION_DENIED ROLE_NOT_ALLOWED");
  EXPECT_EQ(CodeOf(advance(ServedCity::Administrator())), "INVALID_ARGUMENT FIELD_INVALID");  // no request_id
  request.set_request_id(city_.NewUuid());
  const auto advanced = advance(ServedCity::Administrator());
  ASSERT_TRUE(advanced.ok()) << advanced.status();
  EXPECT_EQ(wire::FromProto(advanced->now()), wire::FromProto(request.to()));
  *request.mutable_to() = wire::ToProto(city_.clock().Now() - Microseconds(1));
  EXPECT_EQ(CodeOf(advance(ServedCity::Administrator())), "ALREADY_EXISTS REQUEST_ID_REUSED");
  request.set_request_id(city_.NewUuid());
  EXPECT_EQ(CodeOf(advance(ServedCity::Administrator())), "FAILED_PRECONDITION CLOCK_BACKWARDS");
}

TEST_F(EditionsTest, ARepeatedMoveOfTheClockGetsTheFirstAnswer) {
  const auto advance = [&](const v1::AdvanceClockRequest& request) {
    return Ask(city_, ServedCity::Administrator(), *stub_, &v1::LedgerService::Stub::AdvanceClock, request);
  };
  v1::AdvanceClockRequest first;
  first.set_request_id(city_.NewUuid());
  *first.mutable_to() = wire::ToProto(city_.clock().Now() + Hours(1));
  v1::AdvanceClockRequest second;
  second.set_request_id(city_.NewUuid());
  *second.mutable_to() = wire::ToProto(city_.clock().Now() + Hours(2));
  const auto answered = advance(first);
  ASSERT_TRUE(answered.ok()) << answered.status();
  ASSERT_TRUE(advance(second).ok());
  const auto again = advance(first);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->SerializeAsString(), answered->SerializeAsString());
  EXPECT_EQ(wire::ToProto(city_.clock().Now()).seconds(), second.to().seconds());
}

}  // namespace
}  // namespace wangge::ledger
