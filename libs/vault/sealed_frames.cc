#include "vault/sealed_frames.h"

#include <algorithm>

#include "vault/cipher_suite.h"

namespace wangge::vault {
namespace {

constexpr char kVersion = 1;
constexpr std::size_t kHeadBytes = 2;

std::string HeadOf(const CipherSuite& suite) { return {kVersion, static_cast<char>(suite.Number())}; }

std::string NonceOf(const CipherSuite& suite, std::uint32_t frame, bool is_last) {
  std::string nonce(suite.NonceBytes(), '\0');
  nonce[nonce.size() - 5] = is_last ? 1 : 0;
  for (std::size_t i = 0; i < 4; ++i) nonce[nonce.size() - 1 - i] = static_cast<char>(frame >> (8 * i));
  return nonce;
}

}  // namespace

void FrameSealer::Add(std::string_view plain, std::string& out) {
  held_.reserve(kFrameBytes);
  while (!plain.empty()) {
    // Only what follows shows that a full frame is not the last.
    if (held_.size() == kFrameBytes) SealFrame(false, out);
    const std::size_t taken = std::min(plain.size(), kFrameBytes - held_.size());
    held_.append(plain.substr(0, taken));
    plain.remove_prefix(taken);
  }
}

void FrameSealer::Finish(std::string& out) {
  SealFrame(true, out);
  Wipe(held_);
}

void FrameSealer::SealFrame(bool is_last, std::string& out) {
  const CipherSuite& suite = DefaultSuite();
  const std::string head = HeadOf(suite);
  if (frame_ == 0) out.append(head);
  suite.Seal(key_, NonceOf(suite, frame_, is_last), head, held_, out);
  ++frame_;
  held_.clear();
}

bool OpenFrames(const SecretKey& key, std::string_view sealed, std::string& out) {
  if (sealed.size() < kHeadBytes || sealed[0] != kVersion) return false;
  const CipherSuite* suite = FindSuite(static_cast<std::uint8_t>(sealed[1]));
  if (suite == nullptr) return false;
  const std::string_view head = sealed.substr(0, kHeadBytes);
  const std::size_t begin = out.size();
  std::string_view rest = sealed.substr(kHeadBytes);
  out.reserve(begin + rest.size());
  const std::size_t frame_bytes = kFrameBytes + suite->TagBytes();
  for (std::uint32_t frame = 0;; ++frame) {
    const bool is_last = rest.size() <= frame_bytes;
    const std::string_view piece = rest.substr(0, frame_bytes);
    if (!suite->Open(key, NonceOf(*suite, frame, is_last), head, piece, out)) {
      OPENSSL_cleanse(out.data() + begin, out.size() - begin);
      out.resize(begin);
      return false;
    }
    if (is_last) return true;
    rest.remove_prefix(piece.size());
  }
}

std::size_t SealedFramesBytes(std::size_t plain_bytes) {
  const std::size_t frames = plain_bytes == 0 ? 1 : (plain_bytes + kFrameBytes - 1) / kFrameBytes;
  return kHeadBytes + plain_bytes + frames * DefaultSuite().TagBytes();
}

}  // namespace wangge::vault
