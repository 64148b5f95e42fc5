#include "services/ledger/edition_shelf.h"

#include <algorithm>
#include <tuple>

#include "base/status/text.h"
#include "catalog/config_files.h"
#include "catalog/edition_set.h"
#include "catalog/layer_body.h"
#include "catalog/names.h"
#include "geo/build/build_layer.h"
#include "geo/geojson.h"
#include "rpc/error.h"
#include "services/ledger/editions_in_force.h"
#include "services/ledger/recount.h"
#include "services/ledger/refusal.h"
#include "storage/activation_record.h"
#include "storage/keys.h"
#include "wire/enums.h"
#include "wire/time.h"

namespace wangge::ledger {
namespace {

using domain::EditionKind;

absl::StatusOr<EditionKind> KindOf(const std::string& name, const std::string& field = "kind") {
  const auto kind = wire::KindNamed(name);
  if (kind) return *kind;
  return rpc::InvalidFields({{field, "Expected a kind of edition, but \"" + name + "\" is none."}},
                            "EDITION_KIND_UNKNOWN");
}

absl::StatusOr<domain::ContentHash> HashFrom(const std::string& bytes, std::string_view field = "sha256") {
  domain::ContentHash hash;
  if (bytes.size() != hash.size()) {
    return FieldInvalid(field, "Expected 32 bytes, but there are " + std::to_string(bytes.size()) + ".");
  }
  std::ranges::copy(bytes, hash.begin());
  return hash;
}

// "file:line:column: Expected ..." a line: the place is the field.
absl::Status EditionInvalid(std::string_view text, std::string_view reason = "EDITION_INVALID") {
  std::vector<rpc::FieldViolation> violations;
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(text.size(), line.size() + 1));
    const std::size_t place = line.find(": ");
    if (place == std::string_view::npos) {
      violations.push_back({"body", std::string(line)});
    } else {
      violations.push_back({std::string(line.substr(0, place)), std::string(line.substr(place + 2))});
    }
  }
  return rpc::InvalidFields(violations, reason);
}

// A layer that nobody could locate in is refused here, not when the first report comes.
absl::StatusOr<std::vector<std::string>> CheckLayer(const std::string& name, const std::string& body,
                                                    const std::string& file_name) {
  WANGGE_ASSIGN_OR_RETURN(const auto layer, catalog::DecodeLayerBody(body));
  WANGGE_ASSIGN_OR_RETURN(auto source, geo::ParseGeoJson(layer.geojson, layer.key, file_name));
  const geo::LayerOptions options{.name = name, .version = 1, .key = layer.key, .datum = layer.datum};
  const auto built = geo::BuildLayer(options, std::move(source));
  if (!built.ok()) return WithContext(file_name, built.status());
  std::vector<std::string> warnings;
  for (const geo::Finding& finding : (*built)->findings()) warnings.push_back(geo::ToText(finding));
  return warnings;
}

// The body in itself, and what the loader noticed but accepts.
absl::StatusOr<std::vector<std::string>> CheckAlone(const v1::Edition& edition, const std::string& body) {
  WANGGE_ASSIGN_OR_RETURN(const auto kind, KindOf(edition.kind(), "header.edition.kind"));
  if (!catalog::IsId(edition.name())) {
    return FieldInvalid("header.edition.name",
                        "Expected lower case ASCII letters, digits and _, beginning with a letter, but it is \"" +
                            edition.name() + "\".");
  }
  WANGGE_ASSIGN_OR_RETURN(const auto hash, HashFrom(edition.sha256(), "header.edition.sha256"));
  if (body.size() != edition.size() || Sha256::Of(body) != hash) {
    return rpc::InvalidFields(
        {{"header.edition.sha256", "Expected the size and SHA-256 of the body that was sent, but they are another's."}},
        "EDITION_HASH_MISMATCH");
  }
  const std::string file_name = edition.kind() + "/" + edition.name();
  if (const absl::Status checked = catalog::CheckBody(kind, edition.name(), body, file_name); !checked.ok()) {
    return EditionInvalid(ToStd(checked.message()));
  }
  if (kind != EditionKind::kLayer) return std::vector<std::string>{};
  auto warnings = CheckLayer(edition.name(), body, file_name);
  if (!warnings.ok()) return EditionInvalid(ToStd(warnings.status().message()));
  return warnings;
}

