#include "storage/request_record.h"

#include "base/status/text.h"
#include "storage/bytes.h"

namespace wangge::storage {

std::string EncodeRequest(const RequestRecord& record) {
  Writer w;
  w.Varint(record.position.value);
  w.Raw({record.content_tag.data(), record.content_tag.size()});
  return w.Take();
}

absl::StatusOr<RequestRecord> DecodeRequest(std::string_view bytes) {
  Reader r(bytes);
  RequestRecord record;
  record.position = domain::LogPosition{r.Varint()};
  const std::string_view tag = r.Raw(record.content_tag.size());
  tag.copy(record.content_tag.data(), tag.size());
  if (!r.AtEnd()) return DataLoss("Expected a request row, but its octets are none.");
  return record;
}

}  // namespace wangge::storage
