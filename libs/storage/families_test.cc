#include "storage/families.h"

#include <gtest/gtest.h>

#include <set>
#include <sstream>
#include <string>

namespace wangge::storage {
namespace {

TEST(Families, NumbersHaveNoGapAndTheTableIsInTheirOrder) {
  for (std::size_t i = 0; i < kFamilies.size(); ++i) {
    EXPECT_EQ(static_cast<std::size_t>(kFamilies[i].family), i + 1);
    EXPECT_EQ(IndexOf(kFamilies[i].family), i);
    EXPECT_EQ(&RowOf(kFamilies[i].family), &kFamilies[i]);
  }
}

TEST(Families, NamesAreUniqueAndFoundAgain) {
  std::set<std::string_view> names;
  for (const FamilyRow& row : kFamilies) {
    EXPECT_TRUE(names.insert(row.name).second) << row.name;
    EXPECT_EQ(FamilyNamed(row.name), row.family);
  }
  EXPECT_EQ(FamilyNamed("default"), std::nullopt);
  EXPECT_EQ(FamilyNamed(""), std::nullopt);
}

// A state on disk depends on each of these lines: new lines are added at the end, old ones never change.
TEST(Families, NumbersNamesAndKindsNeverChange) {
  std::ostringstream table;
  for (const FamilyRow& row : kFamilies) {
    const char* kind = row.kind == FamilyKind::kSource    ? "source"
                       : row.kind == FamilyKind::kDerived ? "derived"
                                                          : "operational";
    table << static_cast<int>(row.family) << ' ' << row.name << ' ' << kind << '\n';
  }
  EXPECT_EQ(table.str(),
            "1 meta operational\n"
            "2 log source\n"
            "3 request source\n"
            "4 case derived\n"
            "5 timer derived\n"
            "6 vault source\n"
            "7 config source\n"
            "8 track operational\n");
}

}  // namespace
}  // namespace wangge::storage
