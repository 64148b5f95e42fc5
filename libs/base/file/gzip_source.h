// Inflates another source: one or more gzip members (RFC 1952), one after the other. Used through ByteSource::Open.
#pragma once

#include <zlib.h>

#include <memory>
#include <string>
#include <vector>

#include "base/file/byte_source.h"

namespace wangge {

class GzipSource final : public ByteSource {
 public:
  // `name` stands for the source in errors.
  GzipSource(std::unique_ptr<ByteSource> packed, std::string name);
  GzipSource(const GzipSource&) = delete;
  GzipSource& operator=(const GzipSource&) = delete;
  ~GzipSource() override;

  absl::StatusOr<std::size_t> Read(std::span<char> room) override;

 private:
  // Makes sure there is packed input, unless the packed source is at its end.
  absl::Status Refill();
  absl::Status Damaged(const std::string& what) const;

  std::unique_ptr<ByteSource> packed_;
  std::string name_;
  std::vector<char> input_;
  z_stream stream_{};
  bool packed_ended_ = false;
  bool in_member_ = true;  // false between the trailer of a member and the next header
};

}  // namespace wangge
