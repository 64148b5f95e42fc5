#include "services/grid/code_history.h"

#include <algorithm>
#include <optional>

#include "base/limits.h"
#include "base/status/text.h"
#include "catalog/layer_body.h"
#include "geo/build/build_layer.h"
#include "geo/build/cell_fate.h"
#include "geo/geojson.h"
#include "rpc/error.h"
#include "services/ledger/refusal.h"
#include "wire/enums.h"
#include "wire/fault.h"
#include "wire/time.h"

namespace wangge::grid {
namespace {

absl::StatusOr<geo::CleanCells> CellsOf(const LayerVersion& version, const ReadLayerBody& read) {
  WANGGE_ASSIGN_OR_RETURN(const std::string body, read(version));
  WANGGE_ASSIGN_OR_RETURN(const catalog::LayerBody decoded, catalog::DecodeLayerBody(body));
  WANGGE_ASSIGN_OR_RETURN(geo::LayerSource source, geo::ParseGeoJson(decoded.geojson, decoded.key));
  return geo::CleanUp(std::move(source));
}

std::optional<std::uint32_t> CellOf(const geo::CleanCells& cells, const std::string& code) {
  const auto found = std::ranges::lower_bound(cells.codes, code);
  if (found == cells.codes.end() || *found != code) return std::nullopt;
  return static_cast<std::uint32_t>(found - cells.codes.begin());
}

v1::CodeChange ToProto(const std::optional<geo::ChangeKind>& change) {
  if (!change) return v1::CODE_CHANGE_UNCHANGED;
  switch (*change) {
    case geo::ChangeKind::kSplit:
      return v1::CODE_CHANGE_SPLIT;
    case geo::ChangeKind::kMerged:
      return v1::CODE_CHANGE_MERGED;
    case geo::ChangeKind::kMoved:
      return v1::CODE_CHANGE_MOVED;
    case geo::ChangeKind::kRenamed:
      return v1::CODE_CHANGE_RENAMED;
    case geo::ChangeKind::kVanished:
      return v1::CODE_CHANGE_VANISHED;
    case geo::ChangeKind::kNew:  // has no old cell
      break;
  }
  return v1::CODE_CHANGE_UNSPECIFIED;
}

void Tell(const geo::CellFate& fate, v1::ResolvedCode& resolved) {
  resolved.set_change(ToProto(fate.change));
  for (const geo::CommonLand& part : fate.land) {
    v1::Successor& successor = *resolved.add_successors();
    successor.set_code(part.to);
    successor.set_m2(part.m2);
    successor.set_share_old(part.share_from);
    successor.set_share_new(part.share_to);
  }
}

// The versions of one layer, newest first.
class Walk {
 public:
  Walk(std::span<const LayerVersion> versions, const v1::ResolveCodesRequest& request) : versions_(versions) {
    asked_ = request.version();
    for (const std::string& code : request.codes()) response_.add_codes()->set_code(code);
    response_.set_layer_version(versions.back().number);
  }

  absl::StatusOr<v1::ResolveCodesResponse> Go(const ReadLayerBody& read) && {
    WANGGE_ASSIGN_OR_RETURN(const geo::CleanCells in_force, CellsOf(versions_.back(), read));
    WANGGE_RETURN_IF_ERROR(Look(versions_.size() - 1, in_force, in_force));
    for (std::size_t i = versions_.size() - 1; i-- > 0;) {
      WANGGE_ASSIGN_OR_RETURN(const geo::CleanCells cells, CellsOf(versions_[i], read));
      WANGGE_RETURN_IF_ERROR(Look(i, cells, in_force));
    }
    for (v1::ResolvedCode& resolved : *response_.mutable_codes()) {
      std::ranges::reverse(*resolved.mutable_versions());
    }
    return std::move(response_);
  }

 private:
  absl::Status Look(std::size_t i, const geo::CleanCells& cells, const geo::CleanCells& in_force) {
    const LayerVersion& version = versions_[i];
    const bool is_in_force = i + 1 == versions_.size();
    std::optional<geo::CellFates> fates;
    for (v1::ResolvedCode& resolved : *response_.mutable_codes()) {
      const auto cell = CellOf(cells, resolved.code());
      if (!cell) continue;
      v1::CodeVersion& valid = *resolved.add_versions();
      valid.set_version(version.number);
      *valid.mutable_active_from() = wire::ToProto(version.active_from);
      if (!is_in_force) *valid.mutable_active_to() = wire::ToProto(versions_[i + 1].active_from);
      if (asked_ != 0 ? version.number != asked_ : resolved.version() != 0) continue;
      resolved.set_version(version.number);
      resolved.set_change(v1::CODE_CHANGE_UNCHANGED);
      if (is_in_force) continue;
      if (!fates) fates.emplace(cells, in_force);
      WANGGE_ASSIGN_OR_RETURN(const geo::CellFate fate, fates->Of(*cell));
      Tell(fate, resolved);
    }
    return absl::OkStatus();
  }

  std::span<const LayerVersion> versions_;
  std::uint64_t asked_ = 0;  // 0: each code's last
  v1::ResolveCodesResponse response_;
};

}  // namespace

void VersionBook::Apply(const ledger::v1::FeedRecord& record) {
  for (const auto& event : record.events()) {
    if (!event.has_activated() || event.activated().kind() != wire::KindName(domain::EditionKind::kLayer)) continue;
    const auto& activated = event.activated();
    const std::lock_guard lock(mutex_);
    layers_[activated.name()].push_back({.number = activated.number(),
                                         .sha256 = activated.sha256(),
                                         .active_from = wire::FromProto(record.time()).value_or(Timestamp{})});
  }
}

std::vector<LayerVersion> VersionBook::Of(const std::string& layer) const {
  const std::lock_guard lock(mutex_);
  const auto found = layers_.find(layer);
  return found == layers_.end() ? std::vector<LayerVersion>() : found->second;
}

absl::Status CheckCodes(const v1::ResolveCodesRequest& request) {
  if (request.codes().empty() || request.codes_size() > static_cast<int>(limits::kResolveCodesMax)) {
    return rpc::MakeError(absl::StatusCode::kInvalidArgument, "BATCH_SIZE",
                          "Expected 1 to 1,000 codes, but there are " + std::to_string(request.codes_size()) + ".",
                          {{"size", std::to_string(request.codes_size())}});
  }
  wire::Faults faults;
  for (int i = 0; i < request.codes_size(); ++i) {
    if (!request.codes(i).empty() && request.codes(i).size() <= limits::kIdBytesMax) continue;
    wire::AddFault(faults, "codes[" + std::to_string(i) + "]",
                   "Expected the code of a cell, 1 to 64 bytes, but it is empty or longer.");
  }
  return ledger::StatusOf(faults);
}

absl::StatusOr<v1::ResolveCodesResponse> ResolveCodes(std::span<const LayerVersion> versions,
                                                      const v1::ResolveCodesRequest& request,
                                                      const ReadLayerBody& read) {
  WANGGE_RETURN_IF_ERROR(CheckCodes(request));
  if (versions.empty()) {
    return rpc::MakeError(absl::StatusCode::kNotFound, "LAYER_NOT_FOUND",
                          "Expected the id of a layer, but \"" + request.layer() + "\" is none.",
                          {{"layer", request.layer()}});
  }
  if (request.version() > versions.back().number) {
    return ledger::FieldInvalid("version", "Expected a version from 1 to " + std::to_string(versions.back().number) +
                                               ", or 0, but got " + std::to_string(request.version()) + ".");
  }
  return Walk(versions, request).Go(read);
}

}  // namespace wangge::grid
