// The files of the repository as the tidy rules see them.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace wangge::tidy {

struct File {
  std::string path;  // relative to the root, with '/'
  std::string text;  // empty for a binary file
};

using Tree = std::vector<File>;

// Reads every file below `root` in the order of paths. Leaves out what is never committed: .git, build trees, state
// under var/ and node_modules.
Tree ReadTree(const std::filesystem::path& root);

// The lines of a text without their line ends; the empty piece behind the last line end is no line.
std::vector<std::string_view> Lines(std::string_view text);

std::string_view FileName(std::string_view path);
std::string_view Folder(std::string_view path);  // "" for a file in the root

bool IsUnder(std::string_view path, std::string_view folder);  // folder without a trailing '/'
bool IsHeader(std::string_view path);
bool IsCpp(std::string_view path);     // .h or .cc
bool IsScript(std::string_view path);  // a shell script, by its place or ending
bool IsCMake(std::string_view path);

// Code that never ships: everything in tests/, unit tests beside their source, and test suites in a folder testing/.
bool IsTest(std::string_view path);

// Copies of other projects' files, which keep their own form.
bool IsForeign(std::string_view path);

}  // namespace wangge::tidy
