// Long content under a key of its own, in frames, so that it is sealed and opened in pieces and a cut, swapped or
// repeated piece is noticed.
//
// version(1) suite(1), then frames: ciphertext of 64 KiB of plain text (the last frame: 0 to 64 KiB) and tag. The nonce
// of a frame is its number (4 bytes, big-endian) after one byte that is 1 for the last frame and 0 for others, zeros in
// front: no nonce comes twice, because no key seals two contents. Thread-compatible.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "vault/key.h"

namespace wangge::vault {

inline constexpr std::size_t kFrameBytes = 64u << 10;

class FrameSealer {
 public:
  // The key must never have sealed anything before.
  explicit FrameSealer(SecretKey key) : key_(std::move(key)) {}
  ~FrameSealer() { Wipe(held_); }
  FrameSealer(FrameSealer&&) = default;
  FrameSealer& operator=(FrameSealer&&) = default;

  // Appends the frames that are complete to `out`; up to 64 KiB of plain text wait for what follows.
  void Add(std::string_view plain, std::string& out);
  // Appends the last frame. Called once.
  void Finish(std::string& out);

  const SecretKey& key() const { return key_; }

 private:
  void SealFrame(bool is_last, std::string& out);

  SecretKey key_;
  std::string held_;
  std::uint32_t frame_ = 0;
};

// The whole plain text appended to `out`; false when anything differs from what was sealed.
bool OpenFrames(const SecretKey& key, std::string_view sealed, std::string& out);

// How long `plain_bytes` become when sealed.
std::size_t SealedFramesBytes(std::size_t plain_bytes);

}  // namespace wangge::vault
