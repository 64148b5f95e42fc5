#include "base/file/gzip_source.h"

#include <algorithm>
#include <limits>

#include "base/check.h"
#include "base/status/text.h"

namespace wangge {
namespace {

constexpr std::size_t kInputBytes = 64u << 10;
constexpr int kGzipOnly = 15 + 16;  // the largest window, and a gzip header is required

}  // namespace

GzipSource::GzipSource(std::unique_ptr<ByteSource> packed, std::string name)
    : packed_(std::move(packed)), name_(std::move(name)), input_(kInputBytes) {
  CHECK(inflateInit2(&stream_, kGzipOnly) == Z_OK);  // fails only without memory or with another zlib's header
}

GzipSource::~GzipSource() { inflateEnd(&stream_); }

absl::Status GzipSource::Damaged(const std::string& what) const {
  return InvalidArgument("Expected " + name_ + " to be complete gzip content, but " + what + ". Get the file again.");
}

absl::Status GzipSource::Refill() {
  if (stream_.avail_in > 0 || packed_ended_) return absl::OkStatus();
  WANGGE_ASSIGN_OR_RETURN(const std::size_t got, packed_->Read(input_));
  packed_ended_ = got == 0;
  stream_.next_in = reinterpret_cast<Bytef*>(input_.data());
  stream_.avail_in = static_cast<uInt>(got);
  return absl::OkStatus();
}

absl::StatusOr<std::size_t> GzipSource::Read(std::span<char> room) {
  const std::size_t wanted = std::min<std::size_t>(room.size(), std::numeric_limits<uInt>::max());
  stream_.next_out = reinterpret_cast<Bytef*>(room.data());
  stream_.avail_out = static_cast<uInt>(wanted);
  while (stream_.avail_out > 0) {
    WANGGE_RETURN_IF_ERROR(Refill());
    if (stream_.avail_in == 0) {
      if (in_member_) return Damaged("it ends early");
      break;
    }
    if (!in_member_) inflateReset(&stream_);
    in_member_ = true;
    const int result = inflate(&stream_, Z_NO_FLUSH);
    if (result == Z_STREAM_END) {
      in_member_ = false;
    } else if (result != Z_OK && result != Z_BUF_ERROR) {
      return Damaged(stream_.msg != nullptr ? std::string("it is damaged: ") + stream_.msg : "it is damaged");
    }
  }
  return wanted - stream_.avail_out;
}

}  // namespace wangge
