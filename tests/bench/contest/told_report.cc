#include "tests/bench/contest/told_report.h"

#include "services/wangge/client/request_id.h"

namespace wangge::bench {
namespace {

// Within the layers of the demo city.
constexpr double kWest = 119.80;
constexpr double kSouth = 28.35;
constexpr double kSide = 0.20;

}  // namespace

ToldReport ToldReports::Next() {
  ToldReport told{.request_id = client::NewRequestId()};
  told.longitude = kWest + kSide * share_(random_);
  told.latitude = kSouth + kSide * share_(random_);
  return told;
}

void Fill(const ToldReport& told, report::v1::SubmitReportRequest& request) {
  request.set_request_id(told.request_id);
  report::v1::Report& body = *request.mutable_report();
  body.set_category(std::string(ToldReport::kCategory));
  body.set_source(std::string(ToldReport::kSource));
  body.set_description(std::string(ToldReport::kDescription));
  body.set_address(std::string(ToldReport::kAddress));
  body.mutable_position()->set_longitude(told.longitude);
  body.mutable_position()->set_latitude(told.latitude);
  body.mutable_position()->set_datum("wgs84");
  body.mutable_position()->set_source(cases::v1::POSITION_SOURCE_GNSS);
}

}  // namespace wangge::bench
