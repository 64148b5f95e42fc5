// What is made up for a demonstration is called so wherever it shows: whether the layers that places and figures come
// from are.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "domain/editions.h"
#include "services/wangge/client/connection.h"
#include "storage/store.h"

namespace wangge::commands {

// Behind a layer's name, and above figures for people.
inline constexpr char kIllustrative[] = "illustrative (示意)";
void PrintIllustrativeTitle();
// Beside an answer on stdout that has no place for it.
void NoteIllustrative();

// Of one layer of a state. DATA_LOSS: its body is missing or is none.
absl::StatusOr<bool> IsIllustrative(const storage::Snapshot& snapshot, const domain::ContentHash& layer);
// Of any layer in force in a state, or on a server; false for a server that does not tell its layers.
absl::StatusOr<bool> HasIllustrativeLayer(const storage::Snapshot& snapshot, const domain::Editions& editions);
bool HasIllustrativeLayer(const client::Connection& connection);
// Of this layer of a server; the same.
bool IsIllustrativeLayer(const client::Connection& connection, const std::string& layer);

}  // namespace wangge::commands
