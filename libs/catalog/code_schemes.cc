#include "catalog/code_schemes.h"

#include "catalog/text_fields.h"

namespace wangge::catalog {
namespace {

constexpr int kPartDigitsMax = 20;

}  // namespace

absl::StatusOr<geo::CodeScheme> ReadCodeScheme(const TextNode& node, const config::v1::CodeScheme& text) {
  WANGGE_RETURN_IF_ERROR(CheckId(node, "id", -1, text.id()));
  WANGGE_RETURN_IF_ERROR(CheckPresent(node, "parts", text.parts_size() > 0));
  geo::CodeScheme scheme{.id = text.id(), .parts = {}};
  for (int i = 0; i < text.parts_size(); ++i) {
    const config::v1::CodeScheme::Part& part = text.parts(i);
    const TextNode at = node.Child("parts", i, part);
    WANGGE_RETURN_IF_ERROR(CheckId(at, "name", -1, part.name()));
    if (scheme.DigitsTo(part.name()).has_value()) {
      return at.Fault("name", "Expected each part once, but \"" + part.name() + "\" stands twice.");
    }
    if (part.digits() < 1 || part.digits() > kPartDigitsMax) {
      return at.Fault("digits", "Expected 1 to 20 digits, but got " + std::to_string(part.digits()) + ".");
    }
    scheme.parts.push_back({part.name(), static_cast<std::size_t>(part.digits())});
  }
  return scheme;
}

}  // namespace wangge::catalog
