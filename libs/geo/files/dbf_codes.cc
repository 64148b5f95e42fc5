#include "geo/files/dbf_codes.h"

#include <shapefil.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "base/limits.h"
#include "base/status/text.h"
#include "geo/files/decimal_text.h"
#include "geo/files/file_start.h"
#include "geo/files/shape_messages.h"
#include "geo/files/text_encoding.h"

namespace wangge::geo {
namespace {

struct Close {
  void operator()(DBFInfo* file) const { DBFClose(file); }
};

bool IsAscii(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return c > 0; });
}

std::string_view Trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

// Bytes as a person can read them in an error, whatever they are.
std::string Hex(std::string_view bytes) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string text;
  for (const unsigned char byte : bytes.substr(0, limits::kIdBytesMax)) {
    text.append(text.empty() ? "" : " ").append({kDigits[byte >> 4], kDigits[byte & 0xF]});
  }
  return text;
}

// Whether as many records stand in the file as its header says: shapelib takes the header's word.
absl::Status CheckSize(const std::string& path) {
  constexpr std::size_t kHeaderBytes = 32, kCountAt = 4, kStartAt = 8, kRecordAt = 10;
  WANGGE_ASSIGN_OR_RETURN(const FileStart start, ReadStart(path, kHeaderBytes));
  const std::string_view header = start.bytes;
  if (header.size() < kHeaderBytes) {
    return InvalidArgument("Expected the header of a .dbf file, but it has only " + std::to_string(header.size()) +
                           " bytes; get the file again");
  }
  const std::uint64_t records = LittleEndian(header.substr(kCountAt, 4));
  const std::uint64_t needed =
      LittleEndian(header.substr(kStartAt, 2)) + records * LittleEndian(header.substr(kRecordAt, 2));
  if (start.size >= needed) return absl::OkStatus();
  return InvalidArgument("Expected " + std::to_string(records) + " records in " + std::to_string(needed) +
                         " bytes, but the file is cut off after " + std::to_string(start.size) +
                         "; get the file again");
}

}  // namespace

struct DbfCodes::Impl {
  std::string path;
  std::unique_ptr<DBFInfo, Close> file;
  std::optional<TextDecoder> decoder;  // nullopt: the encoding is not known
  std::string key;
  int field = 0;
  char type = 'C';

  absl::Status OpenDecoder(std::string_view encoding) {
    std::string_view name = encoding;
    if (name.empty()) {
      constexpr std::string_view kLanguageId = "LDID/";
      const char* told = DBFGetCodePage(file.get());  // what the .cpg says, else the language id
      name = Trimmed(told == nullptr ? "" : told);
      if (name.starts_with(kLanguageId)) {
        name = EncodingOfLanguageId(static_cast<unsigned>(file->iLanguageDriver));
      }
    }
    if (name.empty()) return absl::OkStatus();
    auto opened = TextDecoder::Open(name);
    if (!opened.ok()) {
      return encoding.empty() ? WithContext("the .cpg beside it", opened.status()) : opened.status();
    }
    decoder.emplace(*std::move(opened));
    return absl::OkStatus();
  }

  // Nullopt where it cannot be read as text.
  std::optional<std::string> Decoded(std::string_view bytes) const {
    if (IsAscii(bytes)) return std::string(bytes);
    return decoder.has_value() ? decoder->Decode(bytes) : std::nullopt;
  }

  absl::Status FindField(std::string_view wanted) {
    std::string names;
    field = -1;
    for (int i = 0; i < DBFGetFieldCount(file.get()); ++i) {
      char name[XBASE_FLDNAME_LEN_READ + 1] = {};
      DBFGetFieldInfo(file.get(), i, name, nullptr, nullptr);
      const auto text = Decoded(name);
      if (text == wanted && field < 0) field = i;
      names += (names.empty() ? "" : ", ") + text.value_or("(not readable in this encoding)");
    }
    key = wanted;
    if (field < 0) return InvalidArgument("Expected the field \"" + key + "\", but the fields are: " + names);
    type = DBFGetNativeFieldType(file.get(), field);
    if (type == 'C' || type == 'N' || type == 'F') return absl::OkStatus();
    return InvalidArgument("Expected \"" + key + "\" to be text or a number (type C, N or F), but it has the type " +
                           std::string(1, type));
  }
};

DbfCodes::DbfCodes(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
DbfCodes::~DbfCodes() = default;
DbfCodes::DbfCodes(DbfCodes&&) noexcept = default;

absl::StatusOr<DbfCodes> DbfCodes::Open(const std::string& path, std::string_view key, std::string_view encoding) {
  if (const absl::Status size = CheckSize(path); !size.ok()) return WithContext(path, size);
  SAHooks hooks{};
  SASetupDefaultHooks(&hooks);
  hooks.Error = KeepShapeMessage;
  auto impl = std::make_unique<Impl>();
  impl->path = path;
  impl->file.reset(DBFOpenLL(path.c_str(), "rb", &hooks));
  if (impl->file == nullptr) {
    return WithContext(path, InvalidArgument("Expected a .dbf file, but it cannot be read: " + TakeShapeMessage()));
  }
  absl::Status status = impl->OpenDecoder(encoding);
  if (status.ok()) status = impl->FindField(key);
  if (!status.ok()) return WithContext(path, status);
  return DbfCodes(std::move(impl));
}

std::size_t DbfCodes::records() const { return static_cast<std::size_t>(DBFGetRecordCount(impl_->file.get())); }

bool DbfCodes::IsDeleted(std::size_t record) const {
  return DBFIsRecordDeleted(impl_->file.get(), static_cast<int>(record)) != 0;
}

absl::StatusOr<std::string> DbfCodes::CodeOf(std::size_t record) const {
  const auto refused = [&](const std::string& text) {
    return InvalidArgument(impl_->path + ": record " + std::to_string(record) + " \"" + impl_->key + "\": " + text);
  };
  const char* read = DBFReadStringAttribute(impl_->file.get(), static_cast<int>(record), impl_->field);
  if (read == nullptr) return refused("Expected a value, but it cannot be read: " + TakeShapeMessage());
  const std::string_view bytes = Trimmed(read);
  if (bytes.empty()) return refused("Expected a code, but it is empty");
  if (impl_->type != 'C') {
    auto number = WholeNumberText(bytes);
    if (number.has_value() && number->size() <= limits::kIdBytesMax) return *std::move(number);
    return refused("Expected a whole number with all of its digits, but it is \"" +
                   (IsAscii(bytes) ? std::string(bytes) : Hex(bytes)) + "\"");
  }
  auto text = impl_->Decoded(bytes);
  if (!text.has_value() && !impl_->decoder.has_value()) {
    return refused("Expected text of a known encoding, but neither a .cpg nor the .dbf says which one the bytes " +
                   Hex(bytes) + " have; name it, e.g. GB18030");
  }
  if (!text.has_value()) {
    return refused("Expected text in " + impl_->decoder->encoding() + ", but the bytes " + Hex(bytes) +
                   " are none; name the right encoding, e.g. GB18030");
  }
  if (text->size() <= limits::kIdBytesMax) return *std::move(text);
  return refused("Expected at most " + std::to_string(limits::kIdBytesMax) + " bytes, but it has " +
                 std::to_string(text->size()));
}

}  // namespace wangge::geo
