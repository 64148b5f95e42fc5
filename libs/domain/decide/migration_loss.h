// What keeps a case from moving to another edition: the case refers to something that the edition has not. Pure.
#pragma once

#include <string>

#include "domain/rejection.h"

namespace wangge::domain {

// `edition` is "procedure" or "catalogue" and `name` its id; `what` of the case is missing there under `id`.
inline Rejection MigrationLoses(const char* edition, const std::string& name, const char* what, const std::string& id) {
  return {.kind = RefusalKind::kPrecondition,
          .reason = "MIGRATION_LOSES",
          .text = std::string("Expected an edition of ") + edition + " \"" + name + "\" that has the " + what + " \"" +
                  id + "\" of the case, but it has none. Let the case end under its own edition.",
          .details = {{what, id}}};
}

}  // namespace wangge::domain
