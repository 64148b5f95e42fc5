// The editions of one kind in force that the core does not compile, each compiled once. The state outlives it.
// Thread-safe; may touch the disk.
#pragma once

#include <algorithm>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "base/status/text.h"
#include "domain/editions.h"
#include "engine/state.h"

namespace wangge::ledger {

template <typename Body>
class CompiledBodies {
 public:
  using Load = absl::StatusOr<Body> (*)(std::string_view body, std::string_view name);
  CompiledBodies(const engine::State& state, domain::EditionKind kind, Load load)
      : state_(state), kind_(kind), load_(load) {}

  struct Compiled {
    std::string name;
    domain::ContentHash hash;
    std::shared_ptr<const Body> body;
  };
  // By name. DATA_LOSS when a body is missing or damaged. O(editions) where all are known.
  absl::StatusOr<std::vector<Compiled>> InForce(const domain::Editions& editions) {
    std::vector<Compiled> known;
    {
      const std::lock_guard lock(mutex_);
      known = known_;
    }
    std::vector<Compiled> in_force;
    for (const auto& [key, activation] : editions.activations) {
      if (key.first != kind_) continue;
      const auto same = std::ranges::find_if(
          known, [&](const Compiled& one) { return one.name == key.second && one.hash == activation.hash; });
      if (same != known.end()) {
        in_force.push_back(*same);
        continue;
      }
      WANGGE_ASSIGN_OR_RETURN(const auto text, state_.EditionBody(kind_, activation.hash));
      if (!text) return DataLoss("Expected the body of \"" + key.second + "\", which is in force, but it is missing.");
      auto body = load_(*text, key.second);
      if (!body.ok()) return DataLoss(ToStd(body.status().message()));
      in_force.push_back({key.second, activation.hash, std::make_shared<const Body>(*std::move(body))});
    }
    const std::lock_guard lock(mutex_);
    known_ = in_force;
    return in_force;
  }

 private:
  const engine::State& state_;
  const domain::EditionKind kind_;
  const Load load_;
  std::mutex mutex_;
  std::vector<Compiled> known_;  // of the last editions that were asked for
};

}  // namespace wangge::ledger
