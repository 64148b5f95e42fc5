#include "catalog/sheet_map.h"

#include <algorithm>

#include "catalog/text_fields.h"
#include "wangge/config/v1/catalogue_map.pb.h"

namespace wangge::catalog {
namespace {

namespace v1 = wangge::config::v1;

constexpr int kCodeDigitsMax = 4;

template <typename Strings>
std::vector<std::string> ListOf(const Strings& texts) {
  return {texts.begin(), texts.end()};
}

class Reader {
 public:
  Reader(const v1::CatalogueMap& text, const ParsedText& parsed) : text_(text), root_(text, parsed) {}

  absl::StatusOr<SheetMap> Read() {
    WANGGE_RETURN_IF_ERROR(CheckId(root_, "id", -1, text_.id()));
    map_.id = text_.id();
    map_.label = text_.label().empty() ? text_.id() : text_.label();
    WANGGE_RETURN_IF_ERROR(ReadSheets());
    WANGGE_RETURN_IF_ERROR(ReadColumns());
    map_.left_out = ListOf(text_.left_out());
    map_.filled_down = ListOf(text_.filled_down());
    if (text_.code_digits() < 0 || text_.code_digits() > kCodeDigitsMax) {
      return root_.Fault("code_digits", "Expected codes of 1 to 4 digits, or 0 for two, but got " +
                                            std::to_string(text_.code_digits()) + ".");
    }
    if (text_.code_digits() > 0) map_.code_digits = static_cast<std::size_t>(text_.code_digits());
    WANGGE_RETURN_IF_ERROR(ReadWords());
    WANGGE_RETURN_IF_ERROR(ReadUnits());
    WANGGE_RETURN_IF_ERROR(ReadPhrases());
    return std::move(map_);
  }

 private:
  bool IsStatute() const { return map_.legal_basis == "statute"; }

  absl::Status ReadSheets() {
    WANGGE_RETURN_IF_ERROR(CheckPresent(root_, "sheets", text_.sheets_size() > 0));
    for (int i = 0; i < text_.sheets_size(); ++i) {
      const v1::CatalogueMap::Sheet& sheet = text_.sheets(i);
      const TextNode node = root_.Child("sheets", i, sheet);
      WANGGE_RETURN_IF_ERROR(CheckPresent(node, "file", !sheet.file().empty()));
      WANGGE_RETURN_IF_ERROR(CheckPresent(node, "kind", !sheet.kind().empty()));
      if (!sheet.category_prefix().empty() && !IsCode(sheet.category_prefix())) {
        return node.Fault("category_prefix", "Expected the beginning of a code, but got \"" + sheet.category_prefix() +
                                                 "\". Take digits or letters, e.g. \"10\".");
      }
      if (sheet.file().find('/') != std::string::npos) {
        return node.Fault("file", "Expected the name of a file, but got the path \"" + sheet.file() +
                                      "\". The folder is named when it is imported.");
      }
      map_.sheets.push_back({sheet.file(), sheet.kind(), sheet.category_prefix()});
    }
    return absl::OkStatus();
  }

  absl::Status ReadColumns() {
    WANGGE_RETURN_IF_ERROR(CheckPresent(root_, "columns", text_.has_columns()));
    const v1::CatalogueMap::Columns& columns = text_.columns();
    const TextNode node = root_.Child("columns", -1, columns);
    WANGGE_RETURN_IF_ERROR(CheckPresent(node, "class_code", !columns.class_code().empty()));
    WANGGE_RETURN_IF_ERROR(CheckPresent(node, "subclass_code", !columns.subclass_code().empty()));
    WANGGE_RETURN_IF_ERROR(CheckPresent(node, "name", !columns.name().empty()));
    WANGGE_RETURN_IF_ERROR(CheckPresent(node, "condition", !columns.condition().empty()));
    WANGGE_RETURN_IF_ERROR(CheckPresent(node, "limit", !columns.limit().empty()));
    map_.columns = {.class_code = columns.class_code(),
                    .subclass_code = columns.subclass_code(),
                    .name = columns.name(),
                    .name_en = columns.name_en(),
                    .condition = columns.condition(),
                    .condition_en = columns.condition_en(),
                    .closing = columns.closing(),
                    .closing_en = columns.closing_en(),
                    .limit = columns.limit()};
    return absl::OkStatus();
  }

  absl::Status ReadWords() {
    map_.step_separators = ListOf(text_.step_separators());
    map_.first_step_words = ListOf(text_.first_step_words());
    for (const auto& [field, words] :
         {std::pair{"step_separators", &map_.step_separators}, std::pair{"first_step_words", &map_.first_step_words}}) {
      const auto empty = std::ranges::find(*words, std::string());
      if (empty == words->end()) continue;
      return root_.Fault(field, static_cast<int>(empty - words->begin()),
                         "Expected what the sheet writes, but it is empty. Take the line out.");
    }
    map_.legal_basis = text_.legal_basis().empty() ? "local" : text_.legal_basis();
    if (map_.legal_basis == "local" || IsStatute()) return absl::OkStatus();
    return root_.Fault("legal_basis", "Expected local or statute, but got \"" + map_.legal_basis +
                                          "\". Take statute where a law itself sets the limits.");
  }

