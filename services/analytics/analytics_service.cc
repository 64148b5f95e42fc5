#include "services/analytics/analytics_service.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "base/status/text.h"
#include "domain/scope.h"
#include "rpc/error.h"
#include "rpc/handler.h"
#include "services/analytics/count_feed.h"
#include "services/analytics/counts.h"
#include "services/analytics/fact_feed.h"
#include "services/analytics/kept_figures.h"
#include "services/analytics/query.h"
#include "services/follow/city_reader.h"
#include "services/ledger/callers.h"
#include "services/ledger/ledger.h"
#include "services/ledger/reader_pool.h"
#include "services/ledger/refusal.h"
#include "wangge/analytics/v1/analytics.grpc.pb.h"
#include "wire/time.h"

namespace wangge::analytics {
namespace {

using Request = v1::QueryResolutionTimesRequest;
using Response = v1::QueryResolutionTimesResponse;

absl::Status FeedNotReady() {
  return rpc::WithRetryAfter(
      rpc::MakeError(absl::StatusCode::kUnavailable, "FEED_NOT_READY",
                     "Expected the facts to be read from the feed, but the service is still reading. Try again."),
      Seconds(1));
}

std::vector<std::string> RolesThatRead(const domain::Roles& roles) {
  std::vector<std::string> ids;
  for (const auto& [id, role] : roles) {
    if (role.reads_statistics) ids.push_back(id);
  }
  return ids;
}

absl::Status PageGone() {
  return rpc::MakeError(absl::StatusCode::kInvalidArgument, "PAGE_TOKEN_INVALID",
                        "Expected a page token of figures that are still kept, but they are gone. Ask for the first "
                        "page.");
}

// The caller and everything that decides the figures; pages may differ in size.
std::string ListOf(const domain::Actor& actor, Request request) {
  request.clear_page_size();
  request.clear_page_token();
  request.clear_position_token();
  std::string roles;
  for (const std::string& role : actor.roles) roles.append(role).append(",");
  return ledger::ListKey(
      {"QueryResolutionTimes", actor.id, actor.area, actor.organisation, roles, request.SerializeAsString()});
}

// Where a page begins, in which figures.
struct Cursor {
  std::uint64_t position = 0;
  std::uint64_t row = 0;
};
std::string TextOf(const Cursor& cursor) { return std::to_string(cursor.position) + "." + std::to_string(cursor.row); }
// Only of a token that this process made.
Cursor CursorOf(std::string_view text) {
  Cursor cursor;
  const char* const end = text.data() + text.size();
  const auto position = std::from_chars(text.data(), end, cursor.position);
  if (position.ptr != end) std::from_chars(position.ptr + 1, end, cursor.row);
  return cursor;
}

}  // namespace

class AnalyticsService::Impl final : public v1::AnalyticsService::CallbackService {
 public:
  explicit Impl(const AnalyticsParts& parts)
      : parts_(parts),
        progress_(parts.delays),
        reader_(parts.ledger, parts.delays, parts.log, rules_, progress_, {},
                {.on_record = [this](const ledger::v1::FeedRecord& record) {
                  facts_.Apply(record);
                  counted_.Apply(record);
                }}) {}

  bool IsReady() const { return reader_.IsReady(); }

  grpc::ServerUnaryReactor* QueryResolutionTimes(grpc::CallbackServerContext* context, const Request* request,
                                                 Response* response) override {
    return rpc::ServeUnary(parts_.environment, context, "wangge.analytics.v1.AnalyticsService/QueryResolutionTimes",
                           request, response,
                           [this](const rpc::Call& call, const Request& in, const rpc::Reply<Response>& reply) {
                             Start(call, in, reply, &Impl::Check, &Impl::Answer);
                           });
  }

  grpc::ServerUnaryReactor* QueryCounts(grpc::CallbackServerContext* context, const v1::QueryCountsRequest* request,
                                        v1::QueryCountsResponse* response) override {
    return rpc::ServeUnary(parts_.environment, context, "wangge.analytics.v1.AnalyticsService/QueryCounts", request,
                           response,
                           [this](const rpc::Call& call, const v1::QueryCountsRequest& in,
                                  const rpc::Reply<v1::QueryCountsResponse>& reply) {
                             Start(call, in, reply, &Impl::CheckCounts, &Impl::AnswerCounts);
                           });
  }

 private:
  struct Asked {
    domain::Actor actor;
    Request request;
    insight::ResolutionQuery query;
    bool is_empty = false;  // nothing of what is asked lies within the caller's reach
    std::size_t page_size = 0;
  };

  struct CountsAsked {
    CountQuery query;
    bool by_unit = false;
  };

