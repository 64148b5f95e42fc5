#include "tests/tidy/includes.h"

#include <gtest/gtest.h>

#include <string>

namespace wangge::tidy {
namespace {

using Check = Faults (*)(const Source&);

size_t Count(Check check, const std::string& path, const std::string& text) {
  return check(Parse({path, text})).size();
}

TEST(Direction, FindsALibraryThatIncludesUpwards) {
  EXPECT_EQ(Count(CheckDirection, "libs/domain/case.h", "#include \"engine/shard.h\"\n"), 1U);
  EXPECT_EQ(Count(CheckDirection, "libs/domain/decide/x.cc", "#include \"base/status/text.h\"\n"), 1U);
  EXPECT_EQ(Count(CheckDirection, "libs/geo/layer.h", "#include \"geo/build/index.h\"\n"), 1U);
  EXPECT_EQ(Count(CheckDirection, "libs/rpc/server.h", "#include \"services/grid/grid.h\"\n"), 1U);
  EXPECT_EQ(Count(CheckDirection, "libs/storage/x.cc", "#include \"tests/kit/clock.h\"\n"), 1U);
}

TEST(Direction, LetsALibraryIncludeWhatIsBelow) {
  EXPECT_EQ(Count(CheckDirection, "libs/engine/shard.cc", "#include \"engine/shard.h\"\n#include \"storage/key.h\"\n"),
            0U);
  EXPECT_EQ(Count(CheckDirection, "libs/domain/decide/x.cc", "#include \"domain/case.h\"\n#include \"base/id.h\"\n"),
            0U);
  EXPECT_EQ(Count(CheckDirection, "libs/geo/build/index.cc", "#include \"geo/layer.h\"\n"), 0U);
  EXPECT_EQ(Count(CheckDirection, "services/grid/grid.cc", "#include \"engine/shard.h\"\n"), 0U);
}

TEST(Direction, LetsAUnitTestIncludeThePartsOfItsLibrary) {
  EXPECT_EQ(Count(CheckDirection, "libs/geo/layer_test.cc", "#include \"geo/build/index.h\"\n"), 0U);
  EXPECT_EQ(Count(CheckDirection, "libs/geo/layer_test.cc", "#include \"domain/case.h\"\n"), 1U);
}

TEST(Direction, SaysFileLineAndWhatIsAllowed) {
  const Faults faults = CheckDirection(Parse({"libs/domain/a.h", "#pragma once\n#include \"wire/b.h\"\n"}));
  EXPECT_EQ(Render(faults), "libs/domain/a.h:2: Expected libs/domain to include base, but it includes wire/b.h.\n");
}

TEST(Direction, FindsAnIncludeThatIsNobodys) {
  EXPECT_EQ(Count(CheckDirection, "libs/geo/a.cc", "#include \"layer.h\"\n"), 1U);
  EXPECT_EQ(Count(CheckDirection, "libs/geo/a.cc", "#include \"absl/status/status.h\"\n"), 0U);
  EXPECT_EQ(Count(CheckDirection, "libs/geo/a_test.cc", "#include \"gtest/gtest.h\"\n"), 0U);
}

TEST(Direction, FindsALibraryOutsideTheDesign) { EXPECT_EQ(Count(CheckDirection, "libs/extra/a.h", ""), 1U); }

TEST(Packages, FindsAPackageAwayFromItsHome) {
  EXPECT_EQ(Count(CheckPackages, "libs/engine/a.cc", "#include <grpcpp/server.h>\n"), 1U);
  EXPECT_EQ(Count(CheckPackages, "libs/engine/a.cc", "#include <rocksdb/db.h>\n"), 1U);
  EXPECT_EQ(Count(CheckPackages, "services/ledger/a.cc", "#include <rocksdb/db.h>\n"), 1U);
  EXPECT_EQ(Count(CheckPackages, "libs/geo/a.cc", "#include <geos_c.h>\n"), 1U);
  EXPECT_EQ(Count(CheckPackages, "libs/engine/a.cc", "#include <boost/asio/signal_set.hpp>\n"), 1U);
  EXPECT_EQ(Count(CheckPackages, "libs/engine/a.cc", "#include \"wangge/report/v1/report.pb.h\"\n"), 1U);
  EXPECT_EQ(Count(CheckPackages, "libs/engine/a.cc", "#include <google/protobuf/message.h>\n"), 1U);
}

TEST(Packages, FindsAHeavyHeaderInAHeader) {
  EXPECT_EQ(Count(CheckPackages, "services/grid/a.h", "#include <grpcpp/server.h>\n"), 1U);
  EXPECT_EQ(Count(CheckPackages, "libs/catalog/a.h", "#include <nlohmann/json.hpp>\n"), 1U);
  EXPECT_EQ(Count(CheckPackages, "services/wangge/a.h", "#include <CLI/CLI.hpp>\n"), 1U);
  EXPECT_EQ(Count(CheckPackages, "libs/telemetry/a.h", "#include <spdlog/spdlog.h>\n"), 1U);
  EXPECT_EQ(Count(CheckPackages, "libs/http/a.h", "#include <boost/beast/http.hpp>\n"), 1U);
}

TEST(Packages, LetsThemLiveAtHome) {
  EXPECT_EQ(Count(CheckPackages, "libs/rpc/a.h", "#include <grpcpp/server.h>\n"), 0U);
  EXPECT_EQ(Count(CheckPackages, "libs/storage/a.cc", "#include <rocksdb/db.h>\n"), 0U);
  EXPECT_EQ(Count(CheckPackages, "libs/geo/build/a.cc", "#include <geos_c.h>\n"), 0U);
  EXPECT_EQ(Count(CheckPackages, "services/wangge/main.cc", "#include <CLI/CLI.hpp>\n"), 0U);
  EXPECT_EQ(Count(CheckPackages, "libs/catalog/a.h", "#include <nlohmann/json_fwd.hpp>\n"), 0U);
  EXPECT_EQ(Count(CheckPackages, "libs/wire/a.h", "#include \"wangge/report/v1/report.pb.h\"\n"), 0U);
}

TEST(Purity, FindsWhatIsNotStandard) {
  EXPECT_EQ(Count(CheckPurity, "libs/domain/a.h", "#include <absl/status/status.h>\n"), 1U);
  EXPECT_EQ(Count(CheckPurity, "libs/domain/a.h", "#include \"absl/status/status.h\"\n"), 1U);
  EXPECT_EQ(Count(CheckPurity, "libs/domain/a.cc", "#include <unistd.h>\n"), 1U);
  EXPECT_EQ(Count(CheckPurity, "libs/domain/a.cc", "#include \"base/digest/sha256.h\"\n"), 1U);
  EXPECT_EQ(Count(CheckPurity, "libs/base/a.cc", "#include \"base/status/text.h\"\n"), 1U);
  EXPECT_EQ(Count(CheckPurity, "libs/domain/a.cc", "#include <gtest/gtest.h>\n"), 1U);
}

TEST(Purity, LetsTheStandardLibraryAndBaseIn) {
  EXPECT_EQ(Count(CheckPurity, "libs/domain/a.h", "#include <vector>\n#include \"base/id.h\"\n"), 0U);
  EXPECT_EQ(Count(CheckPurity, "libs/domain/a_test.cc", "#include <gtest/gtest.h>\n#include \"domain/a.h\"\n"), 0U);
  EXPECT_EQ(Count(CheckPurity, "libs/base/status/a.h", "#include <absl/status/status.h>\n"), 0U);
}

TEST(TestOnly, FindsATestFrameworkThatShips) {
  EXPECT_EQ(Count(CheckTestOnly, "libs/geo/a.cc", "#include <gtest/gtest.h>\n"), 1U);
  EXPECT_EQ(Count(CheckTestOnly, "services/wangge/a.cc", "#include <benchmark/benchmark.h>\n"), 1U);
  EXPECT_EQ(Count(CheckTestOnly, "libs/geo/a_test.cc", "#include <gtest/gtest.h>\n"), 0U);
}

}  // namespace
}  // namespace wangge::tidy
