// A procedure as a table that people can review: a change of the rules is read as a change of this text. Pure.
#pragma once

#include <string>

#include "domain/procedure.h"

namespace wangge::catalog {

// One paragraph a stage: its actions in the order of the procedure, each with who may, under which guards, with which
// inputs, and what it does. Ids only: labels follow in a table of their own. Ends with a line end.
std::string RenderProcedure(const domain::Procedure& procedure);

}  // namespace wangge::catalog
