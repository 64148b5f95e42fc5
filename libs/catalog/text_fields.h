// Fields that several schemas have in common, read with their checks. Includes protobuf: for sources of this library.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "absl/status/statusor.h"
#include "base/status/text.h"
#include "catalog/names.h"
#include "catalog/text_node.h"
#include "domain/label.h"
#include "wangge/config/v1/label.pb.h"

namespace wangge::catalog {

inline absl::Status CheckId(const TextNode& node, const std::string& field, int index, const std::string& id) {
  if (IsId(id)) return absl::OkStatus();
  return node.Fault(field, index,
                    "Expected " + field +
                        " as lower case ASCII letters, digits and _, beginning with a letter, but got \"" + id + "\".");
}

inline absl::Status CheckPresent(const TextNode& node, const std::string& field, bool is_present) {
  if (is_present) return absl::OkStatus();
  return node.Fault("Expected the field \"" + field + "\", but it is missing or empty.");
}

// The field `label` of a message.
template <typename Message>
absl::StatusOr<domain::Label> ReadLabel(const TextNode& node, const Message& message) {
  WANGGE_RETURN_IF_ERROR(CheckPresent(node, "label", message.has_label()));
  const auto& label = message.label();
  if (label.zh().empty() || label.en().empty()) {
    return node.Fault("label", "Expected a label in zh and en, but one is missing.");
  }
  // Escapes can make bytes that the file itself does not have.
  if (FirstLineNotUtf8(label.zh()) != 0 || FirstLineNotUtf8(label.en()) != 0) {
    return node.Fault("label", "Expected a label in UTF-8, but its bytes are not.");
  }
  return domain::Label{.zh = label.zh(), .en = label.en()};
}

// A proto enumerator and the value of the core that it stands for.
template <typename Proto, typename Value>
struct Pair {
  Proto proto;
  Value value;
};

template <typename Proto, typename Value, std::size_t n>
absl::StatusOr<Value> ReadEnum(const TextNode& node, const std::string& field, int index, int number,
                               const Pair<Proto, Value> (&pairs)[n]) {
  for (const auto& pair : pairs) {
    if (static_cast<int>(pair.proto) == number) return pair.value;
  }
  return node.Fault(field, index, "Expected one of the enumerators of \"" + field + "\", but it has none that counts.");
}

}  // namespace wangge::catalog
