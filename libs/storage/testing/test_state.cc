#include "storage/testing/test_state.h"

#include <gtest/gtest.h>
#include <stdlib.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <functional>

#include "base/check.h"
#include "storage/memory_store.h"
#include "storage/rocks_store.h"

namespace wangge::storage {

TempDirectory::TempDirectory() : path_(::testing::TempDir() + "wangge-XXXXXX") {
  CHECK(mkdtemp(path_.data()) != nullptr);
}

TempDirectory::~TempDirectory() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

TestState::TestState(StoreKind kind) : kind_(kind) { Open(); }

void TestState::Open() {
  if (kind_ == StoreKind::kMemory) {
    store_ = NewMemoryStore();
    return;
  }
  auto opened = OpenRocksStore(dir_.path(), {.verify_expectations = true});
  if (!opened.ok()) std::fprintf(stderr, "%s\n", opened.status().ToString().c_str());
  CHECK(opened.ok());
  store_ = *std::move(opened);
}

void TestState::Reopen() {
  if (kind_ == StoreKind::kMemory) return;
  CHECK(store_->Close().ok());
  Open();
}

std::string TestRecord(std::string_view previous_hash, std::string_view body) {
  std::string record(body);
  std::size_t seed = std::hash<std::string_view>()(previous_hash);
  for (std::size_t i = 0; i < kRecordHashBytes / sizeof(seed); ++i) {
    seed = std::hash<std::string>()(std::string(body) + std::to_string(seed));
    AppendBigEndian(seed, record);
  }
  return record;
}

Group TestGroup(LogHead& head, const std::vector<std::string>& bodies, std::vector<Effect> effects) {
  Group group{head.last_position + 1, head.last_hash, {}, std::move(effects)};
  for (const std::string& body : bodies) {
    group.records.push_back(TestRecord(head.last_hash, body));
    ++head.last_position;
    head.last_hash = HashOfRecord(group.records.back());
  }
  return group;
}

}  // namespace wangge::storage
