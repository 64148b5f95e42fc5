// A changed configuration at the command line: what it would move, what moves when it is applied, what the figures were
// before. On one simulated day of the demo city.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <vector>

#include "tests/kit/files.h"
#include "tests/kit/program.h"

namespace wangge {
namespace {

using kit::ReadText;
using kit::WriteText;
using ::testing::HasSubstr;
using Json = nlohmann::ordered_json;

constexpr int kRefused = 3;
constexpr char kApplied[] = "2026-03-04T08:00:00+08:00";  // after the day's last record
const std::string kSource = std::string(WANGGE_SOURCE_DIR) + "/";
const std::string kConfig = kSource + "config/";

std::string Replaced(std::string text, const std::string& from, const std::string& to) {
  for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
  return text;
}

std::size_t LinesOf(const std::string& text) { return static_cast<std::size_t>(std::ranges::count(text, '\n')); }

class WhatIfTest : public ::testing::Test {
 protected:
  void Simulate() const {
    const kit::Ran ran = kit::Run({"simulate", "--city", kConfig + "demo/lishui", "--state", state_, "--days", "1",
                                   "--rate", "200", "--seed", "7", "--start", "2026-03-02"});
    ASSERT_EQ(ran.exit, 0) << ran.err;
  }
  // Brings one edition into force offline.
  void Apply(const std::string& kind, const std::string& name, const std::string& file) const {
    const std::string city =
        WriteText(folder_ + "/city_" + kind + ".textproto",
                  "id: \"lishui\"\nlabel { zh: \"丽水\" en: \"Lishui\" }\neditions { kind: EDITION_KIND_" + kind +
                      " name: \"" + name + "\" file: \"" + file + "\" }\n");
    const kit::Ran ran = kit::Run({"config", "apply", city, "--state", state_, "--at", kApplied});
    ASSERT_EQ(ran.exit, 0) << ran.err;
    if (kind == "CALENDAR") {
      EXPECT_THAT(ran.err, HasSubstr("counted by the calendar once the state is served"));
    }
  }
  kit::Ran Impact(const std::string& kind, const std::string& file) const {
    return kit::Run({kind, "impact", file, "--state", state_, "--json"});
  }
  Json Answer(std::vector<std::string> arguments) const {
    arguments.insert(arguments.end(), {"--state", state_, "--json"});
    const kit::Ran ran = kit::Run(arguments);
    EXPECT_EQ(ran.exit, 0) << ran.err;
    return Json::parse(ran.out, nullptr, false);
  }
  void ExpectVerified() const {
    const kit::Ran ran = kit::Run({"verify", "--state", state_});
    EXPECT_EQ(ran.exit, 0) << ran.out << ran.err;
  }

