#include "geo/files/file_start.h"

#include <cctype>
#include <filesystem>
#include <system_error>

#include "base/file/byte_source.h"
#include "base/status/text.h"

namespace wangge::geo {

std::optional<std::string> Beside(const std::string& path, std::string_view ending) {
  const std::string stem = path.substr(0, path.rfind('.'));
  std::string upper;
  for (const char c : ending) upper.push_back(static_cast<char>(std::toupper(static_cast<unsigned char>(c))));
  for (const std::string& name : {stem + std::string(ending), stem + upper}) {
    std::error_code ignored;
    if (std::filesystem::is_regular_file(name, ignored)) return name;
  }
  return std::nullopt;
}

absl::StatusOr<FileStart> ReadStart(const std::string& path, std::size_t bytes) {
  WANGGE_ASSIGN_OR_RETURN(const std::unique_ptr<ByteSource> source, ByteSource::Open(path));
  FileStart start{.bytes = std::string(bytes, '\0')};
  std::size_t got = 0;
  while (got < bytes) {
    WANGGE_ASSIGN_OR_RETURN(const std::size_t more, source->Read(std::span(start.bytes).subspan(got)));
    if (more == 0) break;
    got += more;
  }
  start.bytes.resize(got);
  std::error_code error;
  start.size = std::filesystem::file_size(path, error);
  if (error) return InvalidArgument("Expected a regular file, but " + path + " is none");
  return start;
}

std::uint32_t LittleEndian(std::string_view bytes) {
  std::uint32_t number = 0;
  for (std::size_t i = bytes.size(); i-- > 0;) number = (number << 8) | static_cast<unsigned char>(bytes[i]);
  return number;
}

}  // namespace wangge::geo
