#include "domain/catalogue.h"

#include "gtest/gtest.h"

namespace wangge::domain {
namespace {

TEST(Catalogue, FindsEveryEntryWhateverTheOrderOfAdding) {
  Catalogue catalogue;
  for (const char* id : {"0203", "0101", "0102", "99"}) {
    catalogue.Add(Category{.id = id, .label = {id, id}});
    catalogue.Add(Condition{.id = std::string(id) + "-1", .category = id, .label = {}, .limit = std::nullopt});
  }
  EXPECT_EQ(catalogue.Seal(), "");
  for (const char* id : {"0203", "0101", "0102", "99"}) {
    ASSERT_NE(catalogue.FindCategory(id), nullptr) << id;
    EXPECT_EQ(catalogue.FindCategory(id)->label.zh, id);
    ASSERT_NE(catalogue.FindCondition(std::string(id) + "-1"), nullptr) << id;
    EXPECT_EQ(catalogue.FindCondition(std::string(id) + "-1")->category, id);
  }
}

TEST(Catalogue, FindsNothingElse) {
  Catalogue catalogue;
  EXPECT_EQ(catalogue.FindCategory("01"), nullptr);
  catalogue.Add(Category{.id = "01", .label = {}});
  EXPECT_EQ(catalogue.Seal(), "");
  for (const char* id : {"", "0", "011", "02", "00"}) EXPECT_EQ(catalogue.FindCategory(id), nullptr) << id;
  EXPECT_EQ(catalogue.FindCondition("01"), nullptr) << "a category is no condition";
}

TEST(Catalogue, SealingNamesAnIdThatStandsTwice) {
  Catalogue categories;
  for (const char* id : {"b", "a", "b"}) categories.Add(Category{.id = id, .label = {}});
  EXPECT_EQ(categories.Seal(), "b");
  Catalogue conditions;
  for (const char* id : {"x", "y", "x"}) conditions.Add(Condition{.id = id, .category = {}, .label = {}, .limit = {}});
  EXPECT_EQ(conditions.Seal(), "x");
}

}  // namespace
}  // namespace wangge::domain
