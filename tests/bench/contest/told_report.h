// The reports of every contender: of one category, at places drawn over the demo city, with about 300 bytes of their
// own. The same seed gives the same places. One owner.
#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <string_view>

#include "wangge/report/v1/report.pb.h"

namespace wangge::bench {

struct ToldReport {
  static constexpr std::string_view kCategory = "100101";
  static constexpr std::string_view kSource = "inspector";
  static constexpr std::string_view kActor = "bench";
  static constexpr std::string_view kDescription = "井盖破损，影响行人通行，请尽快处理。夜间无照明，已放置警示牌。";
  static constexpr std::string_view kAddress = "丽水市莲都区解放街与中山街交叉口东北角";

  std::string request_id{};  // a UUID in its text form
  double longitude = 0;      // WGS 84, degrees
  double latitude = 0;
};

class ToldReports {
 public:
  explicit ToldReports(std::uint64_t seed) : random_(seed) {}
  ToldReport Next();

 private:
  std::mt19937_64 random_;
  std::uniform_real_distribution<double> share_{0, 1};
};

void Fill(const ToldReport& told, report::v1::SubmitReportRequest& request);

}  // namespace wangge::bench
