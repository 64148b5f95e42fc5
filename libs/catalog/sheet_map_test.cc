#include "catalog/sheet_map.h"

#include <string>

#include "base/status/text.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace wangge::catalog {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

const std::string kMap = R"(id: "town"
sheets { file: "a.csv" kind: "event" category_prefix: "20" }
columns { class_code: "c" subclass_code: "s" name: "n" condition: "f" limit: "l" }
units { text: "天" unit: "wd" }
units { text: "小时" unit: "wh" }
units { text: "紧急工作时" unit: "uh" }
step_separators: "；"
first_step_words: "制止"
phrases { text: "立即" limit: "1uh/2wd" }
)";

std::string Fault(const std::string& body) {
  const auto map = LoadSheetMap(body, "m.textproto");
  EXPECT_EQ(map.status().code(), absl::StatusCode::kInvalidArgument) << map.status();
  return std::string(ToStd(map.status().message()));
}

// The limit as the catalogue writes it; "+" behind one that is the first step only, "-" for none.
std::string Limit(const std::string& text) {
  static const SheetMap kTown = *LoadSheetMap(kMap, "m.textproto");
  const auto limit = ReadSheetLimit(kTown, text);
  return limit ? FormatLimitSteps(limit->steps) + (limit->is_first_step ? "+" : "") : "-";
}

TEST(SheetMap, ReadsALimitByItsWords) {
  EXPECT_EQ(Limit("5天"), "5wd");
  EXPECT_EQ(Limit("4小时"), "4wh");
  EXPECT_EQ(Limit("2紧急工作时"), "2uh");
  EXPECT_EQ(Limit(" 1５ 天\n"), "15wd") << "blanks do not count, and a digit may be a wide one";
}

TEST(SheetMap, ReadsTwoSteps) {
  EXPECT_EQ(Limit("1紧急工作时；5天"), "1uh/5wd");
  EXPECT_EQ(Limit("立即"), "1uh/2wd");
  EXPECT_EQ(Limit("1紧急工作时制止"), "1uh+");
}

TEST(SheetMap, DoesNotGuess) {
  for (const char* text : {"", "天", "5", "5日", "0天", "-5天", "1.5天", "五天", "5天内", "制止", "5天制止2", "1天；",
                           "1天；2天；3天", "100001天", "2紧急"}) {
    EXPECT_EQ(Limit(text), "-") << text;
  }
}

TEST(SheetMap, AFaultHasItsPlace) {
  EXPECT_THAT(Fault("id: \"town\"\nsheet {}"), StartsWith("m.textproto:2:"));
  EXPECT_THAT(Fault("id: \"Town\""), StartsWith("m.textproto:1:1: Expected id"));
  EXPECT_THAT(Fault("id: \"town\"\nsheets { kind: \"event\" }"), StartsWith("m.textproto:2:1: "));
  EXPECT_THAT(Fault("id: \"town\"\nsheets { file: \"x/a.csv\" kind: \"event\" }"), HasSubstr("the path \"x/a.csv\""));
  EXPECT_THAT(Fault(kMap + "units { text: \"日\" unit: \"days\" }"),
              StartsWith("m.textproto:10:21: Expected one of um"));
  EXPECT_THAT(Fault(kMap + "units { text: \"天\" unit: \"nd\" }"), HasSubstr("stands twice"));
  EXPECT_THAT(Fault(kMap + "phrases { text: \"马上\" limit: \"soon\" }"), StartsWith("m.textproto:10:26: "));
  EXPECT_THAT(Fault(kMap + "legal_basis: \"law\""), StartsWith("m.textproto:10:1: Expected local or statute"));
  EXPECT_THAT(Fault(kMap + "code_digits: 9"), StartsWith("m.textproto:10:1: "));
  EXPECT_THAT(Fault(kMap + "step_separators: \"\""), StartsWith("m.textproto:10:1: "));
}

TEST(SheetMap, UnderAStatuteThereAreNoWorkingDaysOfTheCatalogue) {
  EXPECT_THAT(Fault(kMap + "legal_basis: \"statute\""), StartsWith("m.textproto:4:"));
  EXPECT_THAT(Fault(kMap + "legal_basis: \"statute\""), HasSubstr("Write sw"));
}

}  // namespace
}  // namespace wangge::catalog
