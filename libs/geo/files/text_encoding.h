// Text of other encodings to UTF-8, by the iconv of the C library. Not thread-safe: one object, one thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace wangge::geo {

class TextDecoder {
 public:
  // "UTF-8", "GB18030", "GBK", "BIG5", "CP1252" ..., in any case; a code page by its number ("936", "65001") as .cpg
  // files have it. INVALID_ARGUMENT: not known.
  static absl::StatusOr<TextDecoder> Open(std::string_view encoding);
  ~TextDecoder();
  TextDecoder(TextDecoder&& other) noexcept;
  TextDecoder& operator=(TextDecoder&&) = delete;

  // Nullopt: not text of this encoding, or cut within a character.
  std::optional<std::string> Decode(std::string_view bytes) const;
  const std::string& encoding() const { return encoding_; }  // as it was given

 private:
  TextDecoder(void* converter, std::string encoding) : converter_(converter), encoding_(std::move(encoding)) {}

  void* converter_;
  std::string encoding_;
};

// The encoding that byte 29 of a .dbf file (its language id) stands for; empty where it stands for none, which is also
// "whatever the machine of the writer had" (0x57).
std::string_view EncodingOfLanguageId(unsigned id);

}  // namespace wangge::geo