absl::Status NotFoundEdition() {
  return rpc::MakeError(absl::StatusCode::kNotFound, "EDITION_NOT_FOUND",
                        "Expected an edition that was brought into force, but there is none of that kind and name.");
}

absl::Status Damaged() {
  return rpc::MakeError(absl::StatusCode::kDataLoss, "EDITION_DAMAGED",
                        "Expected the body that was brought into force, but it is missing or changed. Restore the "
                        "state from a backup.");
}

}  // namespace

absl::StatusOr<std::vector<v1::Edition>> EditionShelf::Activations() const {
  std::vector<v1::Edition> editions;
  const auto snapshot = ledger_.committer().Published();
  const std::string prefix = storage::ActivationPrefix(ledger_.shard());
  const auto cursor = snapshot->ScanPrefix(storage::Family::kConfig, prefix);
  for (; cursor->Valid(); cursor->Next()) {
    WANGGE_ASSIGN_OR_RETURN(const auto record, storage::DecodeActivation(cursor->Value()));
    v1::Edition& edition = editions.emplace_back();
    edition.set_kind(std::string(wire::KindName(record.event.kind)));
    edition.set_name(record.event.name);
    edition.set_sha256(std::string(record.event.hash.data(), record.event.hash.size()));
    edition.set_number(record.event.version);
    std::uint64_t position = 0;
    for (const char byte : cursor->Key().substr(prefix.size())) {
      position = position << 8 | static_cast<std::uint8_t>(byte);
    }
    edition.set_position(position);
    *edition.mutable_activated_at() = wire::ToProto(record.at);
  }
  WANGGE_RETURN_IF_ERROR(cursor->status());
  const auto key = [](const v1::Edition& e) { return std::tuple(e.kind(), e.name(), e.number()); };
  std::ranges::sort(editions, {}, key);
  for (std::size_t i = 0; i < editions.size(); ++i) {
    const bool is_last = i + 1 == editions.size() || editions[i + 1].kind() != editions[i].kind() ||
                         editions[i + 1].name() != editions[i].name();
    editions[i].set_active(is_last);
  }
  return editions;
}

absl::StatusOr<std::uint64_t> EditionShelf::SizeOf(const v1::Edition& edition) {
  const std::string key = edition.kind() + edition.sha256();
  {
    const std::lock_guard lock(mutex_);
    if (const auto known = sizes_.find(key); known != sizes_.end()) return known->second;
  }
  WANGGE_ASSIGN_OR_RETURN(const auto kind, KindOf(edition.kind()));
  WANGGE_ASSIGN_OR_RETURN(const auto hash, HashFrom(edition.sha256()));
  WANGGE_ASSIGN_OR_RETURN(const auto body, ledger_.state().EditionBody(kind, hash));
  if (!body) return Damaged();
  const std::lock_guard lock(mutex_);
  sizes_[key] = body->size();
  return body->size();
}

absl::StatusOr<std::vector<v1::Edition>> EditionShelf::List(const std::string& kind, bool include_past) {
  if (!kind.empty()) WANGGE_RETURN_IF_ERROR(KindOf(kind).status());
  WANGGE_ASSIGN_OR_RETURN(auto editions, Activations());
  std::erase_if(editions, [&](const v1::Edition& edition) {
    return (!kind.empty() && edition.kind() != kind) || (!include_past && !edition.active());
  });
  for (v1::Edition& edition : editions) {
    WANGGE_ASSIGN_OR_RETURN(const std::uint64_t size, SizeOf(edition));
    edition.set_size(size);
  }
  return editions;
}

