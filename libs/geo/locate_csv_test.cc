#include "geo/locate_csv.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>

#include "geo/build/build_layer.h"

namespace wangge::geo {
namespace {

using ::testing::HasSubstr;

constexpr const char* kHeader = "id,code,version,edge_m,nearest,nearest_m\n";

struct Outcome {
  absl::Status status;
  std::string out;
  std::string errors;
  LocateCsvCounts counts;
};

TextSink Into(std::string& text) {
  return [&text](std::string_view more) {
    text.append(more);
    return absl::OkStatus();
  };
}

// A cell "a, 1" from 0 to 0.01 degrees each way.
Outcome LocateText(const std::string& text) {
  const Ring square = {{0, 0}, {0.01, 0}, {0.01, 0.01}, {0, 0.01}, {0, 0}};
  const auto layer = BuildLayer({.name = "l", .version = 4, .key = "k"},
                                {.cells = {{.code = "a, 1", .polygons = {{.rings = {square}}}}}, .findings = {}});
  EXPECT_TRUE(layer.ok()) << layer.status();
  Outcome outcome;
  CsvReader in(ByteSource::OfText(text), "stdin");
  outcome.status = LocateCsv(in, LocateIn(**layer), Into(outcome.out), Into(outcome.errors), outcome.counts);
  return outcome;
}

TEST(LocateCsv, CellsAndGapsAreWrittenInOrder) {
  const Outcome outcome = LocateText("id,lon,lat\np1,0.0001,0.005\np2,0.0101,0.005\np3,0.005,0.005\n");
  EXPECT_TRUE(outcome.status.ok()) << outcome.status;
  EXPECT_EQ(outcome.out, std::string(kHeader) +
                             "p1,\"a, 1\",4,11.13,,\n"
                             "p2,,4,,\"a, 1\",11.13\n"
                             "p3,\"a, 1\",4,100.00,,\n");
  EXPECT_EQ(outcome.errors, "");
  EXPECT_EQ(outcome.counts.points, 3u);
  EXPECT_EQ(outcome.counts.gaps, 1u);
}

TEST(LocateCsv, PointsThatLieInTheLayerOnlyExchangedAreAnsweredAndToldOnce) {
  const Ring square = {{75, 39}, {76, 39}, {76, 40}, {75, 40}, {75, 39}};
  const auto layer = BuildLayer({.name = "l", .version = 1, .key = "k"},
                                {.cells = {{.code = "a", .polygons = {{.rings = {square}}}}}, .findings = {}});
  ASSERT_TRUE(layer.ok()) << layer.status();
  Outcome outcome;
  CsvReader in(ByteSource::OfText("id,lon,lat\np1,75.5,39.5\np2,39.5,75.5\np3,39.6,75.6\np4,10,10\n"), "stdin");
  outcome.status = LocateCsv(in, LocateIn(**layer), Into(outcome.out), Into(outcome.errors), outcome.counts);
  EXPECT_TRUE(outcome.status.ok()) << outcome.status;
  EXPECT_EQ(outcome.counts.gaps, 3u);
  EXPECT_EQ(outcome.counts.swapped, 2u);
  EXPECT_THAT(outcome.out, HasSubstr("p2,,1,,a,"));
  EXPECT_THAT(outcome.errors, HasSubstr("2 of 4 points lie in no cell"));
  EXPECT_THAT(outcome.errors, HasSubstr("first `p2`"));
}

TEST(LocateCsv, HeadersMarksLineEndsAndQuotesChangeNothing) {
  const std::string expected = LocateText("id,lon,lat\n\"p,1\",0.0001,0.005\n").out;
  EXPECT_THAT(expected, HasSubstr("\"p,1\",\"a, 1\",4,11.13,,\n"));
  for (const char* text :
       {"\"p,1\",0.0001,0.005", "\xEF\xBB\xBF\"p,1\",0.0001,0.005\r\n",
        "\xEF\xBB\xBFid,lon,lat\r\n\"p,1\",\"0.0001\", 0.005\r\n",
        "Latitude,other,ID,Longitude\n0.005,x,\"p,1\",0.0001\n", "\"p,1\",0.0001,0.005,more,columns\n"}) {
    const Outcome outcome = LocateText(text);
    EXPECT_TRUE(outcome.status.ok()) << outcome.status;
    EXPECT_EQ(outcome.out, expected) << text;
  }
}

TEST(LocateCsv, NoLineIsNoPoint) {
  for (const char* text : {"", "id,lon,lat\n", "\n\n"}) {
    const Outcome outcome = LocateText(text);
    EXPECT_TRUE(outcome.status.ok()) << outcome.status;
    EXPECT_EQ(outcome.out, kHeader);
  }
}

TEST(LocateCsv, BadLinesAreNamedAndTheOthersAreLocated) {
  const Outcome outcome =
      LocateText("id,lon,lat\nok,0.0001,0.005\nshort,0.0001\nnan,NaN,0\nfar,181,0\nlow,0,-91\n\"q\"x,0,0\nok2,0,0\n");
  EXPECT_EQ(outcome.out, std::string(kHeader) + "ok,\"a, 1\",4,11.13,,\nok2,\"a, 1\",4,0.00,,\n");
  EXPECT_EQ(outcome.errors,
            "line 3: Expected the column lat, but the line has only 2\n"
            "line 4: Expected a number for lon, but it is `NaN`\n"
            "line 5: Expected lon from -180 to 180 degrees, but it is `181`\n"
            "line 6: Expected lat from -90 to 90 degrees, but it is `-91`; lon and lat look exchanged\n"
            "stdin:7:1: Expected a comma or the end of the line after a closing quote, but there is other text\n");
  EXPECT_EQ(outcome.status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(outcome.status.message()), HasSubstr("5 of 7"));
  EXPECT_EQ(outcome.counts.bad, 5u);
}

// A comma without quotes once shifted the fields, and another place was located without a word.
TEST(LocateCsv, ALineWithMoreFieldsThanTheFirstIsNoPoint) {
  const Outcome outcome = LocateText("id,lon,lat\n5,12,0.0001,0.005\n");
  EXPECT_THAT(outcome.errors, HasSubstr("line 2: Expected 3 fields as in the first line, but there are 4"));
  EXPECT_EQ(outcome.counts.points, 0u);
}

TEST(LocateCsv, AHeaderThatLacksAColumnEndsTheWork) {
  const Outcome outcome = LocateText("id,lon,height\n1,2,3\n");
  EXPECT_THAT(std::string(outcome.status.message()),
              HasSubstr("line 1: Expected the columns id, lon and lat, but lat is missing"));
  EXPECT_EQ(outcome.out, "");
}

TEST(LocateCsv, MorePointsThanABatchStayInOrder) {
  std::string text;
  for (std::size_t i = 0; i < 2 * kLocateCsvBatch + 1; ++i) text += std::to_string(i) + ",0.005,0.005\n";
  const Outcome outcome = LocateText(text);
  EXPECT_EQ(outcome.counts.points, 2 * kLocateCsvBatch + 1);
  CsvReader lines(ByteSource::OfText(outcome.out), "out");
  ASSERT_TRUE(lines.ReadHeader().ok());
  CsvRow row;
  for (std::size_t i = 0; i < outcome.counts.points; ++i) {
    ASSERT_TRUE(lines.Next(row).value());
    ASSERT_EQ(row.fields[0], std::to_string(i));
  }
}

TEST(LocateCsv, AFailingServerEndsTheWork) {
  CsvReader in(ByteSource::OfText("1,2,3\n"), "stdin");
  std::string out, errors;
  LocateCsvCounts counts;
  const LocateFunction fail = [](std::span<const Position>) -> absl::StatusOr<std::vector<LocatedPoint>> {
    return absl::UnavailableError("no server");
  };
  EXPECT_EQ(LocateCsv(in, fail, Into(out), Into(errors), counts).code(), absl::StatusCode::kUnavailable);
}

}  // namespace
}  // namespace wangge::geo
