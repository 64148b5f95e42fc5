#include "storage/activation_record.h"

#include "base/status/text.h"
#include "storage/domain_fields.h"
#include "storage/event_record.h"

namespace wangge::storage {

std::string EncodeActivation(const ActivationRecord& record) {
  Writer w;
  WriteTime(w, record.at);
  WriteEvent(w, record.event);
  return w.Take();
}

absl::StatusOr<ActivationRecord> DecodeActivation(std::string_view bytes) {
  Reader r(bytes);
  const Timestamp at = ReadTime(r);
  const domain::Event event = ReadEvent(r);
  const auto* activated = std::get_if<domain::EditionActivated>(&event);
  if (!r.AtEnd() || activated == nullptr) return DataLoss("Expected an activation row, but its octets are none.");
  return ActivationRecord{at, *activated};
}

}  // namespace wangge::storage
