#include "catalog/catalogue_import.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "base/csv/csv_field.h"
#include "base/csv/csv_reader.h"
#include "base/file/byte_source.h"
#include "base/status/text.h"
#include "catalog/names.h"

namespace wangge::catalog {
namespace {

using Names = std::map<std::string, std::string, std::less<>>;

constexpr std::string_view kHeader =
    "category,kind,class,subclass,name,name_en,condition,condition_name,condition_name_en,limit,closing,closing_en,"
    "legal_basis\n";

struct Condition {
  std::size_t line = 0;
  std::size_t number = 0;  // in its category
  std::string category{}, main{}, sub{}, name{}, name_en{}, id{}, text{}, text_en{}, closing{}, closing_en{};
  SheetLimit limit{};
};

// Runs of blanks and line ends as one blank, none at the ends.
std::string Folded(std::string_view text) {
  std::string folded;
  for (const char c : text) {
    const bool is_blank = c == ' ' || c == '\t' || c == '\r' || c == '\n';
    if (!is_blank) folded.push_back(c);
    if (is_blank && !folded.empty() && folded.back() != ' ') folded.push_back(' ');
  }
  if (!folded.empty() && folded.back() == ' ') folded.pop_back();
  return folded;
}

std::string Padded(const std::string& code, std::size_t digits) {
  return std::string(digits - std::min(digits, code.size()), '0') + code;
}

class SheetReader {
 public:
  SheetReader(const SheetMap& map, const SheetMap::Sheet& sheet, std::string_view body, std::string_view file_name)
      : map_(map),
        sheet_(sheet),
        file_name_(file_name),
        reader_(ByteSource::OfText(std::string(body)), std::string(file_name)) {}

  absl::Status ReadHeader() {
    WANGGE_RETURN_IF_ERROR(reader_.ReadHeader());
    for (const std::string& column : ColumnsOfMap()) {
      if (!column.empty() && IndexOf(column) == reader_.header().size()) {
        return InvalidArgument(file_name_ + ":1:1: Expected a column \"" + column +
                               "\", which the map names, but the header has none. Name another map, or mend it.");
      }
    }
    const std::vector<std::string> known = ColumnsOfMap();
    for (std::size_t i = 0; i < reader_.header().size(); ++i) {
      if (std::ranges::find(known, reader_.header()[i]) != known.end()) continue;
      return InvalidArgument(file_name_ + ":1:" + std::to_string(i + 1) + ": Expected only columns of the map, but \"" +
                             reader_.header()[i] + "\" is none. Name it in the map, under left_out if not needed.");
    }
    above_.resize(reader_.header().size());
    return absl::OkStatus();
  }

  void ReadRows(Names& names) {
    for (;;) {
      const absl::StatusOr<bool> is_row = reader_.Next(row_);
      if (is_row.ok() && !*is_row) break;
      if (!is_row.ok()) {
        ++rows_;
        faults_.emplace(row_.line, ToStd(is_row.status().message()));
        continue;
      }
      if (std::ranges::all_of(row_.fields, [](const std::string& field) { return Folded(field).empty(); })) continue;
      ++rows_;
      if (auto condition = ReadRow(names)) conditions_.push_back(*std::move(condition));
    }
    JoinSteps();
  }

  SheetCounts Counts() const {
    SheetCounts counts{.file = file_name_, .kind = sheet_.kind, .rows = rows_, .conditions = conditions_.size()};
    std::map<std::string, bool> categories;
    for (const Condition& condition : conditions_) {
      const LimitSteps& steps = condition.limit.steps;
      categories[condition.category] = true;
      counts.two_steps += steps.secure ? 1 : 0;
      std::string unit = domain::FormatLimit(steps.secure.value_or(steps.last));
      ++counts.by_unit[unit.substr(unit.size() - 2)];
    }
    counts.categories = categories.size();
    for (const auto& [line, fault] : faults_) counts.faults.push_back(fault);
    return counts;
  }

