#include "storage/rocks/log_file.h"

#include <algorithm>
#include <boost/crc.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string_view>
#include <vector>

#include "base/status/text.h"
#include "rocksdb/options.h"
#include "rocksdb/sst_file_reader.h"
#include "storage/advice.h"

namespace wangge::storage::rocks {
namespace {

namespace fs = std::filesystem;
using Crc32c = boost::crc_optimal<32, 0x1EDC6F41, 0xFFFFFFFF, 0xFFFFFFFF, true, true>;

constexpr std::size_t kBlock = 32'768;
constexpr std::size_t kHeader = 7;
constexpr std::size_t kLengthAt = 4;
constexpr std::size_t kTypeAt = 6;

std::uint32_t Masked(std::uint32_t crc) { return ((crc >> 15) | (crc << 17)) + 0xa282ead8U; }

std::uint8_t ByteAt(std::string_view bytes, std::size_t at) { return static_cast<std::uint8_t>(bytes[at]); }

std::uint32_t ChecksumIn(std::string_view record) {
  std::uint32_t checksum = 0;
  for (std::size_t i = kLengthAt; i-- > 0;) checksum = checksum << 8 | ByteAt(record, i);
  return checksum;
}

std::size_t LengthIn(std::string_view record) {
  return ByteAt(record, kLengthAt) | std::size_t{ByteAt(record, kLengthAt + 1)} << 8;
}

bool IsFiller(std::string_view record) { return ByteAt(record, kTypeAt) == 0 && LengthIn(record) == 0; }

bool MatchesChecksum(std::string_view record) {
  Crc32c crc;
  crc.process_bytes(record.data() + kTypeAt, record.size() - kTypeAt);
  return Masked(crc.checksum()) == ChecksumIn(record);
}

// Whether `rest`, which begins with a header, holds the record whole after all, with another length than it says.
bool HoldsAWholeRecord(std::string_view rest) {
  const std::uint32_t wanted = ChecksumIn(rest);
  Crc32c crc;
  for (std::size_t i = kTypeAt; i < rest.size(); ++i) {
    crc.process_byte(ByteAt(rest, i));
    if (Masked(crc.checksum()) == wanted) return true;
  }
  return false;
}

// Walks the records of one file, a block in memory at a time.
class Records {
 public:
  explicit Records(const std::string& path) : in_(path, std::ios::binary) {}

  // To the next record; false at the end of the file or of what can be read of it.
  bool Next() {
    at_ += record_.size();
    while (true) {
      const std::string_view rest = Rest();
      if (rest.size() >= kHeader && !IsFiller(rest)) {
        record_ = rest.substr(0, std::min(rest.size(), kHeader + LengthIn(rest)));
        return true;
      }
      if (!ReadBlock()) return false;
    }
  }

  std::string_view record() const { return record_; }
  std::uint64_t offset() const { return block_start_ + at_; }
  // It says that it is longer than the file, or than its block, is.
  bool IsCutShort() const { return record_.size() < kHeader + LengthIn(record_); }
  bool IsInLastBlock() const { return block_.size() < kBlock; }

 private:
  std::string_view Rest() const { return std::string_view(block_).substr(std::min(at_, block_.size())); }

  bool ReadBlock() {
    block_start_ += block_.size();
    at_ = 0;
    record_ = {};
    block_.resize(kBlock);
    in_.read(block_.data(), kBlock);
    block_.resize(static_cast<std::size_t>(in_.gcount()));
    return !block_.empty();
  }

  std::ifstream in_;
  std::string block_;
  std::uint64_t block_start_ = 0;
  std::size_t at_ = 0;
  std::string_view record_;
};

std::vector<std::string> FilesOf(const std::string& dir, std::string_view extension) {
  std::vector<std::string> files;
  std::error_code error;
  for (fs::directory_iterator entry(dir, error), end; !error && entry != end; entry.increment(error)) {
    if (entry->path().extension() == extension) files.push_back(entry->path().string());
  }
  std::ranges::sort(files);
  return files;
}

std::vector<std::string> LogFiles(const std::string& dir) {
  std::vector<std::string> files = FilesOf(dir, ".log");
  std::string manifest;
  if (std::getline(std::ifstream(fs::path(dir) / "CURRENT"), manifest) && manifest.starts_with("MANIFEST-")) {
    files.push_back((fs::path(dir) / manifest).string());
  }
  return files;
}

absl::Status CheckEnd(const std::string& path) {
  Records records(path);
  while (records.Next()) {
    if (!records.IsCutShort()) continue;
    // Elsewhere RocksDB itself finds that the length cannot be.
    if (!records.IsInLastBlock() || !HoldsAWholeRecord(records.record())) return absl::OkStatus();
    return DataLoss("Expected the last record of '" + path + "' as it was written, but its length, at offset " +
                    std::to_string(records.offset() + kLengthAt) +
                    ", was changed, and what was acknowledged with it would be lost" + std::string(kRestoreAdvice));
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status CheckLogEnds(const std::string& dir) {
  for (const std::string& file : LogFiles(dir)) WANGGE_RETURN_IF_ERROR(CheckEnd(file));
  return absl::OkStatus();
}

absl::StatusOr<std::optional<std::uint64_t>> FirstDamage(const std::string& path) {
  if (!std::ifstream(path)) return NotFound("Expected to read '" + path + "', but it cannot be opened");
  Records records(path);
  while (records.Next()) {
    if (records.IsCutShort() ? !records.IsInLastBlock() : !MatchesChecksum(records.record())) return records.offset();
  }
  return std::nullopt;
}

std::string DamagedFile(const std::string& dir) {
  for (const std::string& file : LogFiles(dir)) {
    const auto damage = FirstDamage(file);
    if (damage.ok() && *damage) return "'" + file + "' at offset " + std::to_string(**damage);
  }
  for (const std::string& file : FilesOf(dir, ".sst")) {
    rocksdb::SstFileReader reader{rocksdb::Options()};
    if (!reader.Open(file).ok() || !reader.VerifyChecksum().ok()) return "'" + file + "'";
  }
  return {};
}

}  // namespace wangge::storage::rocks
