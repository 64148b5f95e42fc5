#include "catalog/compile_procedure.h"

#include <map>

#include "base/limits.h"
#include "catalog/load.h"
#include "catalog/procedure_names.h"

namespace wangge::catalog {
namespace {

constexpr std::uint32_t kQuotaMax = 100;
constexpr std::uint32_t kApprovalsMax = 5;
constexpr std::uint32_t kProofDistanceMaxCm = 100'000'000;  // a thousand kilometres: more is a mistake

// Repeated enumerators.
template <typename Numbers, typename Proto, typename Value, std::size_t n>
absl::StatusOr<std::vector<Value>> ReadEnums(const TextNode& node, const std::string& field, const Numbers& numbers,
                                             const Pair<Proto, Value> (&pairs)[n]) {
  std::vector<Value> values;
  for (int i = 0; i < numbers.size(); ++i) {
    WANGGE_ASSIGN_OR_RETURN(const Value value, ReadEnum(node, field, i, numbers[i], pairs));
    values.push_back(value);
  }
  return values;
}

class Compiler {
 public:
  Compiler(const v1::Procedure& text, const ParsedText& parsed) : text_(text), root_(text, parsed) {}

  absl::StatusOr<domain::Procedure> Compile() {
    WANGGE_RETURN_IF_ERROR(CheckId(root_, "id", -1, text_.id()));
    procedure_.id = text_.id();
    WANGGE_ASSIGN_OR_RETURN(procedure_.label, ReadLabel(root_, text_));
    WANGGE_RETURN_IF_ERROR(CheckPresent(root_, "stages", text_.stages_size() > 0));
    WANGGE_RETURN_IF_ERROR(CheckPresent(root_, "actions", text_.actions_size() > 0));
    if (std::max({text_.stages_size(), text_.actions_size(), text_.clocks_size()}) > limits::kProcedureEntriesMax) {
      return root_.Fault("Expected at most 1000 stages, actions and clocks each, but there are more.");
    }
    WANGGE_RETURN_IF_ERROR(AddClocks());
    WANGGE_RETURN_IF_ERROR(AddStages());
    WANGGE_RETURN_IF_ERROR(AddEntries());
    WANGGE_RETURN_IF_ERROR(AddRequests());
    WANGGE_RETURN_IF_ERROR(AddCounters());
    WANGGE_RETURN_IF_ERROR(SetOptions());
    WANGGE_RETURN_IF_ERROR(SetReport());
    WANGGE_ASSIGN_OR_RETURN(procedure_.disposal_clock,
                            Find(root_, "disposal_clock", -1, text_.disposal_clock(), clocks_));
    for (int i = 0; i < text_.actions_size(); ++i) {
      WANGGE_RETURN_IF_ERROR(AddAction(root_.Child("actions", i, text_.actions(i)), text_.actions(i)));
    }
    WANGGE_RETURN_IF_ERROR(SetExpiries());
    WANGGE_RETURN_IF_ERROR(SetFollowing());
    WANGGE_RETURN_IF_ERROR(AddProhibitions());
    return std::move(procedure_);
  }

 private:
  using Index = std::uint16_t;
  using Indexes = std::map<std::string, Index, std::less<>>;
  using Strings = google::protobuf::RepeatedPtrField<std::string>;

  absl::StatusOr<Index> Find(const TextNode& node, const std::string& field, int index, const std::string& id,
                             const Indexes& indexes) const {
    const auto found = indexes.find(id);
    if (found != indexes.end()) return found->second;
    return node.Fault(field, index,
                      "Expected the id of " + KindOf(indexes) + " of this procedure, but \"" + id + "\" is none.");
  }

  std::string KindOf(const Indexes& indexes) const {
    if (&indexes == &clocks_) return "a clock";
    if (&indexes == &stages_) return "a stage";
    if (&indexes == &requests_) return "a request";
    if (&indexes == &counters_) return "a counter";
    return "an action";
  }

  absl::StatusOr<std::vector<Index>> FindAll(const TextNode& node, const std::string& field, const Strings& ids,
                                             const Indexes& indexes) const {
    std::vector<Index> found;
    for (int i = 0; i < ids.size(); ++i) {
      WANGGE_ASSIGN_OR_RETURN(const Index index, Find(node, field, i, ids[i], indexes));
      found.push_back(index);
    }
    return found;
  }

