#include "catalog/component_rules.h"

#include <algorithm>
#include <utility>

#include "catalog/code_schemes.h"
#include "catalog/read_component_rules.h"
#include "catalog/text_fields.h"

namespace wangge::catalog {
namespace {

namespace v1 = wangge::config::v1;

using Choices = std::map<std::string, domain::Label, std::less<>>;

absl::StatusOr<Choices> ReadChoices(const TextNode& node, const std::string& field,
                                    const google::protobuf::RepeatedPtrField<v1::Components::Choice>& choices) {
  WANGGE_RETURN_IF_ERROR(CheckPresent(node, field, !choices.empty()));
  Choices read;
  for (int i = 0; i < choices.size(); ++i) {
    const TextNode at = node.Child(field, i, choices[i]);
    WANGGE_RETURN_IF_ERROR(CheckId(at, "id", -1, choices[i].id()));
    WANGGE_ASSIGN_OR_RETURN(domain::Label label, ReadLabel(at, choices[i]));
    if (!read.emplace(choices[i].id(), std::move(label)).second) {
      return at.Fault("id", "Expected each id once, but \"" + choices[i].id() + "\" stands twice.");
    }
  }
  return read;
}

absl::Status ReadSchemes(const TextNode& node, const v1::Components& text, ComponentRules& rules) {
  WANGGE_RETURN_IF_ERROR(CheckPresent(node, "id_schemes", text.id_schemes_size() > 0));
  for (int i = 0; i < text.id_schemes_size(); ++i) {
    const TextNode at = node.Child("id_schemes", i, text.id_schemes(i));
    WANGGE_ASSIGN_OR_RETURN(geo::CodeScheme scheme, ReadCodeScheme(at, text.id_schemes(i)));
    for (const std::string_view part : {kClassPart, kSubclassPart}) {
      if (scheme.DigitsTo(part).has_value()) continue;
      return at.Fault("id", "Expected a part \"" + std::string(part) +
                                "\", which holds the catalogue's column of that name, but there is none.");
    }
    rules.id_schemes.push_back(std::move(scheme));
  }
  return absl::OkStatus();
}

absl::Status ReadAccuracy(const TextNode& node, const v1::Components& text, ComponentRules& rules) {
  WANGGE_RETURN_IF_ERROR(CheckPresent(node, "accuracy_classes", text.accuracy_classes_size() > 0));
  for (int i = 0; i < text.accuracy_classes_size(); ++i) {
    const v1::Components::AccuracyClass& one = text.accuracy_classes(i);
    const TextNode at = node.Child("accuracy_classes", i, one);
    if (!IsCode(one.code())) {
      return at.Fault("code", "Expected the code of a class (at most 64 bytes), but got \"" + one.code() + "\".");
    }
    if (one.cm() == 0) return at.Fault("cm", "Expected centimetres above 0, but there are none.");
    if (!rules.accuracy_cm.emplace(one.code(), one.cm()).second) {
      return at.Fault("code", "Expected each class once, but \"" + one.code() + "\" stands twice.");
    }
  }
  return absl::OkStatus();
}

}  // namespace

const geo::CodeScheme* ComponentRules::SchemeOf(std::string_view id) const {
  const auto fits = std::ranges::find_if(id_schemes, [id](const geo::CodeScheme& scheme) { return scheme.Fits(id); });
  return fits == id_schemes.end() ? nullptr : &*fits;
}

absl::StatusOr<ComponentRules> ReadComponentRules(const TextNode& node, const v1::Components& text) {
  ComponentRules rules;
  WANGGE_RETURN_IF_ERROR(CheckId(node, "edition", -1, text.edition()));
  rules.duty.edition = text.edition();
  WANGGE_RETURN_IF_ERROR(CheckPresent(node, "kinds", text.kinds_size() > 0));
  for (int i = 0; i < text.kinds_size(); ++i) {
    if (text.kinds(i).empty()) return node.Fault("kinds", i, "Expected a kind of category, but it is empty.");
    rules.duty.kinds.insert(text.kinds(i));
  }
  WANGGE_RETURN_IF_ERROR(ReadSchemes(node, text, rules));
  WANGGE_RETURN_IF_ERROR(ReadAccuracy(node, text, rules));
  WANGGE_ASSIGN_OR_RETURN(rules.states, ReadChoices(node, "states", text.states()));
  WANGGE_ASSIGN_OR_RETURN(rules.duty.reasons, ReadChoices(node, "reasons", text.reasons()));
  return rules;
}

absl::StatusOr<std::optional<ComponentRules>> LoadComponentRules(std::string_view system_body,
                                                                 std::string_view file_name) {
  v1::System text;
  ParsedText parsed{.file_name = std::string(file_name)};
  WANGGE_RETURN_IF_ERROR(ParseTextFormat(system_body, text, parsed));
  if (!text.has_components()) return std::optional<ComponentRules>{};
  const TextNode root(text, parsed);
  WANGGE_ASSIGN_OR_RETURN(auto rules,
                          ReadComponentRules(root.Child("components", -1, text.components()), text.components()));
  return std::optional(std::move(rules));
}

}  // namespace wangge::catalog
