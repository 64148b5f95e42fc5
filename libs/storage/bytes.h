// The primitives that every stored record is made of.
//
//   byte     = one octet
//   varint   = LEB128, unsigned, 1 to 10 octets, shortest form
//   zigzag   = varint of (n << 1) ^ (n >> 63)
//   text     = varint length, then that many octets
//
// Writer never fails. Reader turns bad after the first octet that is not there or not well formed, and then answers
// zeros: check ok() once, at the end. Not thread-safe; values.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace wangge::storage {

class Writer {
 public:
  void Byte(std::uint8_t b) { bytes_.push_back(static_cast<char>(b)); }
  void Varint(std::uint64_t n) {
    for (; n >= 0x80; n >>= 7) Byte(static_cast<std::uint8_t>(n | 0x80));
    Byte(static_cast<std::uint8_t>(n));
  }
  void Zigzag(std::int64_t n) { Varint((static_cast<std::uint64_t>(n) << 1) ^ static_cast<std::uint64_t>(n >> 63)); }
  void Raw(std::string_view octets) { bytes_.append(octets); }
  void Text(std::string_view octets) {
    Varint(octets.size());
    bytes_.append(octets);
  }

  const std::string& bytes() const { return bytes_; }
  std::string Take() { return std::move(bytes_); }

 private:
  std::string bytes_;
};

class Reader {
 public:
  explicit Reader(std::string_view bytes) : rest_(bytes) {}

  std::uint8_t Byte() {
    if (rest_.empty()) return Fail();
    const auto b = static_cast<std::uint8_t>(rest_.front());
    rest_.remove_prefix(1);
    return b;
  }
  std::uint64_t Varint() {
    std::uint64_t n = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      const std::uint8_t b = Byte();
      n |= std::uint64_t{b & 0x7fu} << shift;
      if (b < 0x80) return (b == 0 && shift != 0) || (shift == 63 && b > 1) ? Fail() : n;
    }
    return Fail();
  }
  std::int64_t Zigzag() {
    const std::uint64_t n = Varint();
    return static_cast<std::int64_t>(n >> 1) ^ -static_cast<std::int64_t>(n & 1);
  }
  std::string_view Raw(std::size_t size) {
    if (size > rest_.size()) {
      Fail();
      return {};
    }
    const std::string_view octets = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return octets;
  }
  std::string_view Text() { return Raw(Varint()); }

  bool ok() const { return ok_; }
  // Read to the last octet, and all of it well formed.
  bool AtEnd() const { return ok_ && rest_.empty(); }
  // A value that the record's grammar does not have.
  std::uint8_t Fail() {
    ok_ = false;
    rest_ = {};
    return 0;
  }

 private:
  std::string_view rest_;
  bool ok_ = true;
};

}  // namespace wangge::storage
