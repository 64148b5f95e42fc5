// A message of a parsed text together with the places of its fields, so that a fault of meaning is reported like a
// fault of syntax. Includes protobuf: for sources of this library only. Borrows the ParsedText. Immutable.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "google/protobuf/message.h"
#include "google/protobuf/text_format.h"

namespace wangge::catalog {

struct ParsedText {
  std::string file_name{};
  google::protobuf::TextFormat::ParseInfoTree places{};
};

// ParseTextFormat that also notes the places.
absl::Status ParseTextFormat(std::string_view body, google::protobuf::Message& message, ParsedText& text);

class TextNode {
 public:
  // The whole text.
  TextNode(const google::protobuf::Message& message, const ParsedText& text)
      : message_(&message), text_(&text), places_(&text.places) {}

  // The `index`th message of a repeated field, or the one of a singular field (index -1).
  TextNode Child(const std::string& field, int index, const google::protobuf::Message& child) const;

  // "file:line:column" of this message.
  std::string Where() const;

  // INVALID_ARGUMENT at the field (its `index`th value if it is repeated), at the message if the field is absent.
  absl::Status Fault(const std::string& field, int index, std::string_view text) const;
  absl::Status Fault(const std::string& field, std::string_view text) const { return Fault(field, -1, text); }
  absl::Status Fault(std::string_view text) const;

 private:
  using Places = google::protobuf::TextFormat::ParseInfoTree;
  using Place = google::protobuf::TextFormat::ParseLocation;

  Place PlaceOf(const std::string& field, int index) const;
  std::string TextOf(Place place) const;
  absl::Status At(Place place, std::string_view text) const;

  const google::protobuf::Message* message_;
  const ParsedText* text_;
  const Places* places_;
  Place place_{0, 0};
};

}  // namespace wangge::catalog
