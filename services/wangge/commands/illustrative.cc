#include "services/wangge/commands/illustrative.h"

#include <algorithm>
#include <cstdio>
#include <functional>

#include "base/limits.h"
#include "base/status/text.h"
#include "catalog/layer_body.h"
#include "storage/keys.h"
#include "wangge/grid/v1/grid.grpc.pb.h"

namespace wangge::commands {

namespace {

constexpr char kWhy[] = "the layers of this city are made up";

// Whether it tells its layers, and `holds` for one of them.
bool AnyLayer(const client::Connection& connection, const std::function<bool(const grid::v1::Layer&)>& holds) {
  const auto stub = connection.StubOf<grid::v1::GridService>();
  grid::v1::ListLayersRequest request;
  request.set_page_size(limits::kLayersMax);
  const auto page = connection.Call(*stub, &grid::v1::GridService::Stub::ListLayers, request);
  return page.ok() && std::ranges::any_of(page->layers(), holds);
}

}  // namespace

void PrintIllustrativeTitle() { std::printf("%s: %s\n", kIllustrative, kWhy); }

void NoteIllustrative() { std::fprintf(stderr, "%s: %s\n", kIllustrative, kWhy); }

absl::StatusOr<bool> IsIllustrative(const storage::Snapshot& snapshot, const domain::ContentHash& layer) {
  WANGGE_ASSIGN_OR_RETURN(const auto body,
                          snapshot.Get(storage::Family::kConfig, storage::BodyKey(domain::EditionKind::kLayer, layer)));
  if (!body) return DataLoss("Expected the body of a layer in force, but it is missing. Run `wangge verify`.");
  WANGGE_ASSIGN_OR_RETURN(const auto decoded, catalog::DecodeLayerBody(*body));
  return catalog::IsIllustrative(decoded);
}

absl::StatusOr<bool> HasIllustrativeLayer(const storage::Snapshot& snapshot, const domain::Editions& editions) {
  for (const auto& [key, activation] : editions.activations) {
    if (key.first != domain::EditionKind::kLayer) continue;
    WANGGE_ASSIGN_OR_RETURN(const bool is_illustrative, IsIllustrative(snapshot, activation.hash));
    if (is_illustrative) return true;
  }
  return false;
}

bool HasIllustrativeLayer(const client::Connection& connection) {
  return AnyLayer(connection, &grid::v1::Layer::illustrative);
}

bool IsIllustrativeLayer(const client::Connection& connection, const std::string& layer) {
  return AnyLayer(connection, [name = "layers/" + layer](const grid::v1::Layer& shown) {
    return shown.name() == name && shown.illustrative();
  });
}

}  // namespace wangge::commands
