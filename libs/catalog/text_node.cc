#include "catalog/text_node.h"

#include "base/status/text.h"

namespace wangge::catalog {

TextNode TextNode::Child(const std::string& field, int index, const google::protobuf::Message& child) const {
  TextNode node(child, *text_);
  const auto* descriptor = message_->GetDescriptor()->FindFieldByName(field);
  node.places_ = places_ == nullptr ? nullptr : places_->GetTreeForNested(descriptor, index);
  node.place_ = PlaceOf(field, index);
  return node;
}

TextNode::Place TextNode::PlaceOf(const std::string& field, int index) const {
  const auto* descriptor = message_->GetDescriptor()->FindFieldByName(field);
  if (places_ == nullptr || descriptor == nullptr) return place_;
  const Place place = places_->GetLocation(descriptor, index);
  return place.line < 0 ? place_ : place;
}

std::string TextNode::TextOf(Place place) const {
  return text_->file_name + ":" + std::to_string(place.line + 1) + ":" + std::to_string(place.column + 1);
}

std::string TextNode::Where() const { return TextOf(place_); }

absl::Status TextNode::At(Place place, std::string_view text) const {
  return InvalidArgument(TextOf(place) + ": " + std::string(text));
}

absl::Status TextNode::Fault(const std::string& field, int index, std::string_view text) const {
  return At(PlaceOf(field, index), text);
}

absl::Status TextNode::Fault(std::string_view text) const { return At(place_, text); }

}  // namespace wangge::catalog
