#include "storage/log_record.h"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "storage/bytes.h"
#include "storage/testing/damage.h"
#include "storage/testing/golden.h"
#include "storage/testing/random_records.h"

namespace wangge::storage {
namespace {

class LogRecordTest : public ::testing::Test {
 protected:
  LogRecordTest() : trace_(__FILE__, __LINE__, "seed " + std::to_string(seed_)), records_(seed_) {}

  std::vector<std::string> Chain(std::size_t size) {
    std::vector<std::string> chain;
    Hash previous{};
    for (; size > 0; --size) {
      chain.push_back(EncodeLogRecord(records_.Record(), previous));
      previous = HashOfLogRecord(chain.back());
    }
    return chain;
  }

  static bool Holds(const std::vector<std::string>& chain) {
    Hash previous{};
    for (const std::string& record : chain) {
      if (!DecodeLogRecord(record, previous).ok()) return false;
      previous = HashOfLogRecord(record);
    }
    return true;
  }

  static std::string BodyOf(std::string_view bytes) {
    return std::string(bytes.substr(0, bytes.size() - sizeof(Hash)));
  }

  const unsigned seed_ = std::random_device{}();
  ::testing::ScopedTrace trace_;
  RandomRecords records_;
};

TEST_F(LogRecordTest, EncodedRecordsNeverChange) {
  const LogRecord sample{.time = {1'700'000'000'000'000},
                         .case_id = domain::MakeCaseId(domain::ShardId{1}, domain::LogPosition{2}),
                         .request_id = "0123456789abcdef",
                         .actor = {"p-1", "u-1", "1101", {"patrol", "desk"}},
                         .events = {domain::Tasked{"p-2"}, domain::Reworked{3}},
                         .sealed = {{SealedLabel::kNote, "sealed"}, {SealedLabel::kAttachment, ""}}};
  Hash previous{};
  const std::string first = EncodeLogRecord({}, previous);
  ExpectGolden("records/log.txt",
               {{"empty", first}, {"sample after it", EncodeLogRecord(sample, HashOfLogRecord(first))}});
}

TEST_F(LogRecordTest, RecordsComeBack) {
  for (int i = 0; i < 1'000; ++i) {
    const LogRecord record = records_.Record();
    Hash previous{};
    previous.fill(static_cast<char>(i));
    const auto decoded = DecodeLogRecord(EncodeLogRecord(record, previous), previous);
    ASSERT_TRUE(decoded.ok()) << decoded.status();
    ASSERT_EQ(*decoded, record);
  }
}

TEST_F(LogRecordTest, TheChainRefusesEveryCutAndEveryChangedOctet) {
  const Hash previous{};
  for (int i = 0; i < 10; ++i) {
    const std::string bytes = EncodeLogRecord(records_.Record(), previous);
    for (std::size_t at = 0; at < bytes.size(); ++at) {
      EXPECT_FALSE(DecodeLogRecord(std::string(bytes, 0, at), previous).ok());
      std::string changed = bytes;
      changed[at] = static_cast<char>(changed[at] ^ (1 << (at % 8)));
      EXPECT_FALSE(DecodeLogRecord(changed, previous).ok()) << at;
    }
  }
}

TEST_F(LogRecordTest, WithoutTheChainAChangedBodyIsRefusedOrMeant) {
  const auto reencode = [](std::string_view body) -> std::optional<std::string> {
    const auto record = DecodeLogRecord(std::string(body) + std::string(sizeof(Hash), 'h'));
    if (!record.ok()) return std::nullopt;
    return BodyOf(EncodeLogRecord(*record, {}));
  };
  for (int i = 0; i < 10; ++i) {
    const std::string body = BodyOf(EncodeLogRecord(records_.Record(), {}));
    ExpectOnlyTheWholeDecodes(body, reencode);
    ExpectChangedBytesAreRefusedOrMeant(body, reencode);
  }
}

TEST_F(LogRecordTest, TheChainShowsARecordTakenOutPutInOrMoved) {
  const std::vector<std::string> chain = Chain(6);
  ASSERT_TRUE(Holds(chain));
  for (std::size_t at = 0; at + 1 < chain.size(); ++at) {
    auto without = chain;
    without.erase(without.begin() + static_cast<std::ptrdiff_t>(at));
    EXPECT_FALSE(Holds(without)) << at;
    auto twice = chain;
    twice.insert(twice.begin() + static_cast<std::ptrdiff_t>(at), chain[at]);
    EXPECT_FALSE(Holds(twice)) << at;
    auto swapped = chain;
    std::swap(swapped[at], swapped[at + 1]);
    EXPECT_FALSE(Holds(swapped)) << at;
  }
}

TEST_F(LogRecordTest, TheChainShowsARecordWrittenAnew) {
  std::vector<std::string> chain = Chain(4);
  chain[1] = EncodeLogRecord(records_.Record(), HashOfLogRecord(chain[0]));
  EXPECT_FALSE(Holds(chain));
}

TEST_F(LogRecordTest, ACountBeyondTheRecordTakesNoMemory) {
  // An empty record's body ends with the counts of its roles, events and sealed fields, each one octet.
  const std::string body = BodyOf(EncodeLogRecord({}, {}));
  for (const std::size_t lists : {1, 2, 3}) {
    Writer w;
    w.Raw(std::string_view(body).substr(0, body.size() - lists));
    w.Varint(std::uint64_t{1} << 62);
    w.Raw(std::string(sizeof(Hash), '\0'));
    EXPECT_FALSE(DecodeLogRecord(w.bytes()).ok());
  }
}

TEST_F(LogRecordTest, FewerOctetsThanAHashAreNoRecord) {
  EXPECT_FALSE(DecodeLogRecord("").ok());
  EXPECT_FALSE(DecodeLogRecord(std::string(31, 'x'), {}).ok());
}

}  // namespace
}  // namespace wangge::storage
