// The editions that a case is pinned to.
#pragma once

#include "domain/case.h"
#include "domain/editions.h"

namespace wangge::domain {

struct Pinned {
  const System* system = nullptr;
  const Procedure* procedure = nullptr;
  const Catalogue* catalogue = nullptr;
};

inline Pinned PinnedBy(const Editions& editions, const Case& c) {
  return {editions.systems.Find(c.system), editions.procedures.Find(c.procedure),
          editions.catalogues.Find(c.catalogue)};
}

}  // namespace wangge::domain
