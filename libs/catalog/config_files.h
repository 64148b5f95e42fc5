// Reads what a city file lists, checks each edition and how they refer to each other, and gives them in the order in
// which they can come into force. Reads files only; nothing is activated here. Thread-safe.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "domain/editions.h"

namespace wangge::catalog {

struct ConfigEdition {
  domain::EditionKind kind = domain::EditionKind::kSystem;
  std::string name{};
  std::string body{};  // of a layer: see layer_body.h
  std::string file{};  // for errors
};

// `city_file`: message City (proto/wangge/config/v1/city.proto). The result stands in the order layers, calendars,
// organisations, responsibilities, catalogues, procedures, systems, roles, each kind in the order of the file: nothing
// comes before what it refers to, and the roles, which say who may activate, last.
//
// INVALID_ARGUMENT "file:line:column: ...": a fault of the city file, of a listed file (load.h, prove.h), or a
// reference across files that leads nowhere: a system's procedure, catalogue or layers, a procedure's roles, a
// responsible unit. A reference to a kind of which the city file lists nothing is not followed: it may be in force
// already. NOT_FOUND, PERMISSION_DENIED, DATA_LOSS (damaged gzip), RESOURCE_EXHAUSTED (larger than
// limits::kConfigBodyBytesMax): the text names the place in the city file and the path.
absl::StatusOr<std::vector<ConfigEdition>> ReadConfigFiles(const std::string& city_file);

// What ReadConfigFiles proves of editions that have been read: every body loads (edition_set.h) and every reference
// leads somewhere.
absl::Status CheckEditions(const std::vector<ConfigEdition>& editions);

}  // namespace wangge::catalog