  static absl::StatusOr<std::vector<std::string>> ReadRoles(const TextNode& node, const char* field,
                                                            const Strings& roles) {
    for (int i = 0; i < roles.size(); ++i) WANGGE_RETURN_IF_ERROR(CheckId(node, field, i, roles[i]));
    return std::vector<std::string>(roles.begin(), roles.end());
  }

  static absl::StatusOr<domain::Limit> ReadLimit(const TextNode& node, const std::string& field,
                                                 const std::string& limit) {
    if (const auto parsed = domain::ParseLimit(limit)) return *parsed;
    return node.Fault(field, "Expected a limit such as 30um, 4wh, 2uh, 5wd, 5nd or 60sd, but got \"" + limit + "\".");
  }

  // The id of a stage, action, clock, request, counter or entry.
  static absl::Status Register(const TextNode& node, const std::string& id, Indexes& indexes) {
    WANGGE_RETURN_IF_ERROR(CheckId(node, "id", -1, id));
    if (indexes.emplace(id, static_cast<Index>(indexes.size())).second) return absl::OkStatus();
    return node.Fault("id", "Expected each id once, but \"" + id + "\" stands twice.");
  }

  absl::Status AddClocks() {
    for (int i = 0; i < text_.clocks_size(); ++i) {
      const v1::Clock& clock = text_.clocks(i);
      const TextNode node = root_.Child("clocks", i, clock);
      WANGGE_RETURN_IF_ERROR(Register(node, clock.id(), clocks_));
      domain::ClockRule rule{.id = clock.id()};
      WANGGE_ASSIGN_OR_RETURN(rule.label, ReadLabel(node, clock));
      WANGGE_RETURN_IF_ERROR(ReadSpan(node, clock, rule));
      rule.once = clock.once();
      if (clock.has_warning_percent()) {
        if (clock.warning_percent() < 1 || clock.warning_percent() > 99) {
          return node.Fault("warning_percent",
                            "Expected 1 to 99, but got " + std::to_string(clock.warning_percent()) + ".");
        }
        rule.warning_percent = static_cast<std::uint8_t>(clock.warning_percent());
      }
      if (!clock.owner().empty()) WANGGE_RETURN_IF_ERROR(CheckId(node, "owner", -1, clock.owner()));
      rule.owner = clock.owner();
      procedure_.clocks.push_back(std::move(rule));
    }
    return absl::OkStatus();
  }

  static absl::Status ReadSpan(const TextNode& node, const v1::Clock& clock, domain::ClockRule& rule) {
    const auto is_set = [&](bool value, const char* field) {
      return value ? absl::OkStatus()
                   : node.Fault(field, std::string("Expected a limit or ") + field + ": true, but it is false.");
    };
    switch (clock.span_case()) {
      case v1::Clock::kLimit: {
        WANGGE_ASSIGN_OR_RETURN(rule.limit, ReadLimit(node, "limit", clock.limit()));
        return absl::OkStatus();
      }
      case v1::Clock::kLimitOfCondition:
        rule.span = domain::Span::kCondition;
        return is_set(clock.limit_of_condition(), "limit_of_condition");
      case v1::Clock::kSecureLimitOfCondition:
        rule.span = domain::Span::kSecure;
        return is_set(clock.secure_limit_of_condition(), "secure_limit_of_condition");
      case v1::Clock::kUntilOfRequest:
        rule.span = domain::Span::kUntil;
        return is_set(clock.until_of_request(), "until_of_request");
      case v1::Clock::SPAN_NOT_SET:
        break;
    }
    return node.Fault(
        "Expected a limit, limit_of_condition, secure_limit_of_condition or until_of_request, but clock \"" +
        clock.id() + "\" has none.");
  }