  absl::Status ReadUnits() {
    WANGGE_RETURN_IF_ERROR(CheckPresent(root_, "units", text_.units_size() > 0));
    for (int i = 0; i < text_.units_size(); ++i) {
      const v1::CatalogueMap::Unit& unit = text_.units(i);
      const TextNode node = root_.Child("units", i, unit);
      WANGGE_RETURN_IF_ERROR(CheckPresent(node, "text", !unit.text().empty()));
      const auto one = ParseLimitSteps("1" + unit.unit());
      if (!one || one->secure || domain::FormatLimit(one->last) != "1" + unit.unit()) {
        return node.Fault("unit", "Expected one of um uh ud nd wm wh wd sd sw sm, but got \"" + unit.unit() +
                                      "\". What each means stands in libs/domain/calendar/limit.h.");
      }
      WANGGE_RETURN_IF_ERROR(CheckBasis(node, "unit", *one));
      if (std::ranges::find(map_.units, unit.text(), &SheetMap::Unit::text) != map_.units.end()) {
        return node.Fault("text", "Expected each text once, but \"" + unit.text() +
                                      "\" stands twice. Keep the line with the right unit.");
      }
      map_.units.push_back({unit.text(), unit.unit()});
    }
    return absl::OkStatus();
  }

  absl::Status ReadPhrases() {
    for (int i = 0; i < text_.phrases_size(); ++i) {
      const v1::CatalogueMap::Phrase& phrase = text_.phrases(i);
      const TextNode node = root_.Child("phrases", i, phrase);
      WANGGE_RETURN_IF_ERROR(CheckPresent(node, "text", !phrase.text().empty()));
      const auto limit = ParseLimitSteps(phrase.limit());
      if (!limit) {
        return node.Fault("limit", "Expected a limit such as 2uh, or two steps such as 1uh/5wd, but got \"" +
                                       phrase.limit() + "\". Write a whole number and a unit for each step.");
      }
      WANGGE_RETURN_IF_ERROR(CheckBasis(node, "limit", *limit));
      map_.phrases.push_back({phrase.text(), *limit});
    }
    return absl::OkStatus();
  }

  absl::Status CheckBasis(const TextNode& node, const std::string& field, const LimitSteps& limit) const {
    if (!IsStatute() || !WorkingDayStep(limit)) return absl::OkStatus();
    return node.Fault(field,
                      "Expected the days of a statute in sw, but got wd, which counts hours of work from the very "
                      "start. Write sw, or \"local\" as the legal_basis.");
  }

  const v1::CatalogueMap& text_;
  const TextNode root_;
  SheetMap map_;
};

std::string WithoutBlanks(std::string_view text) {
  std::string whole(text);
  std::erase_if(whole, [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; });
  return whole;
}

// Full-width digits (EF BC 90 ... EF BC 99) become ASCII ones.
std::string WithAsciiDigits(std::string text) {
  constexpr std::string_view kLead = "\xEF\xBC";
  constexpr char kZero = '\x90';
  for (std::size_t at = text.find(kLead); at != std::string::npos; at = text.find(kLead, at + 1)) {
    if (at + 2 >= text.size()) break;
    const int digit = static_cast<unsigned char>(text[at + 2]) - static_cast<unsigned char>(kZero);
    if (digit >= 0 && digit <= 9) text.replace(at, 3, 1, static_cast<char>('0' + digit));
  }
  return text;
}

std::optional<domain::Limit> ReadStep(const SheetMap& map, std::string_view text) {
  const std::size_t digits = std::min(text.find_first_not_of("0123456789"), text.size());
  const auto unit = std::ranges::find(map.units, text.substr(digits), &SheetMap::Unit::text);
  if (unit == map.units.end()) return std::nullopt;
  return domain::ParseLimit(std::string(text.substr(0, digits)).append(unit->unit));
}

}  // namespace

absl::StatusOr<SheetMap> LoadSheetMap(std::string_view body, std::string_view file_name) {
  v1::CatalogueMap text;
  ParsedText parsed{.file_name = std::string(file_name)};
  WANGGE_RETURN_IF_ERROR(ParseTextFormat(body, text, parsed));
  return Reader(text, parsed).Read();
}

std::optional<SheetLimit> ReadSheetLimit(const SheetMap& map, std::string_view text) {
  const std::string whole = WithAsciiDigits(WithoutBlanks(text));
  const std::string_view all = whole;
  for (const SheetMap::Phrase& phrase : map.phrases) {
    if (WithAsciiDigits(WithoutBlanks(phrase.text)) == whole) return SheetLimit{.steps = phrase.limit};
  }
  if (const auto only = ReadStep(map, all)) return SheetLimit{.steps = {.last = *only}};
  for (const std::string& separator : map.step_separators) {
    const std::size_t at = all.find(separator);
    if (at == std::string_view::npos) continue;
    const auto secure = ReadStep(map, all.substr(0, at));
    const auto last = ReadStep(map, all.substr(at + separator.size()));
    if (secure && last) return SheetLimit{.steps = {.secure = secure, .last = *last}};
  }
  for (const std::string& word : map.first_step_words) {
    if (!all.ends_with(word)) continue;
    const auto first = ReadStep(map, all.substr(0, all.size() - word.size()));
    if (first) return SheetLimit{.steps = {.last = *first}, .is_first_step = true};
  }
  return std::nullopt;
}

}  // namespace wangge::catalog
