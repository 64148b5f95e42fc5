// A simulation's people at work on the engine of this process: a new state, one thread, no sync before the end, because
// all of it can be made anew from the seed.
#pragma once

#include <memory>
#include <string>

#include "engine/shard.h"
#include "services/wangge/simulate/city.h"
#include "services/wangge/simulate/port.h"
#include "services/wangge/state_files.h"
#include "vault/entropy.h"
#include "vault/master_key.h"
#include "vault/sealer.h"

namespace wangge::simulate {

class EnginePort final : public Port {
 public:
  // Makes the state, brings the city's editions into force at `at`. FAILED_PRECONDITION when there is a state already.
  static absl::StatusOr<std::unique_ptr<EnginePort>> Make(const City& city, const std::string& state, Timestamp at);

  absl::Status AdvanceTo(Timestamp to) override;
  absl::StatusOr<CaseState> Report(const domain::Actor& actor, const NewReport& report) override;
  absl::StatusOr<CaseState> Perform(const domain::Actor& actor, const CaseState& c, const Work& work) override;
  absl::Status Finish() override;

 private:
  EnginePort(const City& city, vault::MasterKey master) : city_(city), master_(std::move(master)) {}
  absl::Status Activate(Timestamp at);
  absl::StatusOr<CaseState> Do(engine::Envelope envelope);
  CaseState StateOf(const domain::Case& c) const;
  std::optional<domain::Proof> ProofOf(const CaseState& c, const Work& work) const;
  domain::Location Locate(const std::optional<Position>& position) const;

  const City& city_;
  vault::MasterKey master_;
  vault::SystemEntropy entropy_;
  vault::Sealer sealer_{master_, entropy_};
  OpenState files_;
  std::unique_ptr<engine::Shard> shard_;
  Timestamp now_;
};

}  // namespace wangge::simulate