  absl::Status AddEntries() {
    Indexes entries;
    for (int i = 0; i < text_.entries_size(); ++i) {
      const v1::Entry& entry = text_.entries(i);
      const TextNode node = root_.Child("entries", i, entry);
      WANGGE_RETURN_IF_ERROR(Register(node, entry.id(), entries));
      domain::Entry value{.id = entry.id()};
      WANGGE_RETURN_IF_ERROR(CheckPresent(node, "roles", entry.roles_size() > 0));
      WANGGE_ASSIGN_OR_RETURN(value.roles, ReadRoles(node, "roles", entry.roles()));
      WANGGE_ASSIGN_OR_RETURN(value.stage, Find(node, "stage", -1, entry.stage(), stages_));
      WANGGE_ASSIGN_OR_RETURN(value.starts, FindAll(node, "starts", entry.starts(), clocks_));
      if (entry.attachments_min() > limits::kAttachmentsMax) {
        return node.Fault("attachments_min", "Expected at most " + std::to_string(limits::kAttachmentsMax) +
                                                 ", but got " + std::to_string(entry.attachments_min()) + ".");
      }
      value.attachments_min = static_cast<std::uint16_t>(entry.attachments_min());
      procedure_.entries.push_back(std::move(value));
    }
    return absl::OkStatus();
  }

  absl::Status AddRequests() {
    for (int i = 0; i < text_.requests_size(); ++i) {
      const v1::Request& request = text_.requests(i);
      const TextNode node = root_.Child("requests", i, request);
      WANGGE_RETURN_IF_ERROR(Register(node, request.id(), requests_));
      domain::RequestRule rule{
          .id = request.id(), .refusals_count = request.refusals_count(), .per_case = request.per_case()};
      WANGGE_ASSIGN_OR_RETURN(rule.label, ReadLabel(node, request));
      if (request.quota() > kQuotaMax) {
        return node.Fault("quota", "Expected 0 to 100, but got " + std::to_string(request.quota()) + ".");
      }
      rule.quota = static_cast<std::uint16_t>(request.quota());
      if (request.has_approvals() && (request.approvals() < 1 || request.approvals() > kApprovalsMax)) {
        return node.Fault("approvals", "Expected 1 to 5, but got " + std::to_string(request.approvals()) + ".");
      }
      if (request.has_approvals()) rule.approvals = static_cast<std::uint16_t>(request.approvals());
      if (!request.until_max().empty()) {
        WANGGE_ASSIGN_OR_RETURN(rule.until_max, ReadLimit(node, "until_max", request.until_max()));
      }
      procedure_.requests.push_back(std::move(rule));
    }
    return absl::OkStatus();
  }

  absl::Status AddCounters() {
    for (int i = 0; i < text_.counters_size(); ++i) {
      const v1::Counter& counter = text_.counters(i);
      const TextNode node = root_.Child("counters", i, counter);
      WANGGE_RETURN_IF_ERROR(Register(node, counter.id(), counters_));
      WANGGE_ASSIGN_OR_RETURN(domain::Label label, ReadLabel(node, counter));
      procedure_.counters.push_back({.id = counter.id(), .label = std::move(label)});
    }
    return absl::OkStatus();
  }

  absl::Status SetOptions() {
    if (text_.has_rework_limit()) {
      WANGGE_ASSIGN_OR_RETURN(procedure_.rework_limit,
                              ReadEnum(root_, "rework_limit", -1, text_.rework_limit(), kReworkLimits));
    }
    if (!text_.has_proof_distance_max_cm()) return absl::OkStatus();
    const std::uint32_t distance = text_.proof_distance_max_cm();
    if (distance < 1 || distance > kProofDistanceMaxCm) {
      return root_.Fault("proof_distance_max_cm",
                         "Expected 1 to 100000000 cm, but got " + std::to_string(distance) + ".");
    }
    procedure_.proof_distance_max_cm = distance;
    return absl::OkStatus();
  }

  absl::Status SetExpiries() {
    for (int i = 0; i < text_.clocks_size(); ++i) {
      const v1::Clock& clock = text_.clocks(i);
      if (clock.on_expiry().empty()) continue;
      WANGGE_ASSIGN_OR_RETURN(procedure_.clocks[static_cast<std::size_t>(i)].on_expiry,
                              Find(root_.Child("clocks", i, clock), "on_expiry", -1, clock.on_expiry(), actions_));
    }
    return absl::OkStatus();
  }

