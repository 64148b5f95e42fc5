#include "tests/kit/posts.h"

#include "base/check.h"

namespace wangge::kit {

client::Connection As(const Post& post, const std::string& server, const std::string& keys) {
  auto connection = client::Connection::Open({.server = server,
                                              .token = {},
                                              .keys = keys,
                                              .caller = {.actor = post.actor,
                                                         .organisation = post.organisation,
                                                         .area = post.area,
                                                         .roles = {post.role},
                                                         .expires = {}}});
  CHECK(connection.ok());
  return *std::move(connection);
}

report::v1::SubmitReportRequest CoverReport(const std::string& request_id) {
  report::v1::SubmitReportRequest request;
  request.set_request_id(request_id);
  report::v1::Report& report = *request.mutable_report();
  report.set_category("100101");
  report.set_source("inspector");
  cases::v1::Position& position = *report.mutable_position();
  position.set_longitude(119.92);
  position.set_latitude(28.45);
  position.set_datum("wgs84");
  position.set_source(cases::v1::POSITION_SOURCE_GNSS);
  return request;
}

}  // namespace wangge::kit
