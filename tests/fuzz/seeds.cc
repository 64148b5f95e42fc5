// Writes inputs to begin with: `wangge_fuzz_seeds FOLDER` fills FOLDER/geometry and FOLDER/index, which are there.
#include <cstdio>
#include <random>
#include <string>

#include "base/file/file.h"
#include "base/status/text.h"
#include "geo/build/cover_builder.h"
#include "geo/build/snap_rounding.h"
#include "geo/index_file.h"

namespace {

using namespace wangge;

constexpr const char* kGeoJson[] = {
    R"({"type":"FeatureCollection","features":[{"type":"Feature","properties":{"code":"a"},"geometry":)"
    R"({"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,1],[0,0]],[[0.2,0.2],[0.2,0.4],[0.4,0.4],[0.2,0.2]]]}},)"
    R"({"type":"Feature","properties":{"code":"b"},"geometry":)"
    R"({"type":"MultiPolygon","coordinates":[[[[1,0],[2,0],[2,1],[1,1],[1,0]]],[[[5,5],[6,5],[6,6],[5,5]]]]}}]})",
    R"({"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"EPSG:4490"}},"features":[)"
    R"({"type":"Feature","properties":{"code":17},"geometry":{"type":"Polygon","coordinates":)"
    R"([[[119.91,28.45],[119.92,28.45],[119.91,28.46],[119.92,28.46],[119.91,28.45]]]}}]})"};

// Any cells; the target makes rings of the bytes.
std::string Shapes(std::mt19937& random, std::size_t size) {
  std::string bytes(1, '\1');
  while (bytes.size() < size) {
    const char coarse = static_cast<char>(random() % 8 * 8);
    bytes.push_back(random() % 4 == 0 ? static_cast<char>(random()) : coarse);
  }
  return bytes;
}

absl::StatusOr<std::string> IndexOf(std::mt19937& random, std::uint32_t cells, std::int64_t side) {
  std::vector<geo::OutlineEdge> sides;
  const auto any = [&] { return static_cast<std::int64_t>(20 + random() % static_cast<unsigned>(side)) * 256; };
  for (std::uint32_t cell = 0; cell < cells; ++cell) {
    const geo::FinePoint corners[] = {{any(), any()}, {any(), any()}, {any(), any()}};
    for (int i = 0; i < 3; ++i) sides.push_back({.from = corners[i], .to = corners[(i + 1) % 3], .cell = cell});
  }
  WANGGE_ASSIGN_OR_RETURN(const geo::CoverImage image,
                          geo::BuildCover({0, 0, 1}, geo::SnapRound(sides), cells, {.bytes_max = 1}));
  const std::string file = geo::EncodeIndex(geo::ViewOf(image), {});
  std::string seed{'\1', static_cast<char>(image.set_ends.size()), static_cast<char>(image.set_cells.size())};
  return seed.append(file, 0, file.size() - sizeof(Hash));
}

absl::Status Write(const std::string& folder) {
  std::mt19937 random(1);
  int number = 0;
  const auto put = [&](const std::string& target, const std::string& bytes) {
    return WriteFileDurably(folder + "/" + target + "/seed-" + std::to_string(number++), bytes);
  };
  for (const char* text : kGeoJson) WANGGE_RETURN_IF_ERROR(put("geometry", std::string(1, '\0') + text));
  for (std::size_t size = 20; size < 400; size += 20) WANGGE_RETURN_IF_ERROR(put("geometry", Shapes(random, size)));
  for (std::uint32_t cells = 1; cells < 8; ++cells) {
    for (const std::int64_t side : {40, 4'000}) {
      WANGGE_ASSIGN_OR_RETURN(const std::string seed, IndexOf(random, cells, side));
      WANGGE_RETURN_IF_ERROR(put("index", seed));
    }
  }
  return put("index", std::string(1, '\0') + geo::EncodeIndex({}, {}));
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fprintf(stderr, "usage: wangge_fuzz_seeds FOLDER\n");
    return 2;
  }
  const absl::Status status = Write(argv[1]);
  if (status.ok()) return 0;
  std::fprintf(stderr, "%s\n", std::string(status.message()).c_str());
  return 4;
}
