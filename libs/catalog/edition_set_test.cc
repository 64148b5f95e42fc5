#include "catalog/edition_set.h"

#include "base/digest/sha256.h"
#include "base/status/text.h"
#include "catalog/layer_body.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace wangge::catalog {
namespace {

using domain::EditionId;
using domain::EditionKind;
using domain::Editions;
using ::testing::HasSubstr;
using ::testing::StartsWith;

constexpr Timestamp kNoon{1'000'000};

const std::string kRoles = R"(roles { id: "clerk" label { zh: "职员" en: "Clerk" } scope: SCOPE_AREA })";
const std::string kProcedure = R"(id: "p" label { zh: "流程" en: "Procedure" }
report { roles: "clerk" stage: "open" starts: "work" } disposal_clock: "work"
clocks { id: "work" label { zh: "时限" en: "Work" } limit: "2uh" }
stages { id: "open" label { zh: "待办" en: "Open" } }
stages { id: "done" label { zh: "办结" en: "Done" } outcome: OUTCOME_CLOSED }
actions { id: "finish" label { zh: "办结" en: "Finish" } desk: DESK_RESOLUTION from: "open" to: "done" roles: "clerk"
  guards: GUARD_ACTOR_IS_NOT_HANDLER stops: "work" }
)";
const std::string kSystem = R"(id: "s" label { zh: "系统" en: "System" } procedure: "p" catalogue: "c" layers: "grid"
area_root: "*" utc_offset_minutes: 0 sources { id: "phone" label { zh: "电话" en: "Phone" } })";
const std::string kCatalogue =
    "category,kind,class,subclass,name,name_en,condition,condition_name,condition_name_en,limit,closing,closing_en\n"
    "01,event,01,01,垃圾,Rubbish,01-1,存在,present,1nd,,\n";
const std::string kOrganisations = "code,name,name_en,kind,parent,areas\nu,单位,Unit,unit,,\n";
const std::string kResponsibilities = "category_prefix,area_prefix,unit\n,,u\n";

absl::Status Put(Editions& editions, EditionKind kind, const std::string& name, std::uint64_t id,
                 const std::string& body, std::uint64_t version = 1) {
  return Activate(editions, {.kind = kind, .name = name, .hash = Sha256::Of(body), .version = version}, EditionId{id},
                  kNoon, body);
}

TEST(EditionSet, EveryKindIsNotedAndPutInForce) {
  Editions editions;
  const std::string layer = *EncodeLayerBody({.key = "code", .datum = "wgs84", .geojson = "{}"});
  ASSERT_TRUE(Put(editions, EditionKind::kSystem, "s", 1, kSystem).ok());
  ASSERT_TRUE(Put(editions, EditionKind::kProcedure, "p", 2, kProcedure).ok());
  ASSERT_TRUE(Put(editions, EditionKind::kCatalogue, "c", 3, kCatalogue).ok());
  ASSERT_TRUE(Put(editions, EditionKind::kOrganisations, "o", 4, kOrganisations).ok());
  ASSERT_TRUE(Put(editions, EditionKind::kRoles, "r", 5, kRoles).ok());
  ASSERT_TRUE(Put(editions, EditionKind::kLayer, "grid", 6, layer).ok());
  ASSERT_TRUE(Put(editions, EditionKind::kResponsibilities, "d", 7, kResponsibilities).ok());
  EXPECT_EQ(editions.activations.size(), 7u);
  EXPECT_EQ(editions.systems.Active("s")->id, EditionId{1});
  EXPECT_EQ(editions.procedures.Active("p")->body->stages.size(), 2u);
  EXPECT_NE(editions.catalogues.Active("c")->body->FindCondition("01-1"), nullptr);
  EXPECT_TRUE(editions.organisations->contains("u"));
  EXPECT_TRUE(editions.roles->contains("clerk"));
  const domain::Activation& noted = editions.activations.at({EditionKind::kLayer, "grid"});
  EXPECT_EQ(noted.id, EditionId{6});
  EXPECT_EQ(noted.hash, Sha256::Of(layer));
  EXPECT_EQ(noted.version, 1u);
  EXPECT_EQ(noted.at, kNoon);
}

