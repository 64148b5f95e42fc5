#include "base/status/text.h"
#include "catalog/compile_procedure.h"
#include "catalog/load.h"
#include "catalog/prove.h"

namespace wangge::catalog {
namespace {

// The place of what a fault is about.
absl::Status At(const TextNode& root, const v1::Procedure& text, const Fault& fault) {
  const auto index = static_cast<int>(fault.index);
  switch (fault.element) {
    case Fault::Element::kProcedure:
      return root.Fault(ToText(fault));
    case Fault::Element::kStage:
      return root.Child("stages", index, text.stages(index)).Fault("id", ToText(fault));
    case Fault::Element::kAction:
      return root.Child("actions", index, text.actions(index)).Fault("id", ToText(fault));
    case Fault::Element::kClock:
      return root.Child("clocks", index, text.clocks(index)).Fault("id", ToText(fault));
    case Fault::Element::kRequest:
      return root.Child("requests", index, text.requests(index)).Fault("id", ToText(fault));
    case Fault::Element::kCounter:
      return root.Child("counters", index, text.counters(index)).Fault("id", ToText(fault));
    case Fault::Element::kProhibition:
      return root.Child("prohibitions", index, text.prohibitions(index)).Fault("id", ToText(fault));
  }
  return root.Fault(ToText(fault));
}

absl::StatusOr<domain::Procedure> Load(std::string_view body, std::string_view file_name, bool prove) {
  v1::Procedure text;
  ParsedText parsed{.file_name = std::string(file_name)};
  WANGGE_RETURN_IF_ERROR(ParseTextFormat(body, text, parsed));
  WANGGE_ASSIGN_OR_RETURN(domain::Procedure procedure, CompileProcedure(text, parsed));
  if (!prove) return procedure;
  std::string faults;
  for (const Fault& fault : Prove(procedure)) {
    if (!faults.empty()) faults += '\n';
    faults += ToStd(At(TextNode(text, parsed), text, fault).message());
  }
  if (faults.empty()) return procedure;
  return InvalidArgument(faults);
}

}  // namespace

absl::StatusOr<domain::Procedure> LoadProcedure(std::string_view body, std::string_view file_name) {
  return Load(body, file_name, true);
}

absl::StatusOr<domain::Procedure> CompileProcedure(std::string_view body, std::string_view file_name) {
  return Load(body, file_name, false);
}

}  // namespace wangge::catalog
