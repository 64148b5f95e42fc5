#include "services/wangge/replay/record_source.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "base/limits.h"
#include "base/rfc3339.h"
#include "base/status/text.h"

namespace wangge::replay {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Pair;
using ::testing::StartsWith;

constexpr std::string_view kHeader = "id,opened,closed,due,type,dept,lon,lat,channel,ward\n";

ReplayMap MapOf() {
  ReplayMap map;
  EXPECT_TRUE(absl::LoadTimeZone("America/New_York", &map.zone));
  map.time_formats = {TimeFormat::Parse("%Y-%m-%d %H:%M").value(), TimeFormat::Parse("%Y-%m-%d").value()};
  map.missing_values = {"NULL"};
  map.columns = {.id = "id",
                 .opened = "opened",
                 .closed = "closed",
                 .due = "due",
                 .category = "type",
                 .unit = "dept",
                 .longitude = "lon",
                 .latitude = "lat",
                 .source = "channel"};
  map.default_positions = {{.position = {-710'587'000, 423'594'000}, .tolerance_e7 = 10}};
  map.layers.push_back({.name = "wards", .area_column = "ward", .area_rules = {.rules = {{.prefix = "Ward "}}}});
  return map;
}

struct Outcome {
  std::vector<Record> records;
  std::map<std::string, std::uint64_t> rejected;
  std::uint64_t rows = 0;
  std::string rejects_csv;
  Labels categories;
};

Outcome ReadAll(const ReplayMap& map, std::string_view body, std::string_view header = kHeader) {
  const auto source = RecordSource::Of(map, ByteSource::OfText(std::string(header) + std::string(body)), "in.csv");
  EXPECT_TRUE(source.ok()) << source.status();
  Outcome outcome;
  Record record;
  while (true) {
    const auto found = (*source)->Next(record);
    EXPECT_TRUE(found.ok()) << found.status();
    if (!found.ok() || !*found) break;
    outcome.records.push_back(record);
  }
  outcome.rejected = (*source)->rejects().by_reason();
  outcome.rows = (*source)->rows();
  outcome.rejects_csv = (*source)->rejects().csv();
  outcome.categories = (*source)->categories();
  EXPECT_EQ(outcome.rows, outcome.records.size() + (*source)->rejects().total());
  return outcome;
}

Record ReadOne(std::string_view body) {
  const ReplayMap map = MapOf();
  Outcome outcome = ReadAll(map, body);
  EXPECT_EQ(outcome.records.size(), 1u) << outcome.rejects_csv;
  return outcome.records.empty() ? Record() : outcome.records.front();
}

// The only line of the rejects behind its header.
std::string RejectOf(std::string_view body) {
  const ReplayMap map = MapOf();
  const Outcome outcome = ReadAll(map, body);
  EXPECT_THAT(outcome.records, IsEmpty());
  return outcome.rejects_csv.substr(outcome.rejects_csv.find('\n') + 1);
}

TEST(RecordSource, ReadsEveryMappedColumn) {
  const Record r = ReadOne("7, 2011-07-01 01:32 ,2011-07-02 00:00,2011-07-03,Pothole,PWD,-71.1,42.3,Call,Ward 3\n");
  EXPECT_EQ(r.id, "7");
  EXPECT_EQ(FormatRfc3339(r.opened), "2011-07-01T05:32:00Z");
  EXPECT_EQ(FormatRfc3339(r.closed.value()), "2011-07-02T04:00:00Z");
  EXPECT_EQ(FormatRfc3339(r.due.value()), "2011-07-03T04:00:00Z");
  EXPECT_EQ(r.category, "Pothole");
  EXPECT_EQ(r.unit, "PWD");
  EXPECT_EQ(r.source, "Call");
  EXPECT_EQ(r.position, (Position{-711'000'000, 423'000'000}));
  EXPECT_EQ(r.position_source, PositionSource::kRecorded);
  EXPECT_THAT(r.recorded_areas, ElementsAre("3"));
  EXPECT_EQ(r.line, 2u);
}

TEST(RecordSource, EmptyBlankAndMissingValuesAreNothing) {
  const Record r = ReadOne("7,2011-07-01 01:32,, NULL , ,NULL,,,,\" \"\n");
  EXPECT_FALSE(r.closed);
  EXPECT_FALSE(r.due);
  EXPECT_EQ(r.category, "(none)");
  EXPECT_EQ(r.unit, "(none)");
  EXPECT_FALSE(r.position);
  EXPECT_EQ(r.position_source, PositionSource::kNone);
  EXPECT_THAT(r.recorded_areas, ElementsAre(""));
}

TEST(RecordSource, ADefaultPositionStaysAPointAndIsMarked) {
  const Record r = ReadOne("7,2011-07-01 01:32,,,a,b,-71.058701,42.3594,c,\n");
  EXPECT_TRUE(r.position);
  EXPECT_EQ(r.position_source, PositionSource::kDefault);
  EXPECT_EQ(ReadOne("7,2011-07-01 01:32,,,a,b,-71.0588,42.3594,c,\n").position_source, PositionSource::kRecorded);
}

TEST(RecordSource, AClosingInARepeatedHourDoesNotPrecedeItsOpening) {
  const Record r = ReadOne("7,2011-11-06 01:40,2011-11-06 01:10,,a,b,,,c,\n");
  EXPECT_EQ((r.closed.value() - r.opened).micros, Minutes(30).micros);
}

TEST(RecordSource, ADueTimeMayPrecedeTheOpening) {
  const Record r = ReadOne("7,2011-07-02,,2011-07-01,a,b,,,c,\n");
  EXPECT_LT(r.due.value(), r.opened);
}

TEST(RecordSource, AGapOfTheClockAloneNeverClosesBeforeOpening) {
  const Record r = ReadOne("7,2012-03-11 02:30,2012-03-11 03:10,,a,b,,,c,\n");
  EXPECT_EQ(r.closed.value() - r.opened, Minutes(10));
}

TEST(RecordSource, EachBadRowHasOneReasonWithFieldAndValue) {
  const std::string long_id(65, 'x');
  const std::string long_value(limits::kLabelBytesMax + 1, 'y');
  EXPECT_EQ(RejectOf(" ,2011-07-01,,,a,b,,,c,\n"), "2,,MISSING_ID,id,\" \"\n");
  EXPECT_EQ(RejectOf(long_id + ",2011-07-01,,,a,b,,,c,\n"), "2," + long_id + ",ID_TOO_LONG,id," + long_id + "\n");
  EXPECT_EQ(RejectOf("7,NULL,,,a,b,,,c,\n"), "2,7,MISSING_OPENED,opened,NULL\n");
  EXPECT_EQ(RejectOf("7,yesterday,,,a,b,,,c,\n"), "2,7,BAD_TIME,opened,yesterday\n");
  EXPECT_EQ(RejectOf("7,2011-07-01,2011-13-01,,a,b,,,c,\n"), "2,7,BAD_TIME,closed,2011-13-01\n");
  EXPECT_EQ(RejectOf("7,2011-07-01,,\"1, 2\",a,b,,,c,\n"), "2,7,BAD_TIME,due,\"1, 2\"\n");
  // A far year that means "no end" once stopped the whole export at the first clock that no calendar could tell.
  EXPECT_EQ(RejectOf("7,2011-07-01,9999-12-31,,a,b,,,c,\n"), "2,7,BAD_TIME,closed,9999-12-31\n");
  EXPECT_EQ(RejectOf("7,1899-12-30,,,a,b,,,c,\n"), "2,7,BAD_TIME,opened,1899-12-30\n");
  EXPECT_EQ(RejectOf("7,2011-07-01,2011-06-30,,a,b,,,c,\n"), "2,7,CLOSED_BEFORE_OPENED,closed,2011-06-30\n");
  EXPECT_EQ(RejectOf("7,2011-07-01,,,a,b,west,42,c,\n"), "2,7,BAD_COORDINATE,lon,west\n");
  EXPECT_EQ(RejectOf("7,2011-07-01,,,a,b,-71,nan,c,\n"), "2,7,BAD_COORDINATE,lat,nan\n");
  EXPECT_EQ(RejectOf("7,2011-07-01,,," + long_value + ",b,,,c,\n"),
            "2,7,VALUE_TOO_LONG,type," + long_value.substr(0, 200) + "\n");
  EXPECT_EQ(RejectOf("7,2011-07-01,,,a,b\xF6,,,c,\n"), "2,7,NOT_UTF8,dept,b?\n");
  EXPECT_EQ(RejectOf("7,2011-07-01,,,a,b\n"), "2,,ROW_SHAPE,,\"6 columns, the header has 10\"\n");
}

TEST(RecordSource, AnIdIsUsedOnceByTheFirstGoodRow) {
  const ReplayMap map = MapOf();
  const Outcome outcome = ReadAll(map,
                                  "7,never,,,a,b,,,c,\n"
                                  "7,2011-07-01,,,a,b,,,c,\n"
                                  "7,2011-07-02,,,a,b,,,c,\n");
  ASSERT_EQ(outcome.records.size(), 1u);
  EXPECT_EQ(outcome.records[0].line, 3u);
  EXPECT_THAT(outcome.rejected, ElementsAre(Pair("BAD_TIME", 1u), Pair("DUPLICATE_ID", 1u)));
}

TEST(RecordSource, MarkLineEndsQuotesAndLineEndsInFieldsAreRead) {
  const ReplayMap map = MapOf();
  const Outcome outcome = ReadAll(map,
                                  "7,2011-07-01,,,\"a \"\"b\"\", c\",d,,,e,\r\n"
                                  "8,2011-07-01,,,\"two\nlines\",d,,,e,\r\n"
                                  "9,2011-07-01,,,f,d,,,e,",
                                  "\xEF\xBB\xBFid,opened,closed,due,type,dept,lon,lat,channel,ward\r\n");
  ASSERT_EQ(outcome.records.size(), 3u) << outcome.rejects_csv;
  EXPECT_EQ(outcome.records[0].category, "a \"b\", c");
  EXPECT_THAT(outcome.records[1].category, StartsWith("two lines~")) << "an id has no line end";
  EXPECT_EQ(outcome.records[2].line, 5u);
}

TEST(RecordSource, ReadingGoesOnBehindARowWhoseQuotesDoNotFit) {
  const ReplayMap map = MapOf();
  const Outcome outcome = ReadAll(map,
                                  "7,2011-07-01,,,\"a\" x,b,,,c,\n"
                                  "8,2011-07-01,,,a,b,,,c,\n"
                                  "9,2011-07-01,,,\"a,b,,,c,\n");
  ASSERT_EQ(outcome.records.size(), 1u);
  EXPECT_EQ(outcome.records[0].id, "8");
  EXPECT_THAT(outcome.rejected, ElementsAre(Pair("ROW_SHAPE", 2u)));
  EXPECT_THAT(outcome.rejects_csv, HasSubstr("\n2,,ROW_SHAPE,"));
  EXPECT_THAT(outcome.rejects_csv, HasSubstr("\n4,,ROW_SHAPE,"));
}

TEST(RecordSource, AStrayQuoteCostsOneRowAndTheRowsBehindItAreKept) {
  const ReplayMap map = MapOf();
  const Outcome outcome = ReadAll(map,
                                  "7,2011-07-01,,,\"stray,b,,,c,\n"
                                  "8,2011-07-01,,,a,b,,,c,\n"
                                  "9,2011-07-01,,,\"a\",b,,,c,\n"
                                  "10,2011-07-01,,,a,b,,,\"never closed,\n"
                                  "11,2011-07-01,,,a,b,,,c,\n");
  std::vector<std::string> ids;
  for (const Record& record : outcome.records) ids.push_back(record.id);
  EXPECT_THAT(ids, ElementsAre("8", "9", "11"));
  EXPECT_EQ(outcome.rows, 5u);
  EXPECT_THAT(outcome.rejected, ElementsAre(Pair("ROW_SHAPE", 2u)));
  EXPECT_THAT(outcome.rejects_csv, HasSubstr("\n2,,ROW_SHAPE,"));
  EXPECT_THAT(outcome.rejects_csv, HasSubstr("\n5,,ROW_SHAPE,"));
}

TEST(RecordSource, LabelsAreCollectedFromGoodRows) {
  const ReplayMap map = MapOf();
  const Outcome outcome = ReadAll(map,
                                  "7,2011-07-01,,,a,b,,,c,\n8,2011-07-01,,,,b,,,c,\n9,bad,,,z,b,,,c,\n"
                                  "10,2011-07-01,,,a,b,,,c,\n");
  EXPECT_THAT(outcome.categories, ElementsAre(Pair("(none)", "(none)"), Pair("a", "a")));
}

TEST(RecordSource, AMappedColumnThatIsNotThereIsNamedWithTheHeader) {
  const ReplayMap map = MapOf();
  const auto open = [&](const char* text) {
    return RecordSource::Of(map, ByteSource::OfText(text), "in.csv").status();
  };
  const absl::Status missing = open("id,opened\n1,2\n");
  EXPECT_EQ(missing.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(ToStd(missing.message()), "in.csv: Expected a column `closed`, but there are only: id, opened");
  EXPECT_THAT(std::string(open("id,id,opened,closed,due,type,dept,lon,lat,channel,ward\n").message()),
              HasSubstr("`id`, but it stands twice"));
  EXPECT_THAT(std::string(open("id,opened,closed,due,type,dept,lon,lat,channel\n").message()), HasSubstr("`ward`"));
  EXPECT_THAT(std::string(open("").message()), HasSubstr("in.csv: Expected a line with the names"));
  EXPECT_FALSE(open("\xFF\xFEi").ok());
}

TEST(RecordSource, ColumnsThatAreNotMappedMayBeUnnamedOrDoubled) {
  const ReplayMap map = MapOf();
  const Outcome outcome =
      ReadAll(map, "0,7,2011-07-01,,,a,b,,,c,,1,2\n", ",id,opened,closed,due,type,dept,lon,lat,channel,ward,x,x\n");
  EXPECT_EQ(outcome.records.size(), 1u);
}

class FailingSource final : public ByteSource {
 public:
  explicit FailingSource(absl::Status status) : status_(std::move(status)) {}
  absl::StatusOr<std::size_t> Read(std::span<char> room) override {
    if (asked_) return status_;
    asked_ = true;
    const std::string text = std::string(kHeader) + "7,2011-07-01,,,a,b,,,c,\n8,2011-0";
    std::copy(text.begin(), text.end(), room.begin());
    return text.size();
  }

 private:
  absl::Status status_;
  bool asked_ = false;
};

TEST(RecordSource, AnInputThatBreaksOffIsAnErrorAndNoShortInput) {
  const ReplayMap map = MapOf();
  for (const absl::Status& status : {DataLoss("it ends early"), InvalidArgument("it is a folder")}) {
    const auto source = RecordSource::Of(map, std::make_unique<FailingSource>(status), "in.csv.gz");
    ASSERT_TRUE(source.ok()) << source.status();
    Record record;
    ASSERT_TRUE((*source)->Next(record).value());
    const auto broken = (*source)->Next(record);
    EXPECT_EQ(broken.status().code(), status.code());
    EXPECT_THAT(std::string(broken.status().message()), HasSubstr("in.csv.gz"));
  }
}

TEST(LoadAll, ACutGzipFileIsBadInputAndAMissingOneNotFound) {
  const ReplayMap map = MapOf();
  const std::string path = (fs::path(::testing::TempDir()) / "replay_cut.csv.gz").string();
  std::ofstream(path, std::ios::binary) << std::string("\x1F\x8B\x08\0\0\0\0\0\0\x03",
                                                       10);  // a header, nothing behind it
  const absl::Status cut = LoadAll(map, path).status();
  EXPECT_EQ(cut.code(), absl::StatusCode::kInvalidArgument) << cut;
  EXPECT_THAT(std::string(cut.message()), HasSubstr(path));
  fs::remove(path);
  EXPECT_EQ(LoadAll(map, path).status().code(), absl::StatusCode::kNotFound);
}

TEST(LoadAll, RecordsAreInTheOrderOfTimeThenOfTheFile) {
  const ReplayMap map = MapOf();
  const std::string path = (fs::path(::testing::TempDir()) / "replay_load_all.csv").string();
  std::ofstream(path) << kHeader
                      << "1,2011-07-02,,,a,b,,,c,\n2,2011-07-01,,,a,b,,,c,\n3,2011-07-02,,,a,b,,,c,\n4,x,,,a,b,,,c,\n";
  const auto all = LoadAll(map, path);
  ASSERT_TRUE(all.ok()) << all.status();
  std::vector<std::string> ids;
  for (const Record& record : all->records) ids.push_back(record.id);
  EXPECT_THAT(ids, ElementsAre("2", "1", "3"));
  EXPECT_EQ(all->rows, 4u);
  EXPECT_EQ(all->rejects.total(), 1u);

  const std::string rejects = path + ".rejects.csv";
  ASSERT_TRUE(all->rejects.Write(rejects).ok());
  std::ifstream file(rejects);
  EXPECT_EQ(std::string(std::istreambuf_iterator<char>(file), {}),
            "line,id,reason,field,value\n5,4,BAD_TIME,opened,x\n");
  fs::remove(path);
  fs::remove(rejects);
}

}  // namespace
}  // namespace wangge::replay
