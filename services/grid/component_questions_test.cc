#include "services/grid/component_questions.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

#include "base/limits.h"
#include "rpc/error.h"

namespace wangge::grid {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr char kHeader[] = "id,category,state,accuracy,supervising,owning,maintaining,lon,lat,datum\n";

class ComponentQuestions : public ::testing::Test {
 protected:
  ComponentQuestions() {
    Put("lamps", 2, "L2,lamp,whole,A,b,,w,119.9201,28.45,wgs84\nL1,lamp,whole,A,,,,119.92,28.45,wgs84\n");
    Put("covers", 5, "C1,cover,whole,B,,o,,119.9201,28.45,wgs84\n");
  }
  void Put(const std::string& name, std::uint64_t version, const std::string& rows) {
    const auto booked = ComponentsOfEdition(name, version, kHeader + rows);
    ASSERT_TRUE(booked.ok()) << booked.status();
    books_[name] = *booked;
  }
  static v1::NearestComponentsRequest Here() {
    v1::NearestComponentsRequest request;
    request.mutable_point()->set_longitude(119.92);
    request.mutable_point()->set_latitude(28.45);
    return request;
  }
  std::vector<std::string> Ids(const v1::NearestComponentsRequest& request) const {
    const auto response = NearestComponents(books_, request);
    EXPECT_TRUE(response.ok()) << response.status();
    std::vector<std::string> ids;
    for (const auto& one : response->components()) ids.push_back(one.component().id());
    return ids;
  }
  std::string Reason(const v1::NearestComponentsRequest& request) const {
    return rpc::ReasonOf(NearestComponents(books_, request).status());
  }

  ComponentBooks books_;
};

TEST_F(ComponentQuestions, TheNearestOfEverySurveyComeByDistanceThenById) {
  EXPECT_THAT(Ids(Here()), ElementsAre("L1", "C1", "L2"));
  v1::NearestComponentsRequest two = Here();
  two.set_count(2);
  EXPECT_THAT(Ids(two), ElementsAre("L1", "C1"));
  v1::NearestComponentsRequest lamps = Here();
  lamps.set_category("lamp");
  EXPECT_THAT(Ids(lamps), ElementsAre("L1", "L2"));
  v1::NearestComponentsRequest close = Here();
  close.set_radius_m(5);
  EXPECT_THAT(Ids(close), ElementsAre("L1"));
}

TEST_F(ComponentQuestions, AnAnswerNamesBodiesEditionAndVersion) {
  const auto response = NearestComponents(books_, Here());
  const auto& last = response->components(2);
  EXPECT_EQ(last.edition(), "lamps");
  EXPECT_EQ(last.version(), 2u);
  EXPECT_EQ(last.component().bodies().supervising() + last.component().bodies().maintaining(), "bw");
  EXPECT_NEAR(last.distance_m(), 9.79, 0.02);
}

TEST_F(ComponentQuestions, OutOfItsLimitsAQuestionIsRefused) {
  v1::NearestComponentsRequest many = Here();
  many.set_count(limits::kNearComponentsMax + 1);
  EXPECT_EQ(Reason(many), "FIELD_INVALID");
  for (const double radius :
       {-1.0, limits::kComponentRadiusMetresMax + 0.5, std::numeric_limits<double>::quiet_NaN()}) {
    v1::NearestComponentsRequest wide = Here();
    wide.set_radius_m(radius);
    EXPECT_EQ(Reason(wide), "FIELD_INVALID") << radius;
  }
  v1::NearestComponentsRequest off = Here();
  off.mutable_point()->set_latitude(91);
  EXPECT_EQ(Reason(off), "POSITION_OUT_OF_RANGE");
  v1::NearestComponentsRequest datum = Here();
  datum.set_datum("beijing54");
  EXPECT_EQ(Reason(datum), "DATUM_UNKNOWN");
  EXPECT_EQ(Reason(v1::NearestComponentsRequest()), "FIELD_INVALID");
}

TEST_F(ComponentQuestions, EverySurveySaysWhetherItKnowsAnId) {
  v1::BatchGetComponentsRequest request;
  request.add_ids("L2");
  request.add_ids("C1");
  const auto response = BatchGetComponents(books_, request);
  ASSERT_TRUE(response.ok()) << response.status();
  ASSERT_EQ(response->editions_size(), 2);
  EXPECT_EQ(response->editions(0).edition(), "covers");
  EXPECT_EQ(response->editions(0).components(0).id(), "");
  EXPECT_EQ(response->editions(0).components(1).id(), "C1");
  EXPECT_EQ(response->editions(1).components(0).id(), "L2");

  request.add_ids("");
  EXPECT_EQ(rpc::ReasonOf(BatchGetComponents(books_, request).status()), "FIELD_INVALID");
  EXPECT_EQ(rpc::ReasonOf(BatchGetComponents(books_, {}).status()), "BATCH_SIZE");
}

TEST_F(ComponentQuestions, TheEvidenceOfAReportSaysTheSame) {
  const ComponentAnswers answers = AnswersOf(books_, {"L2", "X"});
  ASSERT_EQ(answers.size(), 2u);
  EXPECT_EQ(answers[0][0], (domain::ComponentEvidence{.edition = "covers", .version = 5}));
  EXPECT_EQ(answers[0][1],
            (domain::ComponentEvidence{
                .edition = "lamps", .version = 2, .is_known = true, .category = "lamp", .bodies = {"b", "", "w"}}));
  EXPECT_FALSE(answers[1][0].is_known || answers[1][1].is_known);
}

TEST(ComponentBook, IsNotReadBeforeItIsWholeAndKeepsTheNewest) {
  ComponentBook book;
  EXPECT_EQ(rpc::ReasonOf(book.Read().status()), "LAYERS_NOT_LOADED");
  book.Put("lamps", {.components = nullptr, .version = 2});
  book.Put("lamps", {.components = nullptr, .version = 1});
  book.Open();
  EXPECT_EQ((*book.Read())->at("lamps").version, 2u);
  EXPECT_THAT(AnswersOf(ComponentBooks(), {"L1"})[0], IsEmpty());
}

}  // namespace
}  // namespace wangge::grid
