// A Shapefile for tests, written by shapelib. One thread.
#pragma once

#include <string>
#include <vector>

#include "geo/files/map_features.h"

namespace wangge::geo {

struct ShapeField {
  std::string name = "CODE";
  char type = 'C';
  int width = 20;
  int decimals = 0;
};

struct ShapeRecord {
  std::string value{};           // the bytes as they stand in the .dbf
  std::vector<MapRing> rings{};  // none: a null shape
};

// Writes `stem`.shp, .shx and .dbf; language id 0, no .prj and no .cpg.
void WriteShapefile(const std::string& stem, const ShapeField& field, const std::vector<ShapeRecord>& records,
                    int shape_type = 5);

// Clockwise, as an outer ring is.
MapRing OuterSquare(double x, double y, double side);

// An empty folder of the running test.
std::string TestFolder();

void WriteBytes(const std::string& path, const std::string& bytes);
std::string ReadBytes(const std::string& path);

}  // namespace wangge::geo
