// Reads what a city file lists, checks each edition and how they refer to each other, and gives them in the order in
// which they can come into force. Reads files only; nothing is activated here. Thread-safe.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "domain/editions.h"
#include "geo/files/layer_file.h"

namespace wangge::catalog {

struct ConfigEdition {
  domain::EditionKind kind = domain::EditionKind::kSystem;
  std::string name{};
  std::string body{};  // of a layer: see layer_body.h
  std::string file{};  // for errors
  // file:line:column of the entry in the city file; empty for one that comes from elsewhere.
  std::string place{};
  std::vector<std::string> findings{};  // of a layer: what was done and noticed when its file was read
};

// A layer as it was read from `path`. INVALID_ARGUMENT: EncodeLayerBody refuses the key.
absl::StatusOr<ConfigEdition> LayerEdition(const std::string& name, const std::string& key, const std::string& path,
                                           const geo::LayerFile& file, bool index_of_geos = false);

// `city_file`: message City (proto/wangge/config/v1/city.proto). The result stands in the order layers, calendars,
// organisations, responsibilities, catalogues, procedures, systems, absences, components, roles, each kind in the order
// of the file: nothing comes before what it refers to, and the roles, which say who may activate, last.
//
// INVALID_ARGUMENT "file:line:column: ...": a fault of the city file, of a listed file (load.h, prove.h), or a
// reference across files that leads nowhere: a system's procedure, catalogue or layers, a procedure's roles, a
// responsible unit. A reference to a kind of which the city file lists nothing is not followed: it may be in force
// already; what ReadLayerFile refuses of a layer. A damaged gzip file is INVALID_ARGUMENT too. NOT_FOUND,
// PERMISSION_DENIED, RESOURCE_EXHAUSTED (larger than limits::kConfigBodyBytesMax): the text names the place in the city
// file and the path.
absl::StatusOr<std::vector<ConfigEdition>> ReadConfigFiles(const std::string& city_file);

// What ReadConfigFiles proves of editions that have been read: every body loads (edition_set.h) and every reference
// leads somewhere.
absl::Status CheckEditions(const std::vector<ConfigEdition>& editions);

// What must hold of `candidates`, whose bodies load, beside the editions in force: each reference of theirs leads to
// one of them or to an edition in force, and none in force refers to what they take away (roles of a procedure,
// responsible units, posts of absences). A reference to a kind of which there is nothing yet is not followed. Of layers
// and components in force no body is needed. INVALID_ARGUMENT "file:line:column: ..." at the reference.
absl::Status CheckReferences(const std::vector<ConfigEdition>& candidates, const std::vector<ConfigEdition>& in_force);

}  // namespace wangge::catalog
