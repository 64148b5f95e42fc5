#include "tests/tidy/includes.h"

#include <algorithm>
#include <array>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace wangge::tidy {
namespace {

using Names = std::vector<std::string_view>;

// Library → libraries that it may include besides itself. "base" is the folder itself; its parts that need Abseil or
// the operating system have rows of their own. A library without a row is not part of the design.
const std::map<std::string_view, Names>& Directions() {
  static const Names kBase = {"base", "base/status", "base/digest", "base/file", "base/csv"};
  const auto with = [](Names more) {
    more.insert(more.end(), kBase.begin(), kBase.end());
    return more;
  };
  static const std::map<std::string_view, Names> kTable = {
      {"base", {}},
      {"base/status", {"base"}},
      {"base/digest", {"base"}},
      {"base/file", {"base", "base/status", "base/digest"}},
      {"base/csv", {"base", "base/status", "base/file"}},
      {"domain", {"base"}},
      {"geo", with({})},
      {"geo/build", with({"geo"})},
      {"geo/files", with({"geo"})},
      {"telemetry", kBase},
      {"vault", kBase},
      {"catalog", with({"domain", "geo", "geo/files"})},
      {"storage", with({"domain"})},
      {"wire", with({"domain"})},
      {"insight", with({"domain"})},
      {"engine", with({"domain", "storage"})},
      {"rpc", with({"telemetry"})},
      {"http", with({"telemetry"})},
  };
  return kTable;
}

struct Package {
  std::string_view name;
  Names starts;   // of the include's target
  Names homes;    // folders that may include it; empty = every folder that CheckPurity lets
  Names headers;  // folders whose headers may include it too
};

const std::vector<Package>& Packages() {
  static const Names kAnywhere = {"libs", "services", "tests"};
  static const std::vector<Package> kPackages = {
      {"gRPC", {"grpcpp/", "grpc/", "grpc++/"}, {"libs/rpc", "services", "tests"}, {"libs/rpc", "tests"}},
      {"RocksDB", {"rocksdb/"}, {"libs/storage", "tests/bench"}, {"libs/storage", "tests/bench"}},
      {"GEOS", {"geos_c.h", "geos.h", "geos/"}, {"libs/geo/build", "tests"}, {"libs/geo/build", "tests"}},
      {"PROJ", {"proj.h"}, {"libs/geo/files", "tests"}, {}},
      {"shapelib", {"shapefil.h"}, {"libs/geo/files", "tests"}, {}},
      {"SQLite", {"sqlite3.h"}, {"libs/geo/files", "tests"}, {}},
      {"iconv", {"iconv.h"}, {"libs/geo/files"}, {}},
      {"Asio", {"boost/asio"}, {"libs/http", "libs/rpc", "services", "tests"}, kAnywhere},
      {"Beast", {"boost/beast"}, {"libs/http", "services", "tests"}, {"tests"}},
      {"nlohmann-json", {"nlohmann/json.hpp"}, {}, {"tests"}},
      {"CLI11", {"CLI/"}, {"services", "tests"}, {"tests"}},
      {"spdlog", {"spdlog/"}, {}, {"tests"}},
      {"protobuf",
       {"google/protobuf/"},
       {"libs/wire", "libs/catalog", "libs/rpc", "libs/storage", "services", "tests"},
       kAnywhere},
  };
  return kPackages;
}

constexpr auto kStandardHeaders =
    std::to_array<std::string_view>({"algorithm",       "any",           "array",
                                     "atomic",          "barrier",       "bit",
                                     "bitset",          "cassert",       "cctype",
                                     "cerrno",          "charconv",      "chrono",
                                     "cinttypes",       "climits",       "cmath",
                                     "compare",         "concepts",      "condition_variable",
                                     "cstdarg",         "cstddef",       "cstdint",
                                     "cstdio",          "cstdlib",       "cstring",
                                     "ctime",           "deque",         "exception",
                                     "filesystem",      "forward_list",  "fstream",
                                     "functional",      "future",        "initializer_list",
                                     "iomanip",         "ios",           "iosfwd",
                                     "iostream",        "istream",       "iterator",
                                     "latch",           "limits",        "list",
                                     "locale",          "map",           "memory",
                                     "memory_resource", "mutex",         "new",
                                     "numbers",         "numeric",       "optional",
                                     "ostream",         "queue",         "random",
                                     "ranges",          "ratio",         "regex",
                                     "semaphore",       "set",           "shared_mutex",
                                     "source_location", "span",          "sstream",
                                     "stack",           "stdexcept",     "stop_token",
                                     "streambuf",       "string",        "string_view",
                                     "system_error",    "thread",        "tuple",
                                     "type_traits",     "typeindex",     "typeinfo",
                                     "unordered_map",   "unordered_set", "utility",
                                     "variant",         "vector",        "version"});

bool IsStandard(const Include& include) {
  return include.is_angled && std::ranges::find(kStandardHeaders, include.target) != kStandardHeaders.end();
}

bool IsTestKit(std::string_view target) {
  return target.starts_with("gtest/") || target.starts_with("gmock/") || target.starts_with("benchmark/");
}

// Written in quotes by some and in angles by others; what is neither ours nor named here is a fault.
bool IsThirdParty(std::string_view target) {
  const auto starts = [&](std::string_view start) { return target.starts_with(start); };
  if (IsTestKit(target) || target.starts_with("absl/")) return true;
  return std::ranges::any_of(Packages(), [&](const Package& it) { return std::ranges::any_of(it.starts, starts); });
}

bool IsGenerated(std::string_view target) { return target.ends_with(".pb.h"); }

// The row of the table that a path below libs/ belongs to: the longest one that is a folder above it; "" = none.
std::string_view LibraryOf(std::string_view path_in_libs) {
  std::string_view found;
  for (const auto& [library, below] : Directions()) {
    if (IsUnder(path_in_libs, library) && library.size() > found.size()) found = library;
  }
  return found;
}

bool IsInAny(std::string_view path, const Names& folders) {
  return std::ranges::any_of(folders, [&](std::string_view folder) { return IsUnder(path, folder); });
}

std::string Joined(const Names& names) {
  std::string joined;
  for (const std::string_view name : names) joined += (joined.empty() ? "" : ", ") + std::string(name);
  return joined.empty() ? "nothing" : joined;
}

Fault FaultAt(const Source& source, const Include& include, const std::string& expected) {
  return {source.path, include.line, "Expected " + expected + ", but it includes " + include.target + "."};
}

}  // namespace

