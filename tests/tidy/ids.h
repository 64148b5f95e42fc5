// A system is data: the ids of config/systems do not stand in C++.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "tests/tidy/fault.h"
#include "tests/tidy/source.h"

namespace wangge::tidy {

using Ids = std::set<std::string, std::less<>>;

// A reviewed exception: this word may stand in this place although it is an id.
struct AllowedId {
  int line = 0;  // in the list of exceptions
  std::string id;
  std::string place;  // a file, or a folder with everything below it
  std::string reason;
};

struct AllowedIds {
  std::vector<AllowedId> entries;
  Faults faults;  // lines that are no exception
};

// The values of the `id:` fields of a text-format protobuf.
Ids IdsOf(std::string_view textproto);

// The ids of every .textproto below config/systems.
Ids IdsOf(const Tree& tree);

// Lines of `id place reason`; '#' opens a comment line.
AllowedIds ParseAllowedIds(const File& list);

// Literals and enumerators that equal an id without an exception. kBeforeCheck is compared as before_check, and
// BEFORE_CHECK too.
Faults CheckIds(const Source& source, const Ids& ids, const AllowedIds& allowed);

// Exceptions that no source needs.
Faults CheckAllowedIdsAreNeeded(const std::vector<Source>& sources, const Ids& ids, const AllowedIds& allowed,
                                std::string_view list);

}  // namespace wangge::tidy
