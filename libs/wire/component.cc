#include "wire/component.h"

#include <string>

#include "base/limits.h"

namespace wangge::wire {
namespace {

void CheckLength(const std::string& text, std::string_view field, std::string_view reason, Faults& faults) {
  if (text.size() <= limits::kIdBytesMax) return;
  AddFault(faults, std::string(field),
           "Expected at most " + std::to_string(limits::kIdBytesMax) + " bytes, but there are " +
               std::to_string(text.size()) + ".",
           reason);
}

domain::ComponentEvidence EvidenceOf(const ledger::v1::ComponentEvidence& evidence, std::string_view field,
                                     Faults& faults) {
  const auto& bodies = evidence.bodies();
  for (const std::string* text :
       {&evidence.edition(), &evidence.category(), &bodies.supervising(), &bodies.owning(), &bodies.maintaining()}) {
    CheckLength(*text, field, "EVIDENCE_TOO_LONG", faults);
  }
  return {.edition = evidence.edition(),
          .version = evidence.version(),
          .is_known = evidence.known(),
          .category = evidence.category(),
          .bodies = FromProto(bodies)};
}

}  // namespace

ledger::v1::ComponentClaim ToProto(const domain::ComponentClaim& claim) {
  ledger::v1::ComponentClaim proto;
  proto.set_component(claim.id);
  proto.set_reason(claim.reason);
  for (const domain::ComponentEvidence& one : claim.evidence) {
    auto& added = *proto.add_evidence();
    added.set_edition(one.edition);
    added.set_version(one.version);
    added.set_known(one.is_known);
    added.set_category(one.category);
    *added.mutable_bodies() = ToProto(one.bodies);
  }
  return proto;
}

domain::ComponentClaim FromProto(const ledger::v1::ComponentClaim& claim, std::string_view field, Faults& faults) {
  CheckLength(claim.component(), Path(field, "component"), "COMPONENT_TOO_LONG", faults);
  CheckLength(claim.reason(), Path(field, "reason"), "REASON_TOO_LONG", faults);
  const std::string evidence = Path(field, "evidence");
  domain::ComponentClaim result{.id = claim.component(), .reason = claim.reason()};
  if (claim.evidence_size() > limits::kLayersMax) {
    AddFault(faults, evidence,
             "Expected at most " + std::to_string(limits::kLayersMax) + " editions, but there are " +
                 std::to_string(claim.evidence_size()) + ".");
    return result;
  }
  for (const auto& one : claim.evidence()) result.evidence.push_back(EvidenceOf(one, evidence, faults));
  return result;
}

cases::v1::ComponentBodies ToProto(const domain::ComponentBodies& bodies) {
  cases::v1::ComponentBodies proto;
  proto.set_supervising(bodies.supervising);
  proto.set_owning(bodies.owning);
  proto.set_maintaining(bodies.maintaining);
  return proto;
}

domain::ComponentBodies FromProto(const cases::v1::ComponentBodies& bodies) {
  return {.supervising = bodies.supervising(), .owning = bodies.owning(), .maintaining = bodies.maintaining()};
}

cases::v1::ReportedComponent ToProto(const domain::NamedComponent& component) {
  cases::v1::ReportedComponent proto;
  proto.set_component(component.id);
  proto.set_reason(component.reason);
  proto.set_edition(component.edition);
  proto.set_version(component.version);
  *proto.mutable_bodies() = ToProto(component.bodies);
  return proto;
}

}  // namespace wangge::wire
