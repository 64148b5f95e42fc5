// The files of a state directory, and the parts opened over them. One process at a time holds a state.
//
//   DIR/rocks/         the RocksDB (libs/storage)
//   DIR/master.key     wraps every key of the vault (libs/vault); without it sealed fields are lost for good
//   DIR/attachments/   sealed photos
//   DIR/readings.jsonl  who read personal fields, or who is on shift where, when and why
//   DIR/indexes/       indexes of the layers in force: built anew where they are missing (services/grid)
//   DIR/checkpoint/    while a backup is made; worthless afterwards
#pragma once

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "engine/edition_book.h"
#include "storage/rocks_committer.h"
#include "storage/rocks_store.h"

namespace wangge {

std::string RocksDir(const std::string& state);
std::string MasterKeyFile(const std::string& state);
std::string AttachmentsDir(const std::string& state);
std::string ReadingsFile(const std::string& state);
std::string IndexesDir(const std::string& state);
std::string CheckpointDir(const std::string& state);

// A state that this process holds.
struct OpenState {
  std::unique_ptr<storage::Store> store;
  std::unique_ptr<storage::RocksCommitter> committer;  // over the store: goes first
};

enum class OpenFor {
  kExisting,  // NOT_FOUND when there is no state
  kFresh,     // FAILED_PRECONDITION when there is one
  kEither,
};

// Whether OpenStateFiles may go on; writes nothing. Besides the above FAILED_PRECONDITION: not a directory, or one that
// holds other files and no state.
absl::Status CheckStateFolder(const std::string& state, OpenFor what);

// Errors of CheckStateFolder before anything is written, then of OpenRocksStore and RocksCommitter::Open.
absl::StatusOr<OpenState> OpenStateFiles(const std::string& state, OpenFor what,
                                         const storage::CommitterOptions& options = {});

// What the engine loads editions with: libs/catalog.
engine::EditionLoader CatalogLoader();

// The folder of the product's own configuration: --config, else ./config, else beside the program (build tree or
// installed). NOT_FOUND lists where it was looked for.
absl::StatusOr<std::string> ConfigDir(const std::string& given);

}  // namespace wangge
