#include "geo/files/testing/shape_writer.h"

#include <gtest/gtest.h>
#include <shapefil.h>

#include <filesystem>
#include <fstream>
#include <sstream>

namespace wangge::geo {

void WriteShapefile(const std::string& stem, const ShapeField& field, const std::vector<ShapeRecord>& records,
                    int shape_type) {
  SHPHandle shapes = SHPCreate(stem.c_str(), shape_type);
  DBFHandle table = DBFCreateEx(stem.c_str(), nullptr);
  ASSERT_NE(shapes, nullptr);
  ASSERT_NE(table, nullptr);
  DBFAddNativeFieldType(table, field.name.c_str(), field.type, field.width, field.decimals);
  DBFAddNativeFieldType(table, "OTHER", 'C', 10, 0);
  for (std::size_t i = 0; i < records.size(); ++i) {
    const int record = static_cast<int>(i);
    std::vector<double> x, y, z;
    std::vector<int> starts;
    for (const MapRing& ring : records[i].rings) {
      starts.push_back(static_cast<int>(x.size()));
      for (const MapPoint& p : ring) {
        x.push_back(p.x);
        y.push_back(p.y);
        z.push_back(7);
      }
    }
    SHPObject* shape =
        SHPCreateObject(records[i].rings.empty() ? SHPT_NULL : shape_type, -1, static_cast<int>(starts.size()),
                        starts.data(), nullptr, static_cast<int>(x.size()), x.data(), y.data(), z.data(), z.data());
    SHPWriteObject(shapes, -1, shape);
    SHPDestroyObject(shape);
    std::string padded = records[i].value;
    if (field.type != 'C') padded.insert(0, static_cast<std::size_t>(field.width) - padded.size(), ' ');
    DBFWriteAttributeDirectly(table, record, 0, padded.data());
    DBFWriteStringAttribute(table, record, 1, "x");
  }
  SHPClose(shapes);
  DBFClose(table);
}

MapRing OuterSquare(double x, double y, double side) {
  return {{x, y}, {x, y + side}, {x + side, y + side}, {x + side, y}, {x, y}};
}

std::string TestFolder() {
  const auto* test = ::testing::UnitTest::GetInstance()->current_test_info();
  const std::string folder = ::testing::TempDir() + "wangge_" + test->test_suite_name() + "_" + test->name();
  std::filesystem::remove_all(folder);
  std::filesystem::create_directories(folder);
  return folder + "/";
}

void WriteBytes(const std::string& path, const std::string& bytes) { std::ofstream(path, std::ios::binary) << bytes; }

std::string ReadBytes(const std::string& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

}  // namespace wangge::geo
