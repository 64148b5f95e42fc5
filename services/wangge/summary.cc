#include "services/wangge/summary.h"

#include <nlohmann/json.hpp>
#include <vector>

#include "base/hex.h"
#include "base/status/text.h"
#include "engine/digest.h"
#include "engine/edition_book.h"
#include "engine/verify.h"
#include "insight/percentile.h"
#include "services/wangge/case_scan.h"

namespace wangge {
namespace {

bool IsOverdue(const domain::Case& c, domain::ClockIndex disposal, Timestamp now) {
  if (domain::EverLate(c, disposal)) return true;
  const domain::ClockRun* run = domain::LatestRun(c, disposal);
  return run != nullptr && !run->stopped && run->due < now;
}

void Count(const domain::Case& c, const domain::Procedure& procedure, Timestamp now, Summary& summary,
           std::vector<std::int64_t>& resolution) {
  ++summary.reports;
  if (!c.area.empty()) {
    ++summary.located;
  } else if (c.location.position) {
    ++summary.gap;
  }
  if (c.filed) ++summary.filed;
  if (IsOverdue(c, procedure.disposal_clock, now)) ++summary.overdue;
  if (c.outcome != domain::Outcome::kClosed) return;
  ++summary.closed;
  const auto& ended = c.milestones[static_cast<std::size_t>(domain::Milestone::kEnded)].at;
  if (ended) resolution.push_back((*ended - c.received_at).micros);
}

}  // namespace

absl::StatusOr<Summary> Summarise(const OpenState& state) {
  const auto snapshot = state.committer->Published();
  engine::EditionBook book(CatalogLoader());
  WANGGE_RETURN_IF_ERROR(book.Load(*snapshot, {}));
  WANGGE_ASSIGN_OR_RETURN(const auto last, LastTime(*state.committer));
  const Timestamp now = last.value_or(Timestamp{});
  Summary summary;
  std::vector<std::int64_t> resolution;
  WANGGE_RETURN_IF_ERROR(ForEachCase(state, [&](const domain::Case& c) -> absl::Status {
    const domain::Procedure* procedure = book.current()->procedures.Find(c.procedure);
    if (procedure == nullptr) return DataLoss("Expected the procedure of a case in the state, but it is missing.");
    Count(c, *procedure, now, summary, resolution);
    return absl::OkStatus();
  }));
  summary.p50_s = static_cast<double>(insight::SpanOf(resolution).p50) / 1e6;
  WANGGE_ASSIGN_OR_RETURN(const Hash digest, engine::DigestOf(*snapshot));
  summary.digest = ToHex(BytesOf(digest));
  WANGGE_ASSIGN_OR_RETURN(const engine::VerifyReport report, engine::Verify(*snapshot, {}));
  summary.verified = report.ok();
  return summary;
}

std::string ToJson(const Summary& summary) {
  const nlohmann::ordered_json json{
      {"reports", summary.reports}, {"located", summary.located}, {"gap", summary.gap},
      {"filed", summary.filed},     {"closed", summary.closed},   {"overdue", summary.overdue},
      {"p50_s", summary.p50_s},     {"digest", summary.digest},   {"verify", summary.verified}};
  return json.dump();
}

}  // namespace wangge
