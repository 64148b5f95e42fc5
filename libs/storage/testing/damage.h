// What may befall stored bytes, and what a decoder must make of it. For tests only.
#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace wangge::storage {

// Decodes and encodes again; nullopt when the bytes are refused.
using Reencode = std::function<std::optional<std::string>(std::string_view)>;

// Every beginning of `bytes` is refused, and so are bytes with one octet more.
inline void ExpectOnlyTheWholeDecodes(const std::string& bytes, const Reencode& reencode) {
  EXPECT_EQ(reencode(bytes), bytes);
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    // A copy of its own, so that a sanitizer sees a read beyond it.
    EXPECT_FALSE(reencode(std::string(bytes, 0, size))) << "cut to " << size << " of " << bytes.size();
  }
  EXPECT_FALSE(reencode(bytes + '\0'));
}

// With any one octet changed, `bytes` are refused or are a record of their own: what was read is what is there.
inline void ExpectChangedBytesAreRefusedOrMeant(const std::string& bytes, const Reencode& reencode) {
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    for (const int flip : {0x01, 0x02, 0x04, 0x08, 0x10, 0x20, 0x40, 0x80, 0xff}) {
      std::string changed = bytes;
      changed[at] = static_cast<char>(changed[at] ^ flip);
      const std::optional<std::string> again = reencode(changed);
      if (again) {
        ASSERT_EQ(*again, changed) << "octet " << at << " of " << bytes.size() << " xor " << flip;
      }
    }
  }
}

}  // namespace wangge::storage
