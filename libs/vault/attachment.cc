#include "vault/attachment.h"

#include <algorithm>
#include <optional>

#include "base/big_endian.h"
#include "base/hex.h"
#include "base/status/text.h"
#include "vault/reason.h"

namespace wangge::vault {
namespace {

constexpr char kVersion = 1;
constexpr std::size_t kSaltAt = 10;
constexpr std::size_t kHashAt = kSaltAt + std::tuple_size_v<Salt>;
constexpr std::size_t kKeyAt = kHashAt + std::tuple_size_v<Hash>;
constexpr std::size_t kSecretBytes = kKeyAt + kKeyBytes;
constexpr std::size_t kNameCharacters = 2 * std::tuple_size_v<Hash>;

}  // namespace

std::string AttachmentName(const Salt& salt, const Hash& sha256) {
  return ToHex(BytesOf(Sha256().Add({salt.data(), salt.size()}).Add(BytesOf(sha256)).Finish()));
}

absl::Status CheckAttachmentName(std::string_view name) {
  const auto is_digit = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); };
  if (name.size() == kNameCharacters && std::ranges::all_of(name, is_digit)) return absl::OkStatus();
  return WithReason("ATTACHMENT_NAME_INVALID",
                    InvalidArgument("Expected an attachment name of 64 lower-case hexadecimal digits, but " +
                                    std::string(name.size() == kNameCharacters
                                                    ? "other characters are among them"
                                                    : "it has " + std::to_string(name.size()) + " characters")));
}

std::string EncodeSecret(const AttachmentSecret& secret) {
  std::string bytes;
  bytes.reserve(kSecretBytes);  // grown in place, so that no copy of the key stays behind
  bytes.append(1, kVersion).append(1, static_cast<char>(secret.type));
  AppendBigEndian(secret.size, bytes);
  bytes.append(secret.salt.data(), secret.salt.size()).append(BytesOf(secret.sha256));
  return bytes.append(secret.content_key.View());
}

absl::StatusOr<AttachmentSecret> DecodeSecret(std::string_view bytes) {
  if (bytes.size() != kSecretBytes || bytes[0] != kVersion) {
    return DataLoss("Expected an attachment secret of version 1 and 90 bytes, but it differs");
  }
  const std::optional<MediaType> type = MediaTypeOf(static_cast<std::uint8_t>(bytes[1]));
  if (!type) return DataLoss("Expected an attachment secret of a known type, but its type is unknown");
  AttachmentSecret secret{.content_key = SecretKey(bytes.substr(kKeyAt)),
                          .salt = {},
                          .sha256 = {},
                          .type = *type,
                          .size = ReadBigEndian<std::uint64_t>(bytes.substr(2))};
  std::ranges::copy(bytes.substr(kSaltAt, secret.salt.size()), secret.salt.begin());
  std::ranges::copy(bytes.substr(kHashAt, secret.sha256.size()), secret.sha256.begin());
  return secret;
}

}  // namespace wangge::vault
