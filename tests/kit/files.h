// Small files of a test.
#pragma once

#include <string>

namespace wangge::kit {

// Writes `text` to `path`, making its folder, and returns `path`.
std::string WriteText(const std::string& path, const std::string& text);

// Empty where there is no such file.
std::string ReadText(const std::string& path);

// GeoJSON of one cell with the code "a": longitude 1 to 2, latitude 1 to 2.
inline constexpr char kOneCell[] = R"({"type":"FeatureCollection","features":[{"type":"Feature","properties":
{"code":"a"},"geometry":{"type":"Polygon","coordinates":[[[1,1],[2,1],[2,2],[1,2],[1,1]]]}}]})";

}  // namespace wangge::kit
