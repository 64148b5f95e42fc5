// What is known of a stored attachment: openly (its name) and under seal (its secret). Values; pure functions,
// thread-safe.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "base/digest/sha256.h"
#include "vault/key.h"
#include "vault/media_type.h"

namespace wangge::vault {

using Salt = std::array<char, 16>;

// Hands back to the sender; of these only the name may be logged in plain.
struct StoredAttachment {
  std::string name;  // 64 lower-case hex digits: SHA-256 of salt and SHA-256 of the content
  Hash sha256;       // of the plain content
  Salt salt;
  MediaType type;
  std::uint64_t size;  // bytes, plain
};

// Opens the stored file and proves its name. Belongs under the key of the case that names the attachment. The hash is
// in it because a plain one would tell whoever holds a photo that it was sent.
struct AttachmentSecret {
  SecretKey content_key;
  Salt salt;
  Hash sha256;
  MediaType type;
  std::uint64_t size;
};

// The salted commitment. Two equal contents never share a name, but where one request has sent the same twice.
std::string AttachmentName(const Salt& salt, const Hash& sha256);

// INVALID_ARGUMENT, reason ATTACHMENT_NAME_INVALID, for all but 64 lower-case hex digits: a name is part of a path.
absl::Status CheckAttachmentName(std::string_view name);

// version(1) type(1) size(8, big-endian) salt(16) sha256(32) content key(32). The caller seals it and wipes it.
std::string EncodeSecret(const AttachmentSecret& secret);
// DATA_LOSS for another length, version or type.
absl::StatusOr<AttachmentSecret> DecodeSecret(std::string_view bytes);

}  // namespace wangge::vault
