#include "storage/testing/golden.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "base/hex.h"

namespace wangge::storage {
namespace {

// Long values are broken, so that a difference is seen where it is.
constexpr std::size_t kHexOfLine = 96;

std::string Rendered(const std::vector<GoldenRow>& rows) {
  std::string text;
  for (const GoldenRow& row : rows) {
    text += row.name + ":";
    const std::string hex = ToHex(row.bytes);
    for (std::size_t at = 0; at < hex.size(); at += kHexOfLine) {
      text += (hex.size() > kHexOfLine ? "\n  " : " ") + hex.substr(at, kHexOfLine);
    }
    text += "\n";
  }
  return text;
}

}  // namespace

void ExpectGolden(std::string_view file, const std::vector<GoldenRow>& rows) {
  const std::filesystem::path path = std::filesystem::path(WANGGE_SOURCE_DIR) / "tests" / "golden" / file;
  const std::string text = Rendered(rows);
  if (std::getenv("WANGGE_UPDATE_GOLDEN") != nullptr) {
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path) << text;
    return;
  }
  std::ifstream in(path);
  std::ostringstream expected;
  expected << in.rdbuf();
  EXPECT_EQ(text, expected.str()) << "Expected the bytes of " << path
                                  << ". If the format was meant to change, give it a "
                                  << "new version and run again with WANGGE_UPDATE_GOLDEN=1.";
}

}  // namespace wangge::storage