  void AppendRows(std::string& out) const {
    for (const Condition& c : conditions_) {
      const std::string limit = FormatLimitSteps(c.limit.steps);
      const std::string* fields[] = {&c.category, &sheet_.kind,  &c.main,          &c.sub,     &c.name,
                                     &c.name_en,  &c.id,         &c.text,          &c.text_en, &limit,
                                     &c.closing,  &c.closing_en, &map_.legal_basis};
      for (const std::string* field : fields) out.append(CsvField(*field)).push_back(',');
      out.back() = '\n';
    }
  }

  bool has_english() const { return has_english_; }

 private:
  std::vector<std::string> ColumnsOfMap() const {
    const SheetMap::Columns& c = map_.columns;
    std::vector<std::string> columns{c.class_code,   c.subclass_code, c.name,       c.name_en, c.condition,
                                     c.condition_en, c.closing,       c.closing_en, c.limit};
    columns.insert(columns.end(), map_.left_out.begin(), map_.left_out.end());
    columns.insert(columns.end(), map_.filled_down.begin(), map_.filled_down.end());
    return columns;
  }

  std::size_t IndexOf(std::string_view column) const {
    return static_cast<std::size_t>(std::ranges::find(reader_.header(), column) - reader_.header().begin());
  }

  std::string Value(const std::string& column) const {
    return column.empty() ? std::string() : Folded(row_.fields[IndexOf(column)]);
  }
  // The English value, or what stands in its place.
  std::string English(const std::string& column, const std::string& otherwise) {
    std::string value = Value(column);
    if (!value.empty() || otherwise.empty()) return value;
    has_english_ = false;
    return otherwise;
  }

  std::nullopt_t Fault(std::size_t line, std::size_t column, const std::string& text) {
    faults_.emplace(line, file_name_ + ":" + std::to_string(line) + ":" + std::to_string(column) + ": " + text);
    return std::nullopt;
  }
  std::nullopt_t Fault(const std::string& column, const std::string& text) {
    return Fault(row_.line, IndexOf(column) + 1, text);
  }

  void FillDown() {
    for (const std::string& column : map_.filled_down) {
      const std::size_t i = IndexOf(column);
      if (Folded(row_.fields[i]).empty()) row_.fields[i] = above_[i];
      above_[i] = row_.fields[i];
    }
  }

  std::optional<std::string> ReadCode(const std::string& column) {
    const std::string code = Value(column);
    const bool is_code =
        !code.empty() && code.size() <= map_.code_digits && code.find_first_not_of("0123456789") == std::string::npos;
    if (is_code) return Padded(code, map_.code_digits);
    return Fault(column, "Expected a code of at most " + std::to_string(map_.code_digits) + " digits, but got \"" +
                             code + "\". Mend the sheet, or code_digits of the map.");
  }

  std::optional<Condition> ReadRow(Names& names) {
    if (row_.fields.size() != reader_.header().size()) {
      return Fault(row_.line, 1,
                   "Expected " + std::to_string(reader_.header().size()) + " fields, but the row has " +
                       std::to_string(row_.fields.size()) + ": \"" + Folded(row_.fields.front()) +
                       "\" ... Put a value that holds a comma in quotes.");
    }
    FillDown();
    const auto main = ReadCode(map_.columns.class_code);
    if (!main) return std::nullopt;
    const auto sub = ReadCode(map_.columns.subclass_code);
    if (!sub) return std::nullopt;
    Condition condition{
        .line = row_.line, .category = sheet_.category_prefix + *main + *sub, .main = *main, .sub = *sub};
    // Numbered by its place in the sheet, so that a row above that is mended later does not move it.
    condition.number = ++numbers_[condition.category];
    condition.id = condition.category + "-" + std::to_string(condition.number);
    condition.name = Value(map_.columns.name);
    condition.text = Value(map_.columns.condition);
    for (const auto& [column, value] :
         {std::pair{&map_.columns.name, &condition.name}, std::pair{&map_.columns.condition, &condition.text}}) {
      if (value->empty()) return Fault(*column, "Expected a value, but it is empty. Mend the sheet.");
    }
    condition.name_en = English(map_.columns.name_en, condition.name);
    condition.text_en = English(map_.columns.condition_en, condition.text);
    condition.closing = Value(map_.columns.closing);
    condition.closing_en = condition.closing.empty() ? "" : English(map_.columns.closing_en, condition.closing);
    std::string meaning = sheet_.kind + ", " + condition.name;
    if (condition.name_en != condition.name) meaning.append(", ").append(condition.name_en);
    const auto [known, is_new] = names.emplace(condition.category, meaning);
    if (!is_new && known->second != meaning) {
      return Fault(map_.columns.name, "Expected category " + condition.category + " as before (" + known->second +
                                          "), but got \"" + meaning + "\". Give it a code of its own, or one name.");
    }
    return ReadLimit(std::move(condition));
  }

