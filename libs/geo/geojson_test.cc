#include "geo/geojson.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace wangge::geo {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr const char* kSquare = "[[0,0],[1,0],[1,1],[0,1],[0,0]]";

std::string Collection(const std::string& features, const std::string& more = "") {
  return R"({"type":"FeatureCollection",)" + more + R"("features":[)" + features + "]}";
}

std::string FeatureOf(const std::string& code, const std::string& geometry) {
  return R"({"type":"Feature","properties":{"code":)" + code + R"(},"geometry":)" + geometry + "}";
}

std::string PolygonOf(const std::string& rings) { return R"({"type":"Polygon","coordinates":[)" + rings + "]}"; }

std::string SquareOf(const std::string& code) { return FeatureOf(code, PolygonOf(kSquare)); }

std::string ErrorOf(const std::string& text) {
  const auto source = ParseGeoJson(text, "code");
  EXPECT_EQ(source.status().code(), absl::StatusCode::kInvalidArgument) << text;
  return std::string(source.status().message());
}

std::vector<std::string> FindingsOf(const LayerSource& source) {
  std::vector<std::string> texts;
  for (const Finding& finding : source.findings) texts.push_back(ToText(finding));
  return texts;
}

TEST(GeoJson, PolygonsAndMultiPolygonsAreRead) {
  const auto source = ParseGeoJson(
      Collection(
          SquareOf("\"a\"") + "," +
          FeatureOf("\"b\"", R"({"type":"MultiPolygon","coordinates":[[)" + std::string(kSquare) +
                                 ",[[0.2,0.2],[0.4,0.2],[0.4,0.4],[0.2,0.2]]],[[[5,5,9],[6,5,9],[6,6,9],[5,5,9]]]]}")),
      "code");
  ASSERT_TRUE(source.ok()) << source.status();
  ASSERT_EQ(source->cells.size(), 2u);
  EXPECT_EQ(source->cells[0].polygons[0].rings[0].size(), 5u);
  EXPECT_EQ(source->cells[1].polygons[0].rings.size(), 2u);
  EXPECT_EQ(source->cells[1].polygons[1].first_ring, 2u);
  EXPECT_EQ(source->cells[1].polygons[1].rings[0][1], (LonLat{6, 5}));
  EXPECT_TRUE(source->findings.empty());
}

TEST(GeoJson, AnIntegerCodeBecomesItsDecimalText) {
  const auto source = ParseGeoJson(Collection(SquareOf("331102001") + "," + SquareOf("-7")), "code");
  ASSERT_TRUE(source.ok()) << source.status();
  EXPECT_EQ(source->cells[0].code, "331102001");
  EXPECT_EQ(source->cells[1].code, "-7");
}

TEST(GeoJson, AMissingOrUnusableCodeIsNamedWithItsFeature) {
  EXPECT_THAT(ErrorOf(Collection(SquareOf("1") + R"(,{"type":"Feature","properties":{"x":1},"geometry":null})")),
              HasSubstr("feature 1: Expected the property `code`, but there is none"));
  EXPECT_THAT(ErrorOf(Collection(R"({"type":"Feature","properties":null,"geometry":null})")), HasSubstr("feature 0"));
  EXPECT_THAT(ErrorOf(Collection(SquareOf("\" \""))), HasSubstr("feature 0: Expected `code` to hold a code"));
  EXPECT_THAT(ErrorOf(Collection(SquareOf("1.5"))), HasSubstr("but it is 1.5"));
  EXPECT_THAT(ErrorOf(Collection(SquareOf("null"))), HasSubstr("but it is null"));
  EXPECT_THAT(ErrorOf(Collection(SquareOf("\"" + std::string(65, 'x') + "\""))), HasSubstr("at most 64 bytes"));
}

TEST(GeoJson, SeveralFeaturesOfOneCodeAreMergedAndNamed) {
  const auto source =
      ParseGeoJson(Collection(SquareOf("\"a\"") + "," + SquareOf("\"b\"") + "," + SquareOf("\"a\"")), "code");
  ASSERT_TRUE(source.ok()) << source.status();
  ASSERT_EQ(source->cells.size(), 2u);
  EXPECT_EQ(source->cells[0].polygons.size(), 2u);
  EXPECT_EQ(source->cells[0].polygons[1].feature, 2u);
  EXPECT_THAT(FindingsOf(*source), ElementsAre("feature 2 \"a\": feature 0 has this code too; merged"));
}