Faults CheckDirection(const Source& source) {
  if (!IsUnder(source.path, "libs")) return {};
  const std::string_view library = LibraryOf(std::string_view(source.path).substr(5));
  if (library.empty()) return {{source.path, 0, "Expected a library of the table in tests/tidy/includes.cc."}};
  const Names& below = Directions().at(library);
  Faults faults;
  for (const Include& include : source.includes) {
    if (include.is_angled || IsGenerated(include.target) || IsThirdParty(include.target)) continue;
    const std::string_view target = LibraryOf(include.target);
    const bool is_part = IsTest(source.path) && IsUnder(target, library);
    const bool is_below = target == library || std::ranges::find(below, target) != below.end();
    const bool is_allowed = !target.empty() && (is_part || is_below);
    if (!is_allowed) {
      faults.push_back(FaultAt(source, include, "libs/" + std::string(library) + " to include " + Joined(below)));
    }
  }
  return faults;
}

Faults CheckPackages(const Source& source) {
  static const Names kProtoHomes = {"libs/wire", "libs/catalog", "libs/rpc", "libs/storage", "services", "tests"};
  Faults faults;
  for (const Include& include : source.includes) {
    if (IsGenerated(include.target) && !IsInAny(source.path, kProtoHomes)) {
      faults.push_back(FaultAt(source, include, "generated headers in " + Joined(kProtoHomes) + " only"));
    }
    for (const Package& package : Packages()) {
      const auto starts = [&](std::string_view start) { return include.target.starts_with(start); };
      if (std::ranges::none_of(package.starts, starts)) continue;
      const std::string name(package.name);
      if (!package.homes.empty() && !IsInAny(source.path, package.homes)) {
        faults.push_back(FaultAt(source, include, name + " in " + Joined(package.homes) + " only"));
      } else if (IsHeader(source.path) && !IsInAny(source.path, package.headers)) {
        faults.push_back(FaultAt(source, include, name + " to stay out of headers"));
      }
    }
  }
  return faults;
}

Faults CheckPurity(const Source& source) {
  const bool is_base = Folder(source.path) == "libs/base";
  if (!is_base && !IsUnder(source.path, "libs/domain")) return {};
  Faults faults;
  for (const Include& include : source.includes) {
    const std::string_view target = include.target;
    const bool is_ours = Folder(target) == "base" || (!is_base && IsUnder(target, "domain"));
    const bool is_kit = IsTest(source.path) && IsTestKit(target);
    if (is_ours || is_kit || IsStandard(include)) continue;
    faults.push_back(FaultAt(source, include, "the standard library and libs/base only"));
  }
  return faults;
}

Faults CheckTestOnly(const Source& source) {
  Faults faults;
  if (IsTest(source.path)) return faults;
  for (const Include& include : source.includes) {
    if (IsTestKit(include.target)) faults.push_back(FaultAt(source, include, "test frameworks in tests only"));
  }
  return faults;
}

}  // namespace wangge::tidy
