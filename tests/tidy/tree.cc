#include "tests/tidy/tree.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <utility>

namespace wangge::tidy {
namespace {

namespace fs = std::filesystem;

constexpr std::array<std::string_view, 4> kNeverCommitted = {".git", "build", "var", "node_modules"};
constexpr size_t kSniffedBytes = 8000;

std::string ReadText(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(in), {}};
  const bool is_binary = text.substr(0, kSniffedBytes).find('\0') != std::string::npos;
  return is_binary ? std::string() : text;
}

}  // namespace

Tree ReadTree(const fs::path& root) {
  Tree tree;
  for (auto at = fs::recursive_directory_iterator(root); at != fs::recursive_directory_iterator(); ++at) {
    const std::string path = at->path().lexically_relative(root).generic_string();
    if (std::ranges::find(kNeverCommitted, path) != kNeverCommitted.end()) {
      at.disable_recursion_pending();
    } else if (at->is_regular_file() && !path.ends_with(".swp")) {
      tree.push_back({path, ReadText(at->path())});
    }
  }
  std::ranges::sort(tree, {}, &File::path);
  return tree;
}

std::vector<std::string_view> Lines(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const size_t end = std::min(text.find('\n'), text.size());
    lines.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

std::string_view FileName(std::string_view path) {
  const size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

std::string_view Folder(std::string_view path) {
  const size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? std::string_view() : path.substr(0, slash);
}

bool IsUnder(std::string_view path, std::string_view folder) {
  return path.size() > folder.size() && path.starts_with(folder) && path[folder.size()] == '/';
}

bool IsHeader(std::string_view path) { return path.ends_with(".h"); }
bool IsCpp(std::string_view path) { return IsHeader(path) || path.ends_with(".cc"); }

bool IsScript(std::string_view path) {
  const bool is_bare = FileName(path).find('.') == std::string_view::npos;
  return path.ends_with(".sh") ||
         (is_bare && (IsUnder(path, "deploy") || IsUnder(path, "tests") || IsUnder(path, ".ci")));
}

bool IsCMake(std::string_view path) { return FileName(path) == "CMakeLists.txt" || path.ends_with(".cmake"); }

bool IsTest(std::string_view path) {
  return IsUnder(path, "tests") || path.ends_with("_test.cc") || path.find("/testing/") != std::string_view::npos;
}

bool IsForeign(std::string_view path) { return IsUnder(path, "proto/google") || path == "LICENSE"; }

}  // namespace wangge::tidy