absl::StatusOr<EditionBody> EditionShelf::Read(const v1::ReadEditionRequest& request) {
  WANGGE_ASSIGN_OR_RETURN(const auto kind, KindOf(request.kind()));
  if (!request.sha256().empty()) WANGGE_RETURN_IF_ERROR(HashFrom(request.sha256()).status());
  if (request.name().empty() && request.sha256().empty()) {
    return FieldInvalid("name", "Expected a name or a hash, but there is neither.");
  }
  WANGGE_ASSIGN_OR_RETURN(const auto editions, Activations());
  EditionBody found;
  for (const v1::Edition& edition : editions) {
    const bool is_named = request.name().empty() || edition.name() == request.name();
    const bool is_asked = request.sha256().empty() ? edition.active() : edition.sha256() == request.sha256();
    if (edition.kind() == request.kind() && is_named && is_asked) found.edition = edition;
  }
  if (found.edition.number() == 0) return NotFoundEdition();
  WANGGE_ASSIGN_OR_RETURN(const auto hash, HashFrom(found.edition.sha256()));
  WANGGE_ASSIGN_OR_RETURN(auto body, ledger_.state().EditionBody(kind, hash));
  if (!body || Sha256::Of(*body) != hash) return Damaged();
  found.body = *std::move(body);
  found.edition.set_size(found.body.size());
  return found;
}

absl::Status EditionShelf::CheckFit(const v1::Edition& edition, const std::string& body) const {
  const auto body_of = [this](EditionKind wanted, const domain::ContentHash& hash) {
    return ledger_.state().EditionBody(wanted, hash);
  };
  WANGGE_ASSIGN_OR_RETURN(const auto in_force, EditionsInForce(*ledger_.state().editions(), body_of));
  const catalog::ConfigEdition candidate{.kind = *wire::KindNamed(edition.kind()),
                                         .name = edition.name(),
                                         .body = body,
                                         .file = edition.kind() + "/" + edition.name()};
  if (candidate.kind == EditionKind::kLayer) {
    const absl::Status place = CheckNotExchanged(candidate, *ledger_.state().editions(), body_of);
    if (!place.ok()) return EditionInvalid(ToStd(place.message()));
  }
  const absl::Status fit = catalog::CheckReferences({candidate}, in_force);
  return fit.ok() ? fit : EditionInvalid(ToStd(fit.message()), "EDITION_REFERENCE_UNKNOWN");
}

v1::ApplyEditionResponse EditionShelf::Foretell(const v1::Edition& edition) const {
  v1::ApplyEditionResponse response;
  *response.mutable_edition() = edition;
  const auto editions = ledger_.state().editions();
  const auto known = editions->activations.find({*wire::KindNamed(edition.kind()), edition.name()});
  const bool is_known = known != editions->activations.end();
  const bool same = is_known && *HashFrom(edition.sha256()) == known->second.hash;
  response.mutable_edition()->set_number((is_known ? known->second.version : 0) + (same ? 0 : 1));
  response.mutable_edition()->set_active(same);
  response.set_unchanged(same);
  return response;
}