  // Checks what is asked, waits for the feed to reach it, and answers on the pool.
  template <typename Ask, typename Said, typename Checked>
  void Start(const rpc::Call& call, const Ask& in, const rpc::Reply<Said>& reply,
             absl::StatusOr<Checked> (Impl::*check)(domain::Actor, const Ask&) const,
             absl::Status (Impl::*answer)(const Checked&, Said&)) {
    if (!reader_.IsReady()) return reply.Finish(FeedNotReady());
    if (absl::Status own = ledger::RequireOwnName(*call.caller); !own.ok()) return reply.Finish(own);
    auto asked = (this->*check)(ledger::ActorOf(*call.caller), in);
    if (!asked.ok()) return reply.Finish(asked.status());
    const auto position = follow::PositionOfToken(in.position_token());
    if (!position.ok()) return reply.Finish(position.status());
    const auto shared = std::make_shared<const Checked>(*std::move(asked));
    progress_.WhenReached(*position, call.deadline - call.arrived, [this, shared, reply, answer](bool reached) {
      if (!reached) return reply.Finish(follow::PositionNotReached());
      const absl::Status taken = pool_.TryRun([this, shared, reply, answer] {
        rpc::RunGuarded(reply, [&] { reply.Finish((this->*answer)(*shared, reply.message())); });
      });
      if (!taken.ok()) reply.Finish(taken);
    });
  }

  // PERMISSION_DENIED ROLE_NOT_ALLOWED.
  static absl::StatusOr<follow::Reach> ReachOf(const domain::Actor& actor, const follow::Rules& rules) {
    follow::Reach reach = follow::StatisticsReach(actor, rules);
    if (reach.is_allowed) return reach;
    const std::vector<std::string> would_do = RolesThatRead(rules.roles);
    if (domain::HasAnyRole(actor, would_do)) {
      return rpc::MakeError(absl::StatusCode::kPermissionDenied, "ROLE_NOT_ALLOWED",
                            "Expected a caller with an area, or of an organisation where the role is a unit's, but "
                            "the caller's is empty: that is nowhere. Ask with the token of a post that has one.");
    }
    return ledger::NotAllowed("read statistics", actor.roles, rules.roles, would_do);
  }

  absl::StatusOr<Asked> Check(domain::Actor actor, const Request& in) const {
    const auto rules = rules_.Read();
    WANGGE_ASSIGN_OR_RETURN(const follow::Reach reach, ReachOf(actor, *rules));
    wire::Faults faults;
    const domain::System* days = rules->systems.empty() ? nullptr : &rules->systems.begin()->second;
    Asked asked{.actor = std::move(actor), .request = in, .query = QueryOf(in, days, faults)};
    WANGGE_RETURN_IF_ERROR(ledger::StatusOf(faults));
    WANGGE_ASSIGN_OR_RETURN(asked.page_size, ledger::PageSize(in.page_size()));
    asked.is_empty = !Narrow(reach, asked.query);
    return asked;
  }

  absl::Status Answer(const Asked& asked, Response& response) {
    const std::string list = ListOf(asked.actor, asked.request);
    Cursor cursor;
    std::shared_ptr<const Figures> figures;
    if (asked.request.page_token().empty()) {
      auto computed = facts_.Query(asked.query);
      if (asked.is_empty) computed.rows.clear();
      figures = std::make_shared<const Figures>(std::move(computed));
    } else {
      WANGGE_ASSIGN_OR_RETURN(const std::string text, parts_.page_tokens.Open(list, asked.request.page_token()));
      cursor = CursorOf(text);
      figures = kept_.Find(list, cursor.position);
      if (!figures) return PageGone();
    }
    const std::size_t end = std::min(figures->rows.size(), cursor.row + asked.page_size);
    for (std::size_t i = cursor.row; i < end; ++i) *response.add_rows() = ToProto(figures->rows[i]);
    response.set_position(figures->position);
    *response.mutable_as_of() = wire::ToProto(figures->as_of);
    if (end == figures->rows.size()) return absl::OkStatus();
    if (cursor.row == 0) kept_.Keep(list, figures);
    response.set_next_page_token(parts_.page_tokens.Make(list, TextOf({figures->position, end})));
    return absl::OkStatus();
  }

  absl::StatusOr<CountsAsked> CheckCounts(domain::Actor actor, const v1::QueryCountsRequest& in) const {
    WANGGE_ASSIGN_OR_RETURN(const follow::Reach reach, ReachOf(actor, *rules_.Read()));
    wire::Faults faults;
    CountsAsked asked{QueryOf(in, reach, faults), in.by_unit()};
    WANGGE_RETURN_IF_ERROR(ledger::StatusOf(faults));
    return asked;
  }

  absl::Status AnswerCounts(const CountsAsked& asked, v1::QueryCountsResponse& response) {
    const Counts counted = counted_.Query(asked.query, *rules_.Read());
    *response.mutable_counts() = ToProto(counted.counts, asked.by_unit);
    response.set_position(counted.position);
    *response.mutable_as_of() = wire::ToProto(counted.as_of);
    return absl::OkStatus();
  }

  const AnalyticsParts parts_;
  FactFeed facts_;
  CountFeed counted_;
  KeptFigures kept_;
  follow::CityRules rules_;
  follow::Progress progress_;
  ledger::ReaderPool pool_{1};  // for queries
  follow::CityReader reader_;   // last: goes first, as it fills the others
};

AnalyticsService::AnalyticsService(const AnalyticsParts& parts) : impl_(std::make_unique<Impl>(parts)) {}
AnalyticsService::~AnalyticsService() = default;
bool AnalyticsService::IsReady() const { return impl_->IsReady(); }
rpc::ServedService AnalyticsService::served() { return {v1::AnalyticsService::service_full_name(), impl_.get()}; }

}  // namespace wangge::analytics