  std::optional<Condition> ReadLimit(Condition condition) {
    const std::string text = Value(map_.columns.limit);
    if (const auto limit = ReadSheetLimit(map_, text)) {
      condition.limit = *limit;
      return condition;
    }
    std::string units;
    for (const SheetMap::Unit& unit : map_.units) units.append(units.empty() ? "" : ", ").append(unit.text);
    return Fault(map_.columns.limit, "Expected a number with a unit of the map (" + units + "), but got \"" + text +
                                         "\". Mend the sheet, or name in the map what it means.");
  }

  // A row that gives only a first step takes the last one from the next row of its category.
  void JoinSteps() {
    std::vector<Condition> whole;
    for (std::size_t i = 0; i < conditions_.size(); ++i) {
      Condition condition = conditions_[i];
      const Condition* next = i + 1 < conditions_.size() ? &conditions_[i + 1] : nullptr;
      const bool has_next = next != nullptr && next->category == condition.category &&
                            next->number == condition.number + 1 && !next->limit.is_first_step;
      if (condition.limit.is_first_step && !has_next) {
        Fault(condition.line, IndexOf(map_.columns.limit) + 1,
              "Expected the limit of the last step in the next row of category " + condition.category +
                  ", but there is none for \"" + domain::FormatLimit(condition.limit.steps.last) +
                  "\". Add it, or write both steps here.");
        continue;
      }
      if (condition.limit.is_first_step) {
        condition.limit.steps = {.secure = condition.limit.steps.last, .last = next->limit.steps.last};
      }
      whole.push_back(std::move(condition));
    }
    conditions_ = std::move(whole);
  }

  const SheetMap& map_;
  const SheetMap::Sheet& sheet_;
  const std::string file_name_;
  CsvReader reader_;
  CsvRow row_;
  std::vector<std::string> above_;
  std::vector<Condition> conditions_;
  std::map<std::string, std::size_t> numbers_;
  std::multimap<std::size_t, std::string> faults_;  // by line
  std::size_t rows_ = 0;
  bool has_english_ = true;
};

}  // namespace

absl::Status CatalogueImport::Add(const SheetMap::Sheet& sheet, std::string_view body, std::string_view file_name) {
  if (const std::size_t line = FirstLineNotUtf8(body); line != 0) {
    return InvalidArgument(std::string(file_name) + ":" + std::to_string(line) +
                           ":1: Expected UTF-8 text, but this line is not. Save the spreadsheet as CSV UTF-8.");
  }
  SheetReader reader(map_, sheet, body, file_name);
  WANGGE_RETURN_IF_ERROR(reader.ReadHeader());
  reader.ReadRows(names_);
  sheets_.push_back(reader.Counts());
  reader.AppendRows(rows_);
  has_english_ = has_english_ && reader.has_english();
  return absl::OkStatus();
}

absl::StatusOr<std::string> CatalogueImport::Csv() const {
  if (rows_.empty()) return InvalidArgument("Expected one row at least that is understood, but there is none.");
  return std::string(kHeader).append(rows_);
}

}  // namespace wangge::catalog
