// The files of surveyors at the command line: three formats, their coordinate systems and encodings.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "geo/files/testing/package_writer.h"
#include "geo/files/testing/shape_writer.h"
#include "tests/kit/files.h"
#include "tests/kit/health.h"
#include "tests/kit/program.h"

namespace wangge {
namespace {

using geo::OuterSquare;
using kit::WriteText;
using ::testing::AllOf;
using ::testing::HasSubstr;

constexpr int kRefused = 3;
constexpr char kCode[] = "\xb5\xda\xd2\xbb\xcd\xf8\xb8\xf1";  // 第一网格 in GB18030
constexpr char kZone120[] =
    R"(PROJCS["CGCS2000_3_Degree_GK_CM_120E",GEOGCS["GCS_China_Geodetic_Coordinate_System_2000",)"
    R"(DATUM["D_China_2000",SPHEROID["CGCS2000",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],)"
    R"(UNIT["Degree",0.0174532925199433]],PROJECTION["Gauss_Kruger"],PARAMETER["False_Easting",500000.0],)"
    R"(PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",120.0],PARAMETER["Scale_Factor",1.0],)"
    R"(PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]])";
// In the square of a kilometre that the files hold: 120 degrees east, 28.447 degrees north.
constexpr char kPoint[] = "id,lon,lat\np,120.005,28.45\n";

class LayerFilesTest : public ::testing::Test {
 protected:
  kit::Ran Import(const std::string& file, std::vector<std::string> options) const {
    options.insert(options.begin(), {"layer", "import", file, "--state", state_, "--name", "grid"});
    return kit::Run(options);
  }
  // A Shapefile of one cell.
  std::string WriteShape(bool with_prj = true) const {
    geo::WriteShapefile(folder_ + "/grids", {}, {{kCode, {OuterSquare(500'000, 3'148'000, 1'000)}}, {"x", {}}});
    WriteText(folder_ + "/grids.cpg", "GB18030");
    if (with_prj) WriteText(folder_ + "/grids.prj", kZone120);
    return folder_ + "/grids.shp";
  }
  // GeoJSON of one cell around Kashgar; both orders of its coordinates are degrees.
  std::string WriteKashgar(bool exchanged) const {
    const std::string ring =
        exchanged ? "[39,75],[39,76],[40,76],[40,75],[39,75]" : "[75,39],[76,39],[76,40],[75,40],[75,39]";
    return WriteText(folder_ + "/kashgar.geojson",
                     R"({"type":"FeatureCollection","features":[{"type":"Feature","properties":{"code":"a"},)"
                     R"("geometry":{"type":"Polygon","coordinates":[[)" +
                         ring + "]]}}]}");
  }

  const std::string folder_ = kit::MakeFolder("files");
  const std::string state_ = folder_ + "/state";
};

TEST_F(LayerFilesTest, AShapefileInMetresAndGb18030ComesIntoForce) {
  const std::string file = WriteShape();
  const kit::Ran ran = Import(file, {"--key", "CODE"});
  EXPECT_EQ(ran.exit, 0) << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("feature 1 \"x\": the feature has no geometry; skipped"));
  EXPECT_THAT(ran.out, HasSubstr("layer grid: version 1, converted from EPSG:4549"));
  EXPECT_THAT(Import(file, {"--key", "CODE", "--crs", "EPSG:4549"}).out, HasSubstr("(unchanged)"))
      << "the same file is the same edition";
  EXPECT_EQ(kit::Run({"verify", "--state", state_}).exit, 0);
  const kit::Ran located = kit::Run({"locate", "--layer-file", file, "--key", "CODE"}, kPoint);
  EXPECT_EQ(located.exit, 0) << located.err;
  EXPECT_THAT(located.out, HasSubstr("\np,第一网格,0,100.00,,"));
}

TEST_F(LayerFilesTest, WithoutADeclaredCoordinateSystemOneIsNamed) {
  const std::string file = WriteShape(false);
  const kit::Ran none = Import(file, {"--key", "CODE"});
  EXPECT_EQ(none.exit, kRefused);
  EXPECT_THAT(none.err, AllOf(HasSubstr("grids.shp"), HasSubstr("declares none"), HasSubstr("EPSG:4549")));
  EXPECT_EQ(Import(file, {"--key", "CODE", "--crs", "EPSG:4549"}).exit, 0);
  WriteShape(true);
  const kit::Ran both = Import(file, {"--key", "CODE", "--crs", "EPSG:4548"});
  EXPECT_EQ(both.exit, kRefused);
  EXPECT_THAT(both.err, AllOf(HasSubstr("EPSG:4548"), HasSubstr("EPSG:4549"), HasSubstr("grids.prj")));
}

TEST_F(LayerFilesTest, TextInAnotherEncodingIsNamedWithRecordAndField) {
  const kit::Ran ran = Import(WriteShape(), {"--key", "CODE", "--encoding", "UTF-8"});
  EXPECT_EQ(ran.exit, kRefused);
  EXPECT_THAT(ran.err, AllOf(HasSubstr("record 0 \"CODE\""), HasSubstr("UTF-8")));
}

