#include "catalog/campaign.h"

#include <algorithm>

#include "catalog/text_fields.h"
#include "wangge/config/v1/campaign.pb.h"

namespace wangge::catalog {
namespace {

namespace v1 = wangge::config::v1;

absl::StatusOr<domain::Day> ReadDay(const TextNode& node, const std::string& field, const std::string& text) {
  if (const auto day = domain::ParseDay(text)) return *day;
  return node.Fault(field, "Expected a day such as 2026-03-01, but got \"" + text + "\".");
}

bool BeginsWithAny(std::string_view text, const std::vector<std::string>& beginnings) {
  return std::ranges::any_of(beginnings, [text](const std::string& beginning) { return text.starts_with(beginning); });
}

}  // namespace

bool Campaign::Holds(const Traits& traits, Duration utc_offset) const {
  const domain::Day day = domain::LocalDay(traits.received, utc_offset);
  if (day < from || to < day) return false;
  if (!areas.empty() && !BeginsWithAny(traits.area, areas)) return false;
  return BeginsWithAny(traits.category, conditions) ||
         (!traits.condition.empty() && BeginsWithAny(traits.condition, conditions));
}

bool Campaign::Holds(const domain::Case& c, Duration utc_offset) const {
  return Holds({.category = c.category, .condition = c.condition, .area = c.area, .received = c.received_at},
               utc_offset);
}

absl::StatusOr<Campaign> LoadCampaign(std::string_view body, std::string_view file_name) {
  v1::Campaign text;
  ParsedText parsed{.file_name = std::string(file_name)};
  WANGGE_RETURN_IF_ERROR(ParseTextFormat(body, text, parsed));
  const TextNode root(text, parsed);
  WANGGE_RETURN_IF_ERROR(CheckId(root, "id", -1, text.id()));
  Campaign campaign{.id = text.id()};
  WANGGE_ASSIGN_OR_RETURN(campaign.label, ReadLabel(root, text));
  WANGGE_RETURN_IF_ERROR(CheckPresent(root, "conditions", text.conditions_size() > 0));
  for (int i = 0; i < text.conditions_size(); ++i) {
    if (text.conditions(i).empty()) {
      return root.Fault("conditions", i, "Expected the beginning of a category or condition, but it is empty.");
    }
    campaign.conditions.push_back(text.conditions(i));
  }
  for (int i = 0; i < text.areas_size(); ++i) {
    if (text.areas(i).empty()) return root.Fault("areas", i, "Expected the beginning of a cell code, but it is empty.");
    campaign.areas.push_back(text.areas(i));
  }
  WANGGE_ASSIGN_OR_RETURN(campaign.from, ReadDay(root, "from", text.from()));
  WANGGE_ASSIGN_OR_RETURN(campaign.to, ReadDay(root, "to", text.to()));
  if (campaign.to < campaign.from) {
    return root.Fault("to",
                      "Expected a last day not before the first, " + text.from() + ", but got " + text.to() + ".");
  }
  return campaign;
}

}  // namespace wangge::catalog
