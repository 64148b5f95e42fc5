#include "wire/command.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "base/limits.h"
#include "wire/names.h"
#include "wire/place.h"

namespace wangge::wire {
namespace {

domain::Location SomeLocation() {
  return {.position = Position{1'199'000'000, 284'000'000},
          .source = domain::PositionSource::kGnss,
          .accuracy_cm = 500,
          .placements = {{"grid", 2, "a1", 1, 330}, {"town", 1, "t", 2, std::nullopt}},
          .gaps = {{"park", 4, "p", 12'345}, {"lake", 1, "", 0}}};
}

std::vector<std::string> ReasonsOf(const Faults& faults) {
  std::vector<std::string> reasons;
  for (const Fault& fault : faults) reasons.push_back(fault.field + " " + fault.reason);
  return reasons;
}

TEST(WireCommand, AReportGoesBothWays) {
  const domain::SubmitReport report{
      .source = "public", .category = "1", .location = SomeLocation(), .occurred_at = Timestamp{5'000'001}};
  Faults faults;
  const domain::SubmitReport back = FromProto(ToProto(report), faults);
  EXPECT_TRUE(faults.empty());
  EXPECT_EQ(back.location, report.location);
  EXPECT_EQ(back.occurred_at, report.occurred_at);
  EXPECT_EQ(back.source, report.source);
  EXPECT_EQ(back.category, report.category);
}

TEST(WireCommand, WhatAReportSaysOfItsComponentGoesBothWays) {
  const domain::SubmitReport report{
      .source = "public",
      .category = "1",
      .component = {.id = "3311020101000001",
                    .reason = {},
                    .evidence = {{.edition = "e",
                                  .version = 2,
                                  .is_known = true,
                                  .category = "1",
                                  .bodies = {.supervising = "s", .owning = "o", .maintaining = "m"}},
                                 {.edition = "f", .version = 1}}}};
  Faults faults;
  EXPECT_EQ(FromProto(ToProto(report), faults).component, report.component);
  EXPECT_TRUE(faults.empty());
}

TEST(WireCommand, AnIdOfAComponentHasALength) {
  domain::SubmitReport report{.source = "public", .category = "1"};
  report.component.id = std::string(limits::kIdBytesMax + 1, '1');
  Faults faults;
  FromProto(ToProto(report), faults);
  EXPECT_EQ(ReasonsOf(faults), (std::vector<std::string>{"component.component COMPONENT_TOO_LONG"}));
}

TEST(WireCommand, AnActionGoesBothWays) {
  const domain::PerformAction action{.case_id = domain::CaseId{9},
                                     .action = "go",
                                     .desk = domain::Desk::kDispatch,
                                     .etag = domain::LogPosition{3},
                                     .unit = "u",
                                     .condition = "c",
                                     .inspector = "i"};
  Faults faults;
  const domain::PerformAction back = FromProto(ToProto(action), faults);
  EXPECT_TRUE(faults.empty());
  EXPECT_EQ(back.case_id, action.case_id);
  EXPECT_EQ(back.desk, action.desk);
  EXPECT_EQ(back.etag, action.etag);
  EXPECT_EQ(back.unit + back.condition + back.inspector, "uci");
}

TEST(WireCommand, APlaceWithoutAPointHasNoCoordinates) {
  ledger::v1::LocationEvidence evidence;
  evidence.set_source(cases::v1::POSITION_SOURCE_NONE);
  Faults faults;
  EXPECT_EQ(FromEvidence(evidence, "location", faults).position, std::nullopt);
  EXPECT_TRUE(faults.empty());

  evidence.set_lon_e7(1);
  evidence.set_lat_e7(1);
  FromEvidence(evidence, "location", faults);
  EXPECT_EQ(ReasonsOf(faults), (std::vector<std::string>{"location.lon_e7 FIELD_INVALID"}));

  faults.clear();
  evidence.clear_lat_e7();
  evidence.set_source(cases::v1::POSITION_SOURCE_GNSS);
  FromEvidence(evidence, "location", faults);
  EXPECT_EQ(ReasonsOf(faults), (std::vector<std::string>{"location.lon_e7 FIELD_INVALID"}));
}

TEST(WireCommand, EveryLengthHasItsReason) {
  ledger::v1::SubmitReportCommand command = ToProto(domain::SubmitReport{.source = "s", .category = "c"});
  command.set_description(std::string(limits::kDescriptionBytesMax, 'x'));
  command.set_address(std::string(limits::kAddressBytesMax, 'x'));
  command.mutable_reporter()->set_name(std::string(limits::kPersonNameBytesMax, 'x'));
  command.mutable_reporter()->set_contact(std::string(limits::kContactBytesMax, 'x'));
  for (std::size_t i = 0; i < limits::kAttachmentsMax; ++i) command.add_attachments();
  Faults faults;
  FromProto(command, faults);
  EXPECT_TRUE(faults.empty());

  command.mutable_description()->push_back('x');
  command.mutable_address()->push_back('x');
  command.mutable_reporter()->mutable_name()->push_back('x');
  command.mutable_reporter()->mutable_contact()->push_back('x');
  command.set_category(std::string(limits::kIdBytesMax + 1, 'x'));
  command.add_attachments();
  FromProto(command, faults);
  EXPECT_EQ(ReasonsOf(faults),
            (std::vector<std::string>{"category CATEGORY_TOO_LONG", "description DESCRIPTION_TOO_LONG",
                                      "address ADDRESS_TOO_LONG", "reporter.name REPORTER_NAME_TOO_LONG",
                                      "reporter.contact REPORTER_CONTACT_TOO_LONG", "attachments FIELD_INVALID"}));
}

TEST(WireCommand, SoManyUnitsMayHelpAndNoMore) {
  ledger::v1::PerformActionCommand command =
      ToProto(domain::PerformAction{.case_id = domain::CaseId{1}, .action = "a", .desk = domain::Desk::kDispatch});
  command.set_etag(Etag(domain::LogPosition{1}));
  for (std::size_t i = 0; i < limits::kCoUnitsMax; ++i) {
    command.mutable_input()->add_co_units(std::string("u").append(std::to_string(i)));
  }
  Faults faults;
  FromProto(command, faults);
  EXPECT_TRUE(faults.empty());
  command.mutable_input()->add_co_units("more");
  FromProto(command, faults);
  EXPECT_EQ(ReasonsOf(faults), (std::vector<std::string>{"input.co_units FIELD_INVALID"}));
}

TEST(WireCommand, ANoteAndTheLayersOfAPlaceHaveTheirLimits) {
  Faults faults;
  const auto note_of = [&faults](std::size_t bytes) {
    faults.clear();
    ledger::v1::PerformActionCommand command;
    command.set_name("cases/1");
    command.set_action("go");
    command.mutable_input()->set_note(std::string(bytes, 'x'));
    FromProto(command, faults);
    return std::ranges::find(faults, "NOTE_TOO_LONG", &Fault::reason) != faults.end();
  };
  EXPECT_FALSE(note_of(limits::kNoteBytesMax));
  EXPECT_TRUE(note_of(limits::kNoteBytesMax + 1));

  const auto layers_of = [&faults](int layers) {
    faults.clear();
    ledger::v1::LocationEvidence evidence;
    for (int i = 0; i < layers; ++i) evidence.add_placements()->set_layer("l");
    FromEvidence(evidence, "location", faults);
    return std::ranges::find(faults, "location.placements", &Fault::field) != faults.end();
  };
  EXPECT_FALSE(layers_of(limits::kLayersMax));
  EXPECT_TRUE(layers_of(limits::kLayersMax + 1));
}

TEST(WireCommand, AnActionNeedsDeskAndEtag) {
  ledger::v1::PerformActionCommand command;
  command.set_name("cases/1");
  command.set_action("go");
  Faults faults;
  FromProto(command, faults);
  EXPECT_EQ(ReasonsOf(faults), (std::vector<std::string>{"desk FIELD_INVALID", "etag FIELD_INVALID"}));
}

TEST(WireCommand, AnActorNeedsAnId) {
  Faults faults;
  const domain::Actor actor{.id = "post-1", .organisation = "o", .area = "*", .roles = {"a", "b"}};
  EXPECT_EQ(FromProto(ToProto(actor), faults), actor);
  EXPECT_TRUE(faults.empty());
  FromProto(ledger::v1::Actor(), faults);
  EXPECT_EQ(ReasonsOf(faults), (std::vector<std::string>{"actor.id FIELD_INVALID"}));
}

}  // namespace
}  // namespace wangge::wire
