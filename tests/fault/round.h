// One round: a city lives some lives, each to a sudden end on a disk that fails, is looked at after each, and at last a
// bit of one of its files may flip. All that is random comes from the seed.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>

namespace wangge::fault {

struct RoundOptions {
  std::string program{};  // this one, to be started again for each life and each look
  std::string folder{};   // emptied and used
  std::uint64_t seed = 1;
  bool skip_sync = false;
};

struct Round {
  std::string found{};  // what is wrong; empty: nothing
  nlohmann::ordered_json told{};
};

Round RunRound(const RoundOptions& options);

}  // namespace wangge::fault