  absl::Status SetFollowing() {
    for (int i = 0; i < text_.actions_size(); ++i) {
      const v1::Action& action = text_.actions(i);
      if (action.then().empty()) continue;
      WANGGE_ASSIGN_OR_RETURN(procedure_.actions[static_cast<std::size_t>(i)].then,
                              Find(root_.Child("actions", i, action), "then", -1, action.then(), actions_));
    }
    return absl::OkStatus();
  }

  absl::Status AddProhibitions() {
    Indexes prohibitions;
    for (int i = 0; i < text_.prohibitions_size(); ++i) {
      const v1::Prohibition& prohibition = text_.prohibitions(i);
      const TextNode node = root_.Child("prohibitions", i, prohibition);
      WANGGE_RETURN_IF_ERROR(Register(node, prohibition.id(), prohibitions));
      domain::Prohibition value{.id = prohibition.id(), .basis = prohibition.basis()};
      WANGGE_ASSIGN_OR_RETURN(value.label, ReadLabel(node, prohibition));
      WANGGE_RETURN_IF_ERROR(CheckPresent(node, "basis", !prohibition.basis().empty()));
      WANGGE_ASSIGN_OR_RETURN(value.after, FindAll(node, "after", prohibition.after(), actions_));
      WANGGE_ASSIGN_OR_RETURN(value.until, FindAll(node, "until", prohibition.until(), actions_));
      WANGGE_RETURN_IF_ERROR(CheckPresent(node, "never", prohibition.never_size() > 0));
      WANGGE_ASSIGN_OR_RETURN(value.never, FindAll(node, "never", prohibition.never(), actions_));
      WANGGE_ASSIGN_OR_RETURN(value.by_roles, ReadRoles(node, "by_roles", prohibition.by_roles()));
      if (value.after.empty() && !value.until.empty()) {
        return node.Fault("until", 0,
                          "Expected until with after only, but prohibition \"" + value.id + "\" has no after.");
      }
      procedure_.prohibitions.push_back(std::move(value));
    }
    return absl::OkStatus();
  }

  absl::Status AddStages() {
    for (int i = 0; i < text_.stages_size(); ++i) {
      const v1::Stage& stage = text_.stages(i);
      const TextNode node = root_.Child("stages", i, stage);
      WANGGE_RETURN_IF_ERROR(Register(node, stage.id(), stages_));
      domain::Stage value{.id = stage.id()};
      WANGGE_ASSIGN_OR_RETURN(value.label, ReadLabel(node, stage));
      if (stage.has_outcome()) {
        WANGGE_ASSIGN_OR_RETURN(value.outcome, ReadEnum(node, "outcome", -1, stage.outcome(), kOutcomes));
      }
      procedure_.stages.push_back(std::move(value));
    }
    return absl::OkStatus();
  }

  absl::Status SetReport() {
    WANGGE_RETURN_IF_ERROR(CheckPresent(root_, "report", text_.has_report()));
    const v1::Report& report = text_.report();
    const TextNode node = root_.Child("report", -1, report);
    WANGGE_RETURN_IF_ERROR(CheckPresent(node, "roles", report.roles_size() > 0));
    WANGGE_ASSIGN_OR_RETURN(procedure_.report_roles, ReadRoles(node, "roles", report.roles()));
    WANGGE_ASSIGN_OR_RETURN(procedure_.report_starts, FindAll(node, "starts", report.starts(), clocks_));
    WANGGE_ASSIGN_OR_RETURN(procedure_.first_stage, Find(node, "stage", -1, report.stage(), stages_));
    return absl::OkStatus();
  }

  absl::Status ReadMove(const TextNode& node, const v1::Action& action, domain::Action& value) const {
    switch (action.move_case()) {
      case v1::Action::kTo: {
        WANGGE_ASSIGN_OR_RETURN(value.to, Find(node, "to", -1, action.to(), stages_));
        return absl::OkStatus();
      }
      case v1::Action::kStays:
        value.move = domain::Move::kStay;
        value.to = value.from.front();
        if (action.stays()) return absl::OkStatus();
        break;
      case v1::Action::kBack:
        value.move = domain::Move::kBack;
        value.to = procedure_.first_stage;
        if (action.back()) return absl::OkStatus();
        break;
      case v1::Action::MOVE_NOT_SET:
        break;
    }
    return node.Fault("id", "Expected to, stays: true or back: true, but action \"" + action.id() + "\" has none.");
  }