TEST(GeoJson, AFeatureWithoutGeometryIsSkippedAndNamed) {
  const auto source = ParseGeoJson(Collection(FeatureOf("\"a\"", "null") + "," + SquareOf("\"b\"")), "code");
  ASSERT_TRUE(source.ok()) << source.status();
  EXPECT_EQ(source->cells.size(), 1u);
  EXPECT_THAT(FindingsOf(*source), ElementsAre("feature 0 \"a\": the feature has no geometry; skipped"));
}

TEST(GeoJson, ACollapsedRingIsDroppedAndTheRestStays) {
  const auto source = ParseGeoJson(
      Collection(FeatureOf("\"a\"", PolygonOf(std::string(kSquare) + ",[[0.5,0.5],[0.6,0.5],[0.5,0.5]]"))), "code");
  ASSERT_TRUE(source.ok()) << source.status();
  EXPECT_EQ(source->cells[0].polygons[0].rings.size(), 1u);
  EXPECT_THAT(FindingsOf(*source), ElementsAre(HasSubstr("feature 0 \"a\" ring 1: the ring has 3 points")));
}

TEST(GeoJson, ACollapsedOuterRingTakesItsHolesAndAnEmptyFeatureIsKeptOut) {
  const auto source =
      ParseGeoJson(Collection(FeatureOf("\"a\"", PolygonOf("[[0,0],[1,0],[0,0]]," + std::string(kSquare)))), "code");
  ASSERT_TRUE(source.ok()) << source.status();
  EXPECT_TRUE(source->cells.empty());
  EXPECT_THAT(FindingsOf(*source),
              ElementsAre(AllOf(HasSubstr("ring 0"), HasSubstr("dropped")), HasSubstr("kept out")));
}

TEST(GeoJson, AnOpenRingIsClosedAndNamed) {
  const auto source = ParseGeoJson(Collection(FeatureOf("7", PolygonOf("[[0,0],[1,0],[1,1]]"))), "code");
  ASSERT_TRUE(source.ok()) << source.status();
  EXPECT_EQ(source->cells[0].polygons[0].rings[0].size(), 4u);
  EXPECT_THAT(FindingsOf(*source), ElementsAre("feature 0 \"7\" ring 0: the ring does not end where it began; closed"));
}

TEST(GeoJson, OtherGeometriesAreRefusedWithTheirFeature) {
  EXPECT_THAT(
      ErrorOf(Collection(SquareOf("1") + "," + FeatureOf("2", R"({"type":"GeometryCollection","geometries":[]})"))),
      HasSubstr("feature 1 \"2\": Expected a Polygon or MultiPolygon, but the geometry is \"GeometryCollection\""));
  EXPECT_THAT(ErrorOf(Collection(FeatureOf("2", R"({"type":"Point","coordinates":[0,0]})"))), HasSubstr("\"Point\""));
  EXPECT_THAT(ErrorOf(Collection(FeatureOf("2", R"({"type":"Polygon"})"))), HasSubstr("`coordinates`"));
  EXPECT_THAT(ErrorOf(Collection("7")), HasSubstr("feature 0"));
}

TEST(GeoJson, CoordinatesThatAreNotDegreesAreRefusedWithRingAndPoint) {
  EXPECT_THAT(ErrorOf(Collection(FeatureOf("\"x\"", PolygonOf("[[775432.1,2956012.5],[1,0],[1,1],[0,0]]")))),
              AllOf(HasSubstr("feature 0 \"x\" ring 0"), HasSubstr("point 0 is [775432.1, 2956012.5]")));
  EXPECT_THAT(ErrorOf(Collection(FeatureOf("1", PolygonOf(std::string(kSquare) + ",[[0,0],[0,90.5],[1,1],[0,0]]")))),
              AllOf(HasSubstr("ring 1"), HasSubstr("point 1")));
  EXPECT_THAT(ErrorOf(Collection(FeatureOf("1", PolygonOf("[[0],[1,0],[1,1],[0,0]]")))), HasSubstr("point 0"));
  EXPECT_THAT(ErrorOf(Collection(FeatureOf("1", PolygonOf("[[0,\"1\"],[1,0],[1,1],[0,0]]")))), HasSubstr("point 0"));
  EXPECT_THAT(ErrorOf(Collection(FeatureOf("1", PolygonOf("[[0,1e999],[1,0],[1,1],[0,0]]")))), HasSubstr("1e999"));
  const std::string overflow = "{\n\"type\": \"FeatureCollection\",\n \"bbox\": [1e999]}";
  EXPECT_THAT(std::string(ParseGeoJson(overflow, "code", "a.geojson").status().message()),
              AllOf(HasSubstr("a.geojson:3:11: "), HasSubstr("\"1e999\" is beyond")));
  EXPECT_THAT(ErrorOf(Collection(FeatureOf("1", PolygonOf("[[0,NaN],[1,0],[1,1],[0,0]]")))),
              HasSubstr("line 1 column"));
}