  const std::string folder_ = kit::MakeFolder("files");
  const std::string state_ = folder_ + "/state";
};

TEST_F(WhatIfTest, CalendarImpactTellsWhatTheNextStartMovesAndFiguresStayReadableAsTheyWere) {
  Simulate();
  const std::string changed = WriteText(
      folder_ + "/cn.textproto", Replaced(ReadText(kConfig + "calendars/cn.textproto"), "14:00-18:00", "15:00-18:00"));
  const std::vector<std::string> counts{"stats", "counts", "--as-of", "2026-03-03"};
  const std::vector<std::string> times{"stats", "resolution-time", "--as-of", "2026-03-03"};
  const Json counted = Answer(counts);
  const Json timed = Answer(times);

  const kit::Ran told = Impact("calendar", changed);
  ASSERT_EQ(told.exit, 0) << told.err;
  const std::size_t moved = LinesOf(told.out);
  ASSERT_GT(moved, 0u) << "some cases wait for working hours";
  EXPECT_THAT(told.err, HasSubstr(std::to_string(moved) + " deadlines of "));
  const Json first = Json::parse(told.out.substr(0, told.out.find('\n')));
  EXPECT_LT(first["due"].get<std::string>(), first["due_then"].get<std::string>()) << "fewer hours a day";

  // Applied, and the process ends before a deadline is counted anew: the next start does it.
  Apply("CALENDAR", "cn", changed);
  EXPECT_EQ(LinesOf(Impact("calendar", changed).out), moved);
  std::size_t left = moved;
  for (int starts = 0; left > 0 && starts < 20; ++starts) {
    const auto server = kit::Serve(folder_, {"--state", state_, "--keys", folder_ + "/keys", "--clock", "manual"});
    ASSERT_NE(server, nullptr);
    EXPECT_EQ(server->Terminate(), 0);
    left = LinesOf(Impact("calendar", changed).out);
  }
  EXPECT_EQ(left, 0u);
  ExpectVerified();
  EXPECT_EQ(Answer(counts), counted) << "as they were";
  EXPECT_EQ(Answer(times), timed);
  const Json cases = Answer({"stats", "counts"});
  EXPECT_EQ(cases["cases"], counted["cases"]) << "as they are";
}

TEST_F(WhatIfTest, AsOfTakesAPositionOfTheLogToo) {
  Simulate();
  EXPECT_EQ(Answer({"stats", "counts", "--as-of", "10"})["cases"], 0) << "the configuration comes first";
  const Json half = Answer({"stats", "counts", "--as-of", "200"});
  const Json whole = Answer({"stats", "counts"});
  EXPECT_GT(half["cases"], 0);
  EXPECT_LT(half["cases"], whole["cases"]);
  const kit::Ran ran = kit::Run({"stats", "counts", "--state", state_, "--as-of", "999999999"});
  EXPECT_EQ(ran.exit, kRefused);
  EXPECT_THAT(ran.err, HasSubstr("Expected a position of the log, up to "));
}

TEST_F(WhatIfTest, ACatalogueMovesNoCaseUntilItIsMigratedAndImpactTellsWhatWouldMove) {
  Simulate();
  const std::string changed = WriteText(folder_ + "/catalogue.csv",
                                        Replaced(ReadText(kConfig + "systems/urban/catalogue.csv"), ",2wd,", ",5wd,"));
  const kit::Ran told = Impact("catalogue", changed);
  ASSERT_EQ(told.exit, 0) << told.err;
  const std::size_t moved = LinesOf(told.out);
  ASSERT_GT(moved, 0u);
  EXPECT_THAT(told.err, HasSubstr("None moves when the catalogue is applied"));
  const Json first = Json::parse(told.out.substr(0, told.out.find('\n')));
  EXPECT_EQ(first["limit"], "2wd");
  EXPECT_EQ(first["limit_if_migrated"], "5wd");
  EXPECT_LT(first["due"].get<std::string>(), first["due_if_migrated"].get<std::string>());
  EXPECT_EQ(first["moves_on_apply"], false);

  Apply("CATALOGUE", "urban", changed);
  EXPECT_EQ(Impact("catalogue", changed).out, told.out) << "nothing has moved";
  const Json plan = Answer({"case", "migrate", "--catalogue", "--plan"});
  EXPECT_EQ(plan["deadlines"], moved);
  EXPECT_EQ(plan["moved"], plan["open"]);
  EXPECT_EQ(Impact("catalogue", changed).out, told.out) << "a plan writes nothing";
  const Json done = Answer({"case", "migrate", "--catalogue"});
  EXPECT_EQ(done["moved"], plan["moved"]);
  EXPECT_EQ(done["deadlines"], moved);
  EXPECT_EQ(Impact("catalogue", changed).out, "");
  EXPECT_EQ(Answer({"case", "migrate", "--catalogue", "--plan"})["current"], plan["open"]);
  ExpectVerified();
}

TEST_F(WhatIfTest, ARunningCaseMovesToAnotherEditionOfItsProcedureAfterAPlan) {
  Simulate();
  const std::string now = kConfig + "systems/urban/procedure-2026.textproto";
  const std::string next =
      WriteText(folder_ + "/procedure.textproto", Replaced(ReadText(now), "quota: 2\n", "quota: 3\n"));
  const kit::Ran same = kit::Run({"procedure", "diff", now, now});
  EXPECT_EQ(same.exit, 0) << same.err;
  const kit::Ran difference = kit::Run({"procedure", "diff", now, next});
  EXPECT_EQ(difference.exit, 0) << difference.err;
  EXPECT_THAT(difference.out, HasSubstr("extension"));
  EXPECT_NE(difference.out, same.out);

  EXPECT_EQ(Answer({"case", "migrate", "--plan"})["moved"], 0) << "all are under the edition in force";
  Apply("PROCEDURE", "urban", next);
  const std::string clocks = Answer({"stats", "counts"})["clocks"].dump();
  const Json plan = Answer({"case", "migrate", "--plan"});
  EXPECT_GT(plan["moved"], 0);
  EXPECT_EQ(plan["moved"], plan["open"]) << plan << ": the new edition's ways lead to every state of the old one";
  EXPECT_EQ(Answer({"case", "migrate", "--plan"}), plan) << "a plan writes nothing";
  const kit::Ran early = kit::Run({"case", "migrate", "--state", state_, "--at", "2026-03-04T07:59:59+08:00"});
  EXPECT_EQ(early.exit, kRefused);
  EXPECT_THAT(early.err, HasSubstr("Expected --at no earlier than the last log record"));
  EXPECT_EQ(Answer({"case", "migrate", "--at", "last"})["moved"], plan["moved"]);
  EXPECT_EQ(Answer({"case", "migrate", "--plan"})["current"], plan["open"]);
  EXPECT_EQ(Answer({"stats", "counts"})["clocks"].dump(), clocks) << "the state's clock has not moved";
  ExpectVerified();
}

// -- figures ----------------------------------------------------------------------------------------------------------

TEST_F(WhatIfTest, AServerCountsWhatItsStoppedStateCounts) {
  Simulate();
  const std::string campaign = WriteText(
      folder_ + "/campaign.textproto",
      "id: \"march\" label { zh: \"三月\" en: \"March\" } conditions: \"10\" conditions: \"0\" areas: \"3311\" "
      "from: \"2026-03-02\" to: \"2026-03-31\"\n");
  std::vector<Json> online;
  {
    const auto server = kit::Serve(folder_, {"--state", state_, "--keys", folder_ + "/keys", "--clock", "manual"});
    ASSERT_NE(server, nullptr);
    const auto ask = [&](std::vector<std::string> more) {
      std::vector<std::string> arguments{
          "stats",         "counts",     "--server", server->address(), "--keys",         folder_ + "/keys",
          "--actor",       "analyst-01", "--role",   "analyst",         "--organisation", "3311-JDZX",
          "--caller-area", "*",          "--json"};
      arguments.insert(arguments.end(), more.begin(), more.end());
      return kit::Run(arguments);
    };
    for (const std::vector<std::string>& more :
         {std::vector<std::string>{}, {"--by-unit"}, {"--campaign", campaign, "--by-unit"}}) {
      const kit::Ran ran = ask(more);
      ASSERT_EQ(ran.exit, 0) << ran.err;
      online.push_back(Json::parse(ran.out, nullptr, false));
    }
    const kit::Ran past = ask({"--as-of", "200"});
    EXPECT_EQ(past.exit, 2);
    EXPECT_THAT(past.err, HasSubstr("Expected --as-of only with --state"));
    EXPECT_EQ(server->Terminate(), 0);
  }
  EXPECT_GT(online[0]["cases"], 100);
  EXPECT_GT(online[0]["assignments"]["confirmed"], 0);
  EXPECT_EQ(online[0].dump(2), Answer({"stats", "counts"}).dump(2));
  EXPECT_EQ(online[1].dump(2), Answer({"stats", "counts", "--by-unit"}).dump(2));
  EXPECT_GT(online[2]["cases"], 0);
  EXPECT_EQ(online[2].dump(2), Answer({"stats", "counts", "--campaign", campaign, "--by-unit"}).dump(2));
}

// -- routing ----------------------------------------------------------------------------------------------------------

class RoutingTest : public WhatIfTest {
 protected:
  // The demo city with these rules of responsibility.
  std::string CityWith(const std::string& rules) const {
    std::string city = ReadText(kConfig + "demo/lishui/city.textproto");
    city = Replaced(city, "file: \"../../", "file: \"" + kConfig);
    for (const char* name :
         {"organisations.csv", "unit_grids.geojson.gz", "streets.geojson.gz", "counties.geojson.gz"}) {
      city = Replaced(city, std::string("file: \"") + name, "file: \"" + kConfig + "demo/lishui/" + name);
    }
    WriteText(folder_ + "/responsibilities.csv", rules);
    return WriteText(folder_ + "/city.textproto", city);
  }
  const std::string rules_ = ReadText(kConfig + "demo/lishui/responsibilities.csv");
};

TEST_F(RoutingTest, TheDemoCitysRulesAllDecideSomethingAndLeaveNothingWithoutAUnit) {
  const kit::Ran ran = kit::Run({"routing", "check", "--city", kit::DemoCity(), "--json"});
  EXPECT_EQ(ran.exit, 0) << ran.out << ran.err;
  EXPECT_THAT(ran.out,
              HasSubstr("\"unreachable\":[],\"inactive\":[],\"unrouted\":[],\"unstaffed\":[],\"dead_ends\":[]"));
  EXPECT_EQ(ran.err, "") << "its posts lie beside it";
}

TEST_F(RoutingTest, CheckNamesAUnitInWhichNobodyCanActAndThePlacesThatLeadThere) {
  std::string posts;
  std::istringstream lines(ReadText(kConfig + "demo/lishui/posts.csv"));
  for (std::string line; std::getline(lines, line);) {
    if (line.find(",331102-SZ,") == std::string::npos) posts += line + "\n";
  }
  const std::string file = WriteText(folder_ + "/others.csv", posts);
  const kit::Ran ran = kit::Run({"routing", "check", "--city", kit::DemoCity(), "--posts", file});
  EXPECT_EQ(ran.exit, kRefused);
  EXPECT_THAT(ran.out, HasSubstr("units in which no post can act: 1\n  331102-SZ\n"));
  EXPECT_THAT(ran.out, HasSubstr("categories in areas that lead only to such a unit: "));
  EXPECT_THAT(ran.out, HasSubstr(" in 331102 -> 331102-SZ"));
  const std::string bad = WriteText(folder_ + "/bad.csv", "actor,role,organisation,area\na,,u,*\n");
  EXPECT_THAT(kit::Run({"routing", "check", "--city", kit::DemoCity(), "--posts", bad}).err,
              HasSubstr("bad.csv:2:2: Expected an id"));
}

TEST_F(RoutingTest, CheckSaysWhereThereAreNoPosts) {
  const kit::Ran ran = kit::Run({"routing", "check", "--city", CityWith(rules_)});
  EXPECT_EQ(ran.exit, 0) << ran.out << ran.err;
  EXPECT_THAT(ran.err, HasSubstr("no posts.csv lies beside the city file"));
}

TEST_F(RoutingTest, CheckNamesARuleThatDecidesNothing) {
  const kit::Ran ran = kit::Run({"routing", "check", "--city", CityWith(rules_ + "100101,999999,331102-SZ,owning\n")});
  EXPECT_EQ(ran.exit, kRefused);
  EXPECT_THAT(ran.out, HasSubstr("rules that decide nothing: 1"));
  EXPECT_THAT(ran.out, HasSubstr("\"area\":\"999999\""));
  EXPECT_THAT(ran.err, HasSubstr("Expected rules that all decide something"));
}

TEST_F(RoutingTest, CheckNamesACategoryWithoutAUnit) {
  std::string rules;
  std::istringstream lines(rules_);
  for (std::string line; std::getline(lines, line);) {
    if (line.find(",331102,") == std::string::npos) rules += line + "\n";
  }
  const kit::Ran ran = kit::Run({"routing", "check", "--city", CityWith(rules)});
  EXPECT_EQ(ran.exit, kRefused);
  EXPECT_THAT(ran.out, HasSubstr("categories without a unit in an area: "));
}

TEST_F(RoutingTest, TryTellsWhereThePastCasesWouldHaveGone) {
  Simulate();
  const Json same = Answer({"routing", "try", "--city", kit::DemoCity()});
  EXPECT_GT(same["same"], 0);
  EXPECT_GT(same["without_place"], 0);
  EXPECT_TRUE(same["elsewhere"].empty()) << "the rules have not changed: " << same.dump();
  const std::string swapped = Replaced(rules_, "331102-SZ", "331102-JZ");
  const Json changed = Answer({"routing", "try", "--city", CityWith(swapped)});
  std::uint64_t moved = 0;
  for (const Json& row : changed["elsewhere"]) {
    EXPECT_EQ(row["went"], "331102-SZ");
    EXPECT_EQ(row["would_go"], "331102-JZ");
    moved += row["cases"].get<std::uint64_t>();
  }
  EXPECT_GT(moved, 0u);
  EXPECT_EQ(changed["same"].get<std::uint64_t>() + moved, same["same"].get<std::uint64_t>());
}

}  // namespace
}  // namespace wangge
