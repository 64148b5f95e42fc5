#include "tests/fault/check.h"

#include <map>
#include <memory>

#include "base/status/text.h"
#include "engine/shard.h"
#include "engine/testing/small_city.h"
#include "engine/verify.h"
#include "storage/log_record.h"
#include "storage/rocks_committer.h"
#include "tests/fault/life.h"

namespace wangge::fault {
namespace {

constexpr std::size_t kReadAtOnce = 256;

Checked Refused(const absl::Status& status) { return {Verdict::kRefused, std::string(ToStd(status.message()))}; }
Checked Wrong(std::string text) { return {Verdict::kWrong, std::move(text)}; }

using Positions = std::multimap<std::string, std::uint64_t>;  // by request id

absl::StatusOr<Positions> ReadPositions(storage::Committer& committer) {
  Positions positions;
  std::uint64_t position = 1;
  while (true) {
    WANGGE_ASSIGN_OR_RETURN(const auto records, committer.Read(position, kReadAtOnce));
    if (records.empty()) return positions;
    for (const std::string& record : records) {
      WANGGE_ASSIGN_OR_RETURN(const auto decoded, storage::DecodeLogRecord(record));
      if (!decoded.request_id.empty()) positions.emplace(decoded.request_id, position);
      ++position;
    }
  }
}

Checked Compare(const Book& book, Positions positions) {
  for (const auto& [number, asked] : book.asked) {
    const std::string name = "request " + std::to_string(number);
    const std::string id = engine::RequestId(number);
    const std::size_t times = positions.count(id);
    if (times > 1) return Wrong(name + " stands " + std::to_string(times) + " times in the log");
    if (asked.refused && times > 0) return Wrong(name + " was refused and stands in the log");
    if (asked.position != 0) {
      if (times == 0) return Wrong(name + " was acknowledged at " + std::to_string(asked.position) + " and is lost");
      if (positions.find(id)->second != asked.position) return Wrong(name + " stands at another position");
    }
    positions.erase(id);
  }
  if (!positions.empty()) return Wrong("the log holds a request that was never asked");
  return {};
}

}  // namespace

Checked Check(const std::string& state, const Book& book) {
  auto store = storage::OpenRocksStore(state, SmallMemory());
  if (!store.ok()) return Refused(store.status());
  const auto committer = storage::RocksCommitter::Open(store->get(), {.inline_mode = true});
  if (!committer.ok()) return Refused(committer.status());
  const auto shard = engine::Shard::Open(**committer, {}, engine::SmallCityLoader(), {});
  if (!shard.ok()) return Refused(shard.status());
  const auto report = engine::Verify(*(*committer)->Published(), {});
  if (!report.ok()) return Refused(report.status());
  if (!report->ok()) return Wrong("verify: " + report->fault_texts.front());
  auto positions = ReadPositions(**committer);
  if (!positions.ok()) return Refused(positions.status());
  return Compare(book, *std::move(positions));
}

bool IsHelpful(const std::string& refusal) {
  const auto says = [&](std::string_view words) { return refusal.find(words) != std::string::npos; };
  const bool says_where = says(".sst") || says(".log'") || says("MANIFEST-") || says("CURRENT") || says("position ");
  return says_where && says("restore");
}

}  // namespace wangge::fault