TEST(GeoJson, TextThatIsCutTellsWhere) {
  const std::string whole = "{\"type\":\"FeatureCollection\",\n\"features\":[" + SquareOf("1") + "]}";
  for (std::size_t size = 0; size < whole.size(); ++size) {
    EXPECT_THAT(ErrorOf(whole.substr(0, size)),
                AllOf(HasSubstr("the text ends at line "), HasSubstr("(byte " + std::to_string(size) + ")")))
        << size;
  }
  EXPECT_THAT(ErrorOf(whole.substr(0, 40)), HasSubstr("line 2 column "));
}

TEST(GeoJson, TextThatIsNotJsonTellsWhere) {
  EXPECT_THAT(ErrorOf("{\n  \"type\": oops}"), HasSubstr("line 2 column 11"));
  EXPECT_THAT(ErrorOf("id,lon,lat"), HasSubstr("line 1 column 1 "));
  EXPECT_THAT(ErrorOf(Collection(SquareOf("\"\xC0\xC1\""))), HasSubstr("UTF-8"));
}

TEST(GeoJson, AnythingButAFeatureCollectionIsRefused) {
  for (const char* text : {"[]", "7", "null", "{}", R"({"type":"Feature"})", R"({"type":"FeatureCollection"})",
                           R"({"type":"FeatureCollection","features":{"a":1}})"}) {
    EXPECT_THAT(ErrorOf(text), HasSubstr("Expected a")) << text;
  }
}

TEST(GeoJson, AnotherCoordinateSystemIsRefusedByName) {
  const auto with = [](const std::string& name) {
    return Collection(SquareOf("1"), R"("crs":{"type":"name","properties":{"name":")" + name + R"("}},)");
  };
  for (const char* name : {"urn:ogc:def:crs:OGC:1.3:CRS84", "urn:ogc:def:crs:EPSG::4326", "EPSG:4326", "EPSG:4490",
                           "http://www.opengis.net/def/crs/EPSG/0/4326"}) {
    EXPECT_TRUE(ParseGeoJson(with(name), "code").ok()) << name;
  }
  EXPECT_TRUE(ParseGeoJson(Collection(SquareOf("1"), R"("crs":null,)"), "code").ok());
  for (const char* name :
       {"urn:ogc:def:crs:EPSG::2249", "EPSG:3857", "EPSG:4214", "urn:ogc:def:crs:OGC:1.3:CRS83", ""}) {
    EXPECT_THAT(ErrorOf(with(name)), HasSubstr("`crs`")) << name;
  }
  EXPECT_THAT(ErrorOf(Collection(SquareOf("1"), R"("crs":{"type":"link","properties":{"href":"x"}},)")),
              HasSubstr("without a name"));
}

TEST(GeoJson, ACrsExplainsCoordinatesBetterThanAPointDoes) {
  const std::string text = R"({"type":"FeatureCollection","features":[)" +
                           FeatureOf("1", PolygonOf("[[775432.1,2956012.5],[1,0],[1,1],[0,0]]")) +
                           R"(],"crs":{"type":"name","properties":{"name":"EPSG:2249"}}})";
  EXPECT_THAT(ErrorOf(text), HasSubstr("EPSG:2249"));
}

TEST(GeoJsonPlace, AFaultOfAFileIsToldWithFileLineAndColumn) {
  const auto fault = [](const std::string& text) {
    return std::string(ParseGeoJson(text, "code", "grid.geojson").status().message());
  };
  const std::string good = SquareOf("\"a\"");
  EXPECT_THAT(fault(Collection(good + ",\n  " + FeatureOf("\"b\"", "3"))), HasSubstr("grid.geojson:2:3: feature 1"));
  EXPECT_THAT(fault("{\n\n  \"type\": nonsense}"), HasSubstr("grid.geojson:3:12: Expected JSON"));
  EXPECT_THAT(fault("{\n"), HasSubstr("grid.geojson:2:1: Expected more JSON"));
  EXPECT_THAT(fault("[]"), HasSubstr("grid.geojson:1:1: Expected a FeatureCollection"));
  // Neither a member of another name nor quotes in a text lead to the wrong place.
  EXPECT_THAT(fault(R"({"type":"FeatureCollection","others":[{},{}],"note":"\"features\":[{",
"features":[{"type":"Feature"}]})"),
              HasSubstr("grid.geojson:2:13: feature 0"));
  EXPECT_THAT(fault(Collection(good + ", 7")), HasSubstr("grid.geojson:1:"));
}

}  // namespace
}  // namespace wangge::geo
