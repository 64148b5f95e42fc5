// A procedure as a table that people can review: a change of the rules is read as a change of this text. Pure.
#pragma once

#include <map>
#include <string>

#include "domain/procedure.h"

namespace wangge::catalog {

// One paragraph a stage: its actions in the order of the procedure, each with who may, under which guards, with which
// inputs, and what it does. Ids only: labels follow in a table of their own. Ends with a line end.
std::string RenderProcedure(const domain::Procedure& procedure);

// The stages and actions as a Mermaid state diagram (mermaid.js.org, stateDiagram-v2). What leaves the case in its
// stage is left out.
std::string RenderMermaid(const domain::Procedure& procedure);

// Every stage, action, clock, request, counter and entry by kind and id ("action accept"), as text of one or more
// lines, and the rest under "procedure <id>": what two editions are compared by.
std::map<std::string, std::string> RenderElements(const domain::Procedure& procedure);

// What changes from `before` to `after`: "+ action x" and its lines, "- action y", "~ action z" and the lines that
// differ, each marked - or +. Empty when nothing does. Labels count.
std::string RenderDifference(const domain::Procedure& before, const domain::Procedure& after);

}  // namespace wangge::catalog
