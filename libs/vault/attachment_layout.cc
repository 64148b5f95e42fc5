#include "vault/attachment_layout.h"

#include <sys/stat.h>

#include <array>
#include <cerrno>

#include "base/big_endian.h"
#include "base/file/descriptor.h"
#include "base/file/file.h"
#include "base/hex.h"
#include "base/status/text.h"

namespace wangge::vault {
namespace {

constexpr std::string_view kPurpose = "attachment secret";
constexpr std::size_t kTimeBytes = 8;

absl::Status MakeFolder(const std::string& path) {
  if (::mkdir(path.c_str(), 0700) == 0 || errno == EEXIST) return absl::OkStatus();
  return SystemError("make the folder", path, errno);
}

std::string ParentOf(const std::string& path) {
  const std::size_t slash = path.find_last_of('/');
  return slash == std::string::npos ? "." : path.substr(0, slash + 1);
}

std::string ContextOf(std::string_view name, std::string_view time) { return std::string(name).append(time); }

}  // namespace

absl::Status AttachmentLayout::Prepare() const {
  WANGGE_RETURN_IF_ERROR(MakeFolder(root_));
  WANGGE_RETURN_IF_ERROR(MakeFolder(IncomingFolder()));
  WANGGE_RETURN_IF_ERROR(MakeFolder(PendingFolder()));
  WANGGE_RETURN_IF_ERROR(SyncDirectory(root_));
  return SyncDirectory(ParentOf(root_));
}

absl::Status AttachmentLayout::PrepareContentFolder(std::string_view name) const {
  const std::string first = FromHex(name.substr(0, 2)).value_or(std::string(1, '\0'));
  std::atomic<bool>& durable = durable_[static_cast<unsigned char>(first[0])];
  if (durable.load(std::memory_order_acquire)) return absl::OkStatus();
  WANGGE_RETURN_IF_ERROR(MakeFolder(ContentFolder(name)));
  WANGGE_RETURN_IF_ERROR(SyncDirectory(root_));
  durable.store(true, std::memory_order_release);
  return absl::OkStatus();
}

std::string AttachmentLayout::IncomingPath(Timestamp begun, Entropy& entropy) const {
  std::string time;
  AppendBigEndian(static_cast<std::uint64_t>(begun.micros), time);
  std::array<char, 8> random{};
  entropy.Fill(random);
  return Joined(IncomingFolder(), ToHex(time) + "-" + ToHex({random.data(), random.size()}));
}

std::optional<Timestamp> AttachmentLayout::BegunOf(std::string_view incoming_name) {
  if (incoming_name.size() != 33 || incoming_name[16] != '-') return std::nullopt;
  const auto time = FromHex(incoming_name.substr(0, 16));
  if (!time) return std::nullopt;
  return Timestamp{static_cast<std::int64_t>(ReadBigEndian<std::uint64_t>(*time))};
}

std::string EncodePending(const MasterKey& master, Entropy& entropy, std::string_view name, const Pending& pending) {
  std::string bytes;
  AppendBigEndian(static_cast<std::uint64_t>(pending.begun.micros), bytes);
  std::string secret = EncodeSecret(pending.secret);
  bytes.append(master.Wrap(entropy, kPurpose, ContextOf(name, bytes), secret));
  Wipe(secret);
  return bytes;
}

absl::StatusOr<Pending> DecodePending(const MasterKey& master, std::string_view name, std::string_view bytes) {
  WANGGE_ASSIGN_OR_RETURN(const Timestamp begun, BegunOfPending(bytes));
  const std::string context = ContextOf(name, bytes.substr(0, kTimeBytes));
  WANGGE_ASSIGN_OR_RETURN(std::string plain, master.Unwrap(kPurpose, context, bytes.substr(kTimeBytes)));
  absl::StatusOr<AttachmentSecret> secret = DecodeSecret(plain);
  Wipe(plain);
  if (!secret.ok()) return secret.status();
  return Pending{.begun = begun, .secret = *std::move(secret)};
}

absl::StatusOr<Timestamp> BegunOfPending(std::string_view bytes) {
  if (bytes.size() < kTimeBytes) return DataLoss("Expected a pending file of at least 8 bytes, but it is shorter");
  return Timestamp{static_cast<std::int64_t>(ReadBigEndian<std::uint64_t>(bytes))};
}

}  // namespace wangge::vault