TEST_F(LayerFilesTest, AGeoPackageOfSeveralTablesIsImportedByTheNameOfOne) {
  const std::string file = folder_ + "/grids.gpkg";
  {
    geo::PackageWriter package(file);
    package.AddTable("grids", "code", "INTEGER", 4549);
    package.AddTable("streets", "code", "INTEGER", 4549);
    package.AddRow("grids", "331102001001001", geo::PolygonBlob({OuterSquare(500'000, 3'148'000, 1'000)}, 4549));
  }
  const kit::Ran several = Import(file, {"--key", "code"});
  EXPECT_EQ(several.exit, kRefused);
  EXPECT_THAT(several.err, HasSubstr("name one of: grids, streets"));
  const kit::Ran ran = Import(file, {"--key", "code", "--table", "grids", "--json"});
  EXPECT_EQ(ran.exit, 0) << ran.err;
  EXPECT_THAT(ran.out, HasSubstr(R"("converted_from":"EPSG:4549")"));
  const kit::Ran located = kit::Run({"locate", "--layer-file", file, "--key", "code", "--table", "grids"}, kPoint);
  EXPECT_THAT(located.out, HasSubstr("\np,331102001001001,"));
}

TEST_F(LayerFilesTest, ALayerOfAWebMapGoesBackToWgs84) {
  const std::string file = WriteKashgar(false);
  const kit::Ran ran = Import(file, {"--key", "code", "--datum", "gcj02"});
  EXPECT_EQ(ran.exit, 0) << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("converted from gcj02"));
  const kit::Ran unknown = Import(file, {"--key", "code", "--datum", "krass"});
  EXPECT_EQ(unknown.exit, kRefused);
  EXPECT_THAT(unknown.err, HasSubstr("gcj02"));
}

TEST_F(LayerFilesTest, ExchangedCoordinatesOfALayerAreRefusedAndOfPointsTold) {
  ASSERT_EQ(Import(WriteKashgar(false), {"--key", "code", "--datum", "wgs84"}).exit, 0);
  const kit::Ran layer = Import(WriteKashgar(true), {"--key", "code", "--datum", "wgs84"});
  EXPECT_EQ(layer.exit, kRefused);
  EXPECT_THAT(layer.err, HasSubstr("look exchanged"));
  const std::string file = WriteKashgar(false);
  const kit::Ran points = kit::Run({"locate", "--layer-file", file, "--key", "code"}, "id,lon,lat\np,39.5,75.5\n");
  EXPECT_EQ(points.exit, 0) << "a gap is an answer";
  EXPECT_THAT(points.err, AllOf(HasSubstr("1 of 1 points"), HasSubstr("first `p`")));
  const kit::Ran impossible =
      kit::Run({"locate", "--layer-file", file, "--key", "code"}, "id,lon,lat\np,28.45,119.92\n");
  EXPECT_EQ(impossible.exit, kRefused);
  EXPECT_THAT(impossible.err, HasSubstr("look exchanged"));
}

TEST_F(LayerFilesTest, AServerTakesTheSameFilesAndSaysWhatLooksExchanged) {
  ASSERT_EQ(kit::Run({"config", "apply", kit::DemoCity(), "--state", state_}).exit, 0);
  const std::string keys = folder_ + "/keys";
  const auto server = kit::Serve(folder_, {"--state", state_, "--keys", keys, "--log-level", "warning"});
  ASSERT_NE(server, nullptr);
  ASSERT_TRUE(kit::AwaitServing(server->address()).ok());
  const std::vector<std::string> speaker{"--server", server->address(), "--keys",       keys, "--actor",
                                         "a",        "--role",          "administrator"};
  const auto run = [&](std::vector<std::string> arguments, const std::string& input) {
    arguments.insert(arguments.end(), speaker.begin(), speaker.end());
    return kit::Run(arguments, input);
  };
  const kit::Ran imported = run({"layer", "import", WriteShape(), "--name", "survey", "--key", "CODE"}, "");
  EXPECT_EQ(imported.exit, 0) << imported.err;
  EXPECT_THAT(imported.out, HasSubstr("layer survey: version 1, converted from EPSG:4549"));
  const kit::Ran kashgar =
      run({"layer", "import", WriteKashgar(false), "--name", "west", "--key", "code", "--datum", "wgs84"}, "");
  EXPECT_EQ(kashgar.exit, 0) << kashgar.err;
  const kit::Ran exchanged =
      run({"layer", "import", WriteKashgar(true), "--name", "west", "--key", "code", "--datum", "wgs84"}, "");
  EXPECT_EQ(exchanged.exit, kRefused);
  EXPECT_THAT(exchanged.err, HasSubstr("look exchanged"));
  const kit::Ran located = run({"locate", "--layer", "west"}, "id,lon,lat\np,39.5,75.5\n");
  EXPECT_THAT(located.err, HasSubstr("first `p`"));
}

}  // namespace
}  // namespace wangge
