// An index file, numbers in the byte order of the machine that wrote it (another one builds its own):
//
//   file     = head words set_ends set_cells checksum
//   head     = magic:8 version:u32 order:u32 body:32 bytes_max:u64 origin_x:i64 origin_y:i64 units_in_e7:u32
//              cells:u32 shift:u32 columns:u32 rows:u32 words:u32 set_ends:u32 set_cells:u32 zero:24
//   magic    = "WGINDEX\n"
//   order    = 0x01020304
//   words, set_ends, set_cells = as many u32 as the head says; cover_index.h says what they mean
//   checksum = SHA-256 of everything before it
//
// The head has 128 bytes: in memory the words begin at a cache line, as their nodes do. The version also counts up when
// the same layer gives another image, so that no index of an older program answers for a newer one.
#include "geo/index_file.h"

#include <cstddef>
#include <cstring>
#include <span>
#include <type_traits>

#include "base/check.h"
#include "base/file/file.h"
#include "base/file/mapped_file.h"
#include "base/status/text.h"
#include "geo/cover_check.h"

namespace wangge::geo {
namespace {

constexpr std::string_view kMagic = "WGINDEX\n";
constexpr std::uint32_t kVersion = 1;
constexpr std::uint32_t kOrder = 0x01020304;

struct Head {
  char magic[8]{};
  std::uint32_t version = kVersion;
  std::uint32_t order = kOrder;
  Hash body{};
  std::uint64_t bytes_max = 0;
  std::int64_t origin_x = 0;
  std::int64_t origin_y = 0;
  std::uint32_t units_in_e7 = 0;
  std::uint32_t cells = 0;
  std::uint32_t shift = 0;
  std::uint32_t columns = 0;
  std::uint32_t rows = 0;
  std::uint32_t words = 0;
  std::uint32_t set_ends = 0;
  std::uint32_t set_cells = 0;
  char zero[24]{};
};
static_assert(sizeof(Head) == 128 && std::is_trivially_copyable_v<Head>);

constexpr std::size_t kChecksumBytes = sizeof(Hash);

std::uint32_t Count(std::span<const std::uint32_t> numbers) { return static_cast<std::uint32_t>(numbers.size()); }

void Append(std::span<const std::uint32_t> numbers, std::string& bytes) {
  bytes.append(reinterpret_cast<const char*>(numbers.data()), numbers.size_bytes());
}

std::size_t SizeBy(const Head& head) {
  const std::size_t numbers = std::size_t{head.words} + head.set_ends + head.set_cells;
  return sizeof(Head) + numbers * sizeof(std::uint32_t) + kChecksumBytes;
}

// What can be told apart from damage: somebody else's file is no reason to look for a failing disk.
absl::Status CheckHead(const Head& head, const IndexOrigin& origin) {
  if (head.order != kOrder) {
    return FailedPrecondition("Expected an index in the byte order of this machine, but it is of another one.");
  }
  if (head.version != kVersion) {
    return FailedPrecondition("Expected an index of version " + std::to_string(kVersion) + ", but it is of version " +
                              std::to_string(head.version) + ".");
  }
  if (head.body != origin.body) {
    return FailedPrecondition("Expected the index of this layer, but it was built from another one.");
  }
  if (head.bytes_max != origin.bytes_max) {
    return FailedPrecondition("Expected an index that was allowed " + std::to_string(origin.bytes_max) +
                              " bytes, but this one was allowed " + std::to_string(head.bytes_max) + ".");
  }
  return absl::OkStatus();
}

}  // namespace

std::string EncodeIndex(const CoverView& cover, const IndexOrigin& origin) {
  Head head{.body = origin.body,
            .bytes_max = origin.bytes_max,
            .origin_x = cover.lattice.origin_x(),
            .origin_y = cover.lattice.origin_y(),
            .units_in_e7 = cover.lattice.units_in_e7(),
            .cells = cover.cells,
            .shift = cover.shift,
            .columns = cover.columns,
            .rows = cover.rows,
            .words = Count(cover.words),
            .set_ends = Count(cover.set_ends),
            .set_cells = Count(cover.set_cells)};
  std::memcpy(head.magic, kMagic.data(), kMagic.size());
  std::string bytes;
  bytes.reserve(SizeBy(head));
  bytes.append(reinterpret_cast<const char*>(&head), sizeof(head));
  Append(cover.words, bytes);
  Append(cover.set_ends, bytes);
  Append(cover.set_cells, bytes);
  bytes.append(BytesOf(Sha256::Of(bytes)));
  return bytes;
}

absl::StatusOr<CoverView> DecodeIndex(std::string_view bytes, const IndexOrigin& origin) {
  CHECK(reinterpret_cast<std::uintptr_t>(bytes.data()) % alignof(Head) == 0);
  if (bytes.size() < sizeof(Head) + kChecksumBytes || !bytes.starts_with(kMagic)) {
    return DataLoss("Expected an index, but its head is not that of one.");
  }
  Head head;
  std::memcpy(&head, bytes.data(), sizeof(head));
  if (head.order == kOrder && head.version == kVersion && bytes.size() != SizeBy(head)) {
    return DataLoss("Expected an index of " + std::to_string(SizeBy(head)) + " bytes, but it has " +
                    std::to_string(bytes.size()) + ".");
  }
  const std::string_view summed = bytes.substr(0, bytes.size() - kChecksumBytes);
  if (BytesOf(Sha256::Of(summed)) != bytes.substr(summed.size())) {
    return DataLoss("Expected an index as it was written, but its checksum differs.");
  }
  WANGGE_RETURN_IF_ERROR(CheckHead(head, origin));
  const auto* numbers = reinterpret_cast<const std::uint32_t*>(bytes.data() + sizeof(Head));
  const std::span<const std::uint32_t> rest(numbers, std::size_t{head.words} + head.set_ends + head.set_cells);
  const CoverView cover{.lattice = {head.origin_x, head.origin_y, head.units_in_e7},
                        .cells = head.cells,
                        .shift = head.shift,
                        .columns = head.columns,
                        .rows = head.rows,
                        .words = rest.first(head.words),
                        .set_ends = rest.subspan(head.words, head.set_ends),
                        .set_cells = rest.last(head.set_cells)};
  WANGGE_RETURN_IF_ERROR(CheckCover(cover));
  return cover;
}

absl::Status WriteIndexFile(const std::string& path, const CoverView& cover, const IndexOrigin& origin) {
  return WriteFileDurably(path, EncodeIndex(cover, origin));
}

absl::StatusOr<std::unique_ptr<const CoverIndex>> OpenIndexFile(const std::string& path, const IndexOrigin& origin) {
  WANGGE_ASSIGN_OR_RETURN(std::shared_ptr<const MappedFile> file, MappedFile::Open(path));
  const auto cover = DecodeIndex(file->bytes(), origin);
  if (!cover.ok()) return WithContext(path, cover.status());
  return std::make_unique<const CoverIndex>(*cover, std::move(file));
}

}  // namespace wangge::geo