  absl::Status ReadRequestStep(const TextNode& node, const v1::Action& action, domain::Action& value) const {
    if (action.request().empty() != !action.has_step()) {
      return node.Fault(
          "id", "Expected a request and its step, both or none, but action \"" + action.id() + "\" has one of them.");
    }
    if (action.request().empty()) return absl::OkStatus();
    WANGGE_ASSIGN_OR_RETURN(value.request, Find(node, "request", -1, action.request(), requests_));
    WANGGE_ASSIGN_OR_RETURN(value.step, ReadEnum(node, "step", -1, action.step(), kRequestSteps));
    return absl::OkStatus();
  }

  absl::Status AddAction(const TextNode& node, const v1::Action& action) {
    WANGGE_RETURN_IF_ERROR(Register(node, action.id(), actions_));
    domain::Action value{.id = action.id()};
    WANGGE_ASSIGN_OR_RETURN(value.label, ReadLabel(node, action));
    WANGGE_ASSIGN_OR_RETURN(value.desk, ReadEnum(node, "desk", -1, action.desk(), kDesks));
    WANGGE_RETURN_IF_ERROR(CheckPresent(node, "from", action.from_size() > 0));
    WANGGE_ASSIGN_OR_RETURN(value.from, FindAll(node, "from", action.from(), stages_));
    WANGGE_RETURN_IF_ERROR(ReadMove(node, action, value));
    WANGGE_ASSIGN_OR_RETURN(value.roles, ReadRoles(node, "roles", action.roles()));
    WANGGE_ASSIGN_OR_RETURN(value.guards, ReadEnums(node, "guards", action.guards(), kGuards));
    WANGGE_ASSIGN_OR_RETURN(value.inputs, ReadEnums(node, "inputs", action.inputs(), kInputs));
    WANGGE_ASSIGN_OR_RETURN(value.effects, ReadEnums(node, "effects", action.effects(), kEffects));
    WANGGE_ASSIGN_OR_RETURN(value.stops, FindAll(node, "stops", action.stops(), clocks_));
    WANGGE_ASSIGN_OR_RETURN(value.starts, FindAll(node, "starts", action.starts(), clocks_));
    WANGGE_ASSIGN_OR_RETURN(value.pauses, FindAll(node, "pauses", action.pauses(), clocks_));
    WANGGE_ASSIGN_OR_RETURN(value.resumes, FindAll(node, "resumes", action.resumes(), clocks_));
    WANGGE_ASSIGN_OR_RETURN(value.extends, FindAll(node, "extends", action.extends(), clocks_));
    WANGGE_ASSIGN_OR_RETURN(value.counts, FindAll(node, "counts", action.counts(), counters_));
    value.stops_all = action.stops_all();
    value.pauses_all = action.pauses_all();
    value.resumes_all = action.resumes_all();
    value.lapses = action.lapses();
    WANGGE_RETURN_IF_ERROR(ReadRequestStep(node, action, value));
    if (action.has_milestone()) {
      WANGGE_ASSIGN_OR_RETURN(value.milestone, ReadEnum(node, "milestone", -1, action.milestone(), kMilestones));
    }
    if (action.has_part()) {
      WANGGE_ASSIGN_OR_RETURN(value.part, ReadEnum(node, "part", -1, action.part(), kParts));
    }
    procedure_.actions.push_back(std::move(value));
    return absl::OkStatus();
  }

  const v1::Procedure& text_;
  TextNode root_;
  domain::Procedure procedure_;
  Indexes stages_;
  Indexes clocks_;
  Indexes actions_;
  Indexes requests_;
  Indexes counters_;
};

}  // namespace

absl::StatusOr<domain::Procedure> CompileProcedure(const v1::Procedure& text, const ParsedText& parsed) {
  return Compiler(text, parsed).Compile();
}

}  // namespace wangge::catalog