void EditionShelf::Apply(const v1::ApplyEditionHeader& header, const domain::Actor& actor, std::string body,
                         ApplyDone done) {
  const v1::Edition& edition = header.edition();
  const auto fingerprint = Sha256::Of(ListKey({edition.kind(), edition.name(), edition.sha256()}));
  auto envelope = ledger_.intake().Begin(header.request_id(), BytesOf(fingerprint), actor);
  if (!envelope.ok()) return done(envelope.status());
  auto warnings = CheckAlone(edition, body);
  if (!warnings.ok()) return done(warnings.status());
  if (header.dry_run()) {
    if (absl::Status fit = CheckFit(edition, body); !fit.ok()) return done(std::move(fit));
    v1::ApplyEditionResponse response = Foretell(edition);
    response.mutable_warnings()->Add(warnings->begin(), warnings->end());
    if (layers_ != nullptr && edition.kind() == wire::KindName(EditionKind::kLayer)) {
      auto moves = layers_->Foretell(edition.name(), body);
      if (!moves.ok()) return done(moves.status());
      response.mutable_warnings()->Add(moves->begin(), moves->end());
    }
    return done(std::move(response));
  }
  envelope->command =
      domain::ActivateEdition{*wire::KindNamed(edition.kind()), edition.name(), *HashFrom(edition.sha256())};
  envelope->edition_body = std::move(body);
  Enter(std::make_shared<Change>(Change{*std::move(envelope), edition, *std::move(warnings), std::move(done)}));
}

void EditionShelf::Enter(std::shared_ptr<Change> change) {
  {
    const std::lock_guard lock(mutex_);
    changes_.push_back(std::move(change));
    if (changes_.size() > 1) return;  // the one before starts it
  }
  RunFirst();
}

void EditionShelf::RunFirst() {
  ledger_.pool().Run([this] {
    std::unique_lock lock(mutex_);
    const std::shared_ptr<Change> change = changes_.front();
    lock.unlock();
    Write(change);
  });
}

void EditionShelf::Leave() {
  {
    const std::lock_guard lock(mutex_);
    changes_.pop_front();
    if (changes_.empty()) return;
  }
  RunFirst();
}

void EditionShelf::Write(const std::shared_ptr<Change>& change) {
  if (absl::Status fit = CheckFit(change->edition, change->envelope.edition_body); !fit.ok()) {
    change->done(std::move(fit));
    return Leave();
  }
  // The engine answers when the edition is in force: the next one is held against it.
  ledger_.SubmitEnvelope(std::move(change->envelope), [this, change](engine::Answer answer) {
    auto shared = std::make_shared<const engine::Answer>(std::move(answer));
    ledger_.pool().Run([this, change, shared] {
      Answer(*change, *shared);
      Leave();
    });
  });
}

std::vector<std::string> EditionShelf::Follow(const std::string& kind) const {
  if (kind == wire::KindName(EditionKind::kCalendar)) {
    const std::size_t moved = RecountDeadlines(ledger_);
    if (moved == 0) return {};
    return {"the deadlines of " + std::to_string(moved) + " open cases were counted anew"};
  }
  if (kind != wire::KindName(EditionKind::kLayer) || layers_ == nullptr) return {};
  const auto moved = layers_->Reassign();
  // The layer is in force all the same; the next start tries again.
  if (!moved.ok()) return {"open cases were not placed again: " + std::string(moved.status().message())};
  if (*moved == 0) return {};
  return {std::to_string(*moved) + " open cases were placed again; number, clocks and history stay"};
}

void EditionShelf::Answer(const Change& change, const engine::Answer& answer) const {
  if (absl::Status refused = StatusOf(answer); !refused.ok()) return change.done(std::move(refused));
  std::vector<std::string> warnings = change.warnings;
  for (std::string& line : Follow(change.edition.kind())) warnings.push_back(std::move(line));
  v1::ApplyEditionResponse response;
  v1::Edition& edition = *response.mutable_edition();
  edition = change.edition;
  const auto editions = ledger_.state().editions();
  const auto known = editions->activations.find({*wire::KindNamed(edition.kind()), edition.name()});
  if (known != editions->activations.end()) {
    edition.set_number(known->second.version);
    edition.set_position(known->second.id.value);
    *edition.mutable_activated_at() = wire::ToProto(known->second.at);
    edition.set_active(*HashFrom(edition.sha256()) == known->second.hash);
  }
  response.set_unchanged(std::get<engine::Accepted>(answer).position.value == 0);
  response.mutable_warnings()->Add(warnings.begin(), warnings.end());
  change.done(std::move(response));
}

}  // namespace wangge::ledger