TEST(EditionSet, CasesKeepTheEditionThatTheyArePinnedTo) {
  Editions editions;
  ASSERT_TRUE(Put(editions, EditionKind::kProcedure, "p", 1, kProcedure).ok());
  ASSERT_TRUE(Put(editions, EditionKind::kProcedure, "p", 9, "# second\n" + kProcedure, 2).ok());
  EXPECT_EQ(editions.procedures.Active("p")->id, EditionId{9});
  EXPECT_NE(editions.procedures.Find(EditionId{1}), nullptr);
  EXPECT_EQ(editions.activations.size(), 1u);
  EXPECT_EQ(editions.activations.at({EditionKind::kProcedure, "p"}).version, 2u);
}

TEST(EditionSet, ABodyOfAnotherHashIsDataLossAndChangesNothing) {
  Editions editions;
  const absl::Status status = Activate(editions, {.kind = EditionKind::kRoles, .name = "r", .hash = Sha256::Of("x")},
                                       EditionId{1}, kNoon, kRoles);
  EXPECT_EQ(status.code(), absl::StatusCode::kDataLoss);
  EXPECT_TRUE(editions.activations.empty());
  EXPECT_TRUE(editions.roles->empty());
}

TEST(EditionSet, ABodyThatCannotBeCompiledIsDataLossAndChangesNothing) {
  Editions editions;
  for (const EditionKind kind : {EditionKind::kSystem, EditionKind::kProcedure, EditionKind::kCatalogue,
                                 EditionKind::kOrganisations, EditionKind::kRoles, static_cast<EditionKind>(99)}) {
    EXPECT_EQ(Put(editions, kind, "x", 1, "colour: 3").code(), absl::StatusCode::kDataLoss);
  }
  EXPECT_TRUE(editions.activations.empty());
}

TEST(EditionSet, ProofsOfTodayDoNotBreakALogOfYesterday) {
  Editions editions;
  std::string unproved = kProcedure;
  unproved.replace(unproved.find("stops: \"work\""), 13, "");
  EXPECT_TRUE(Put(editions, EditionKind::kProcedure, "p", 1, unproved).ok());
  EXPECT_FALSE(CheckBody(EditionKind::kProcedure, "p", unproved, "p.textproto").ok());
}

TEST(CheckBody, ANameIsAnIdAndThatOfItsSystemOrProcedure) {
  EXPECT_TRUE(CheckBody(EditionKind::kSystem, "s", kSystem, "s.textproto").ok());
  EXPECT_TRUE(CheckBody(EditionKind::kProcedure, "p", kProcedure, "p.textproto").ok());
  const absl::Status other = CheckBody(EditionKind::kSystem, "t", kSystem, "s.textproto");
  EXPECT_EQ(other.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(ToStd(other.message())), HasSubstr("Expected the id \"t\""));
  EXPECT_FALSE(CheckBody(EditionKind::kRoles, "", kRoles, "r").ok());
  EXPECT_FALSE(CheckBody(EditionKind::kRoles, "A B", kRoles, "r").ok());
}

TEST(CheckBody, EveryKindIsLoaded) {
  EXPECT_TRUE(CheckBody(EditionKind::kResponsibilities, "d", kResponsibilities, "d.csv").ok());
  for (int kind = 1; kind <= 7; ++kind) {
    const absl::Status status = CheckBody(static_cast<EditionKind>(kind), "x", "colour: 3", "file");
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << kind;
    EXPECT_THAT(std::string(ToStd(status.message())), StartsWith("file:1:")) << kind;
  }
}

}  // namespace
}  // namespace wangge::catalog
