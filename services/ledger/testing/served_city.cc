#include "services/ledger/testing/served_city.h"

#include <grpcpp/client_context.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <future>

#include "base/check.h"
#include "catalog/config_files.h"
#include "catalog/edition_set.h"
#include "rpc/channel.h"
#include "services/ledger/service_role.h"
#include "storage/memory_store.h"
#include "wire/names.h"

namespace wangge::ledger {
namespace {

// Read once a process: every test has the same city.
const std::vector<catalog::ConfigEdition>& Configuration() {
  static const auto editions =
      catalog::ReadConfigFiles(std::string(WANGGE_SOURCE_DIR) + "/config/demo/lishui/city.textproto");
  CHECK(editions.ok());
  return *editions;
}

engine::EditionLoader Loader() {
  return [](domain::Editions& editions, const domain::EditionActivated& event, domain::EditionId id, Timestamp at,
            std::string_view body) { return catalog::Activate(editions, event, id, at, std::string(body)); };
}

std::string NewFolder() {
  std::string folder = ::testing::TempDir() + "served_city.XXXXXX";
  CHECK(::mkdtemp(folder.data()) != nullptr);
  return folder;
}

}  // namespace

ServedCity::ServedCity()
    : master_key_(vault::SecretKey(std::string(vault::kKeyBytes, 'm'))),
      signing_key_(*rpc::GenerateSigningKey()),
      verifier_(rpc::PublicPartOf(signing_key_)),
      folder_(NewFolder()) {
  environment_.verifier = &verifier_;
  environment_.clock = &wall_;
  OpenState();
  ApplyConfiguration();
  Serve();
}

ServedCity::~ServedCity() {
  remote_.reset();
  server_->Shutdown(Seconds(1));
  server_.reset();
  state_->Drain();
  ledger_->Stop();
  channel_.reset();
  std::filesystem::remove_all(folder_);
}

void ServedCity::OpenState() {
  store_ = storage::NewMemoryStore();
  committer_ = *storage::RocksCommitter::Open(store_.get());
  state_ = *engine::State::Open(*committer_, {}, Loader(), clock_, &clock_);
  attachments_ = *vault::AttachmentStore::Open(folder_ + "/attachments", master_key_, entropy_);
  ledger_ = std::make_unique<Ledger>(LedgerParts{.state = *state_,
                                                 .committer = *committer_,
                                                 .master_key = master_key_,
                                                 .entropy = entropy_,
                                                 .manual_clock = true,
                                                 .on_reading = [this](const Reading& reading) {
                                                   const std::lock_guard lock(mutex_);
                                                   readings_.push_back(reading);
                                                 }});
}

void ServedCity::ApplyConfiguration() {
  for (const catalog::ConfigEdition& edition : Configuration()) {
    if (edition.kind != domain::EditionKind::kLayer) Activate(edition.kind, edition.name, edition.body);
  }
}

void ServedCity::Activate(domain::EditionKind kind, const std::string& name, const std::string& body) {
  engine::Envelope envelope;
  envelope.actor.id = "test";
  envelope.actor.roles = Administrator().roles;
  envelope.command = domain::ActivateEdition{kind, name, Sha256::Of(body)};
  envelope.edition_body = body;
  std::promise<bool> done;
  state_->Submit(std::move(envelope),
                 [&done](engine::Answer answer) { done.set_value(std::holds_alternative<engine::Accepted>(answer)); });
  CHECK(done.get_future().get());
}

void ServedCity::Serve() {
  shelf_ = std::make_unique<EditionShelf>(*ledger_);
  local_ = std::make_unique<LocalLedger>(*ledger_, *shelf_);
  ledger_service_ = std::make_unique<LedgerService>(environment_, *ledger_, *shelf_);
  dispatch_service_ = std::make_unique<dispatch::DispatchService>(environment_, *ledger_, attachments_.get());
  resolution_service_ = std::make_unique<resolution::ResolutionService>(environment_, *ledger_, attachments_.get());
  server_ = *rpc::Server::Start(
      {.services = {ledger_service_->served(), dispatch_service_->served(), resolution_service_->served()}});
  channel_ = *rpc::OpenChannel(server_->address());
  remote_ = std::make_unique<RemoteLedger>(channel_, [this] { return TokenOf(Service()); });
}

rpc::Caller ServedCity::Post(const std::string& actor, const std::string& role, const std::string& organisation,
                             const std::string& area) {
  return {.actor = actor, .organisation = organisation, .area = area, .roles = {role}, .expires = {}};
}
rpc::Caller ServedCity::Inspector() { return Post("inspector-331102-01", "inspector", "331102-JD", "331102"); }
rpc::Caller ServedCity::Acceptor() { return Post("acceptor-01", "acceptor", "3311-JDZX", "*"); }
rpc::Caller ServedCity::ShiftLeader() { return Post("leader-01", "shift_leader", "3311-JDZX", "*"); }
rpc::Caller ServedCity::Dispatcher() { return Post("dispatcher-01", "dispatcher", "3311-ZHZX", "*"); }
rpc::Caller ServedCity::UnitHandler() { return Post("sw-01", "unit_handler", "331102-SW", "331102"); }
rpc::Caller ServedCity::OtherUnitHandler() { return Post("yl-01", "unit_handler", "331102-YL", "331102"); }
rpc::Caller ServedCity::Administrator() { return Post("admin-01", "administrator", "3311", "*"); }
rpc::Caller ServedCity::Service() { return Post("report-service", kServiceRole, "", ""); }

std::string ServedCity::TokenOf(const rpc::Caller& caller) const {
  return *rpc::SignToken(signing_key_, caller, Hours(1), wall_.Now());
}

void ServedCity::Speak(grpc::ClientContext& context, const rpc::Caller& caller) const {
  rpc::AddToken(context, TokenOf(caller));
  if (!caller.on_behalf_of.empty()) context.AddMetadata(rpc::kOnBehalfOf, caller.on_behalf_of);
  rpc::SetDeadline(context, Minutes(2));
}

std::string ServedCity::NewUuid() {
  std::string digits = std::to_string(++uuids_);
  digits.insert(0, 12 - digits.size(), '0');
  return "01234567-89ab-4cde-8f01-" + digits;
}

v1::Command ServedCity::Report() {
  v1::Command command;
  command.set_request_id(NewUuid());
  const Hash fingerprint = Sha256::Of("what the device sent" + command.request_id());
  command.set_fingerprint(std::string(BytesOf(fingerprint)));
  const rpc::Caller inspector = Inspector();
  command.mutable_actor()->set_id(inspector.actor);
  command.mutable_actor()->set_organisation(inspector.organisation);
  command.mutable_actor()->set_area(inspector.area);
  command.mutable_actor()->add_roles(inspector.roles.front());
  auto& report = *command.mutable_submit_report();
  report.set_category("100101");
  report.set_source("inspector");
  report.set_description("the lid by the old plum tree is gone");
  report.set_address("Plum Lane 7");
  report.mutable_reporter()->set_name("Wang Xiaoming");
  report.mutable_reporter()->set_contact("13800000000");
  auto& location = *report.mutable_location();
  location.set_lon_e7(1'199'000'000);
  location.set_lat_e7(284'500'000);
  location.set_source(cases::v1::POSITION_SOURCE_GNSS);
  auto& cell = *location.add_placements();
  cell.set_layer("unit_grid");
  cell.set_version(1);
  cell.set_code("331102001001");
  cell.set_matches(1);
  return command;
}

v1::AttachmentSecret ServedCity::Upload(const std::string& content) {
  const std::string photo = "\xff\xd8\xff\xe0" + content + std::string(64, '.');
  const Hash hash = Sha256::Of(photo);
  auto upload = *attachments_->BeginUpload(BytesOf(hash), "image/jpeg", wall_.Now());
  CHECK(upload.Add(photo).ok());
  const auto stored = *upload.Finish();
  v1::AttachmentSecret secret;
  secret.mutable_attachment()->set_name(wire::AttachmentName(stored.name));
  secret.mutable_attachment()->set_sha256(std::string(BytesOf(stored.sha256)));
  secret.set_secret(vault::EncodeSecret(*attachments_->Claim(stored.name)));
  return secret;
}

std::string ServedCity::AllBytes() const {
  std::string bytes;
  const auto snapshot = committer_->Published();
  for (const storage::FamilyRow& row : storage::kFamilies) {
    const auto cursor = snapshot->ScanPrefix(row.family, {});
    for (; cursor->Valid(); cursor->Next()) bytes.append(cursor->Key()).append(cursor->Value());
  }
  return bytes;
}

std::vector<Reading> ServedCity::readings() const {
  const std::lock_guard lock(mutex_);
  return readings_;
}

}  // namespace wangge::ledger
