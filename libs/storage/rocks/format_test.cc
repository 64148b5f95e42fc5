// Which directories become a state, which are opened as one, and what the refusals say.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "base/status/text.h"
#include "rocksdb/db.h"
#include "storage/rocks_store.h"
#include "storage/testing/test_state.h"

namespace wangge::storage {
namespace {

using std::string_literals::operator""s;
using ::testing::AllOf;
using ::testing::HasSubstr;

class OpenTest : public ::testing::Test {
 protected:
  std::string ErrorOf(const std::string& dir, absl::StatusCode code = absl::StatusCode::kFailedPrecondition) {
    const auto opened = OpenRocksStore(dir);
    EXPECT_EQ(opened.status().code(), code) << opened.status();
    return std::string(ToStd(opened.status().message()));
  }
  void MakeState(const std::vector<Effect>& effects = {}) {
    auto store = OpenRocksStore(state_).value();
    ASSERT_TRUE(store->Write(effects, true).ok());
    ASSERT_TRUE(store->Close().ok());
  }
  static Effect Meta(std::string key, std::string value) {
    return {Family::kMeta, Expect::kUpsert, std::move(key), std::move(value)};
  }

  TempDirectory dir_;
  const std::string state_ = dir_ / "var/state";
};

TEST_F(OpenTest, MakesAStateWhereNothingIsAndFindsItAgain) {
  MakeState();
  const auto store = OpenRocksStore(state_, {.create_if_missing = false}).value();
  EXPECT_EQ(store->TakeSnapshot()->Get(Family::kMeta, "format/case").value(), "\x04\0\0\0\x03"s);
}

TEST_F(OpenTest, EveryFamilyHasItsFormatRow) {
  MakeState();
  const auto snapshot = OpenRocksStore(state_).value()->TakeSnapshot();
  for (const FamilyRow& row : kFamilies) {
    const std::string value = std::string(1, static_cast<char>(row.family)) + "\0\0\0"s +
                              std::string(1, static_cast<char>(row.format_version));
    EXPECT_EQ(snapshot->Get(Family::kMeta, "format/" + std::string(row.name)).value(), value);
  }
}

TEST_F(OpenTest, MakesNothingWhenNotAsked) {
  const auto opened = OpenRocksStore(state_, {.create_if_missing = false});
  EXPECT_EQ(opened.status(), NotFound("Expected a state in '" + state_ + "', but found none"));
  EXPECT_FALSE(std::filesystem::exists(state_));
}

TEST_F(OpenTest, RefusesAStateThatIsOpen) {
  const auto store = OpenRocksStore(state_).value();
  EXPECT_EQ(ErrorOf(state_), "Expected an unused state directory, but '" + state_ +
                                 "' is open in another process; stop that one or give another directory");
}

TEST_F(OpenTest, RefusesAFileAndADirectoryOfOtherThings) {
  std::ofstream(dir_ / "notes.txt") << "x";
  EXPECT_THAT(ErrorOf(dir_ / "notes.txt"), HasSubstr("to be a directory, but it is a file"));
  EXPECT_THAT(ErrorOf(dir_.path()), HasSubstr("but it has other files (notes.txt) and no state"));
  std::size_t files = 0;
  for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator(dir_.path())) ++files;
  EXPECT_EQ(files, 1u) << "a refused directory stays as it was";
}

TEST_F(OpenTest, RefusesAStateThatLostItsCurrentFile) {
  MakeState();
  std::filesystem::remove(state_ + "/CURRENT");
  EXPECT_THAT(ErrorOf(state_), HasSubstr("and no state"));
}

TEST_F(OpenTest, CompletesAStartThatStoppedBeforeItsFirstFamily) {
  std::filesystem::create_directories(state_);
  std::ofstream(state_ + "/LOCK");
  std::ofstream(state_ + "/LOG") << "x";
  MakeState();
  std::filesystem::remove_all(state_);
  rocksdb::Options options;
  options.create_if_missing = true;
  rocksdb::DB* db = nullptr;
  ASSERT_TRUE(rocksdb::DB::Open(options, state_, &db).ok());
  delete db;
  MakeState({{Family::kCase, Expect::kInsert, "a", "1"}});
  EXPECT_EQ(OpenRocksStore(state_).value()->TakeSnapshot()->Get(Family::kCase, "a").value(), "1");
}

TEST_F(OpenTest, RefusesADatabaseOfOtherSoftware) {
  std::filesystem::create_directories(state_);
  rocksdb::Options options;
  options.create_if_missing = true;
  rocksdb::DB* db = nullptr;
  ASSERT_TRUE(rocksdb::DB::Open(options, state_, &db).ok());
  ASSERT_TRUE(db->Put(rocksdb::WriteOptions(), "k", "v").ok());
  delete db;
  EXPECT_THAT(ErrorOf(state_), HasSubstr("but it is a database of other software"));
}

TEST_F(OpenTest, RefusesAFamilyItDoesNotKnow) {
  MakeState();
  std::vector<std::string> names;
  ASSERT_TRUE(rocksdb::DB::ListColumnFamilies(rocksdb::DBOptions(), state_, &names).ok());
  std::vector<rocksdb::ColumnFamilyDescriptor> families;
  for (const auto& name : names) families.emplace_back(name, rocksdb::ColumnFamilyOptions());
  rocksdb::DB* opened = nullptr;
  std::vector<rocksdb::ColumnFamilyHandle*> handles;
  ASSERT_TRUE(rocksdb::DB::Open(rocksdb::DBOptions(), state_, families, &handles, &opened).ok());
  const std::unique_ptr<rocksdb::DB> db(opened);
  rocksdb::ColumnFamilyHandle* added = nullptr;
  ASSERT_TRUE(db->CreateColumnFamily({}, "weather", &added).ok());
  handles.push_back(added);
  for (auto* handle : handles) ASSERT_TRUE(db->DestroyColumnFamilyHandle(handle).ok());
  EXPECT_THAT(ErrorOf(state_), AllOf(HasSubstr("Expected only known families"), HasSubstr("but found 'weather'")));
}

TEST_F(OpenTest, RefusesANewerAndAnOlderFormat) {
  MakeState({Meta("format/case", "\x04\0\0\0\x04"s)});
  EXPECT_EQ(ErrorOf(state_),
            "Expected family 'case' in '" + state_ +
                "' in format 3, but it has format 4, written by newer software; open it with a release "
                "that reads this format");
  std::filesystem::remove_all(state_);
  MakeState({Meta("format/log", "\x02\0\0\0\x01"s)});
  EXPECT_THAT(ErrorOf(state_), HasSubstr("but it has format 1, written by older software"));
}

TEST_F(OpenTest, RefusesFormatRowsThatDoNotFit) {
  MakeState({Meta("format/case", "\x05\0\0\0\x01"s)});
  EXPECT_THAT(ErrorOf(state_, absl::StatusCode::kDataLoss), HasSubstr("to name its number and version"));
  std::filesystem::remove_all(state_);
  MakeState({Meta("format/weather", "\x08\0\0\0\x01"s)});
  EXPECT_THAT(ErrorOf(state_), HasSubstr("but found format row 'weather'"));
  std::filesystem::remove_all(state_);
  MakeState({{Family::kMeta, Expect::kDeleteExisting, "format/case", ""}, {Family::kCase, Expect::kInsert, "a", "1"}});
  EXPECT_THAT(ErrorOf(state_, absl::StatusCode::kDataLoss), HasSubstr("Expected a format row for family 'case'"));
}

}  // namespace
}  // namespace wangge::storage
