// Seeded chance: the same seed gives the same numbers on every machine. The standard distributions differ between
// libraries, so the few that are needed stand here. One owner.
#pragma once

#include <cmath>
#include <cstdint>
#include <vector>

namespace wangge::simulate {

class Dice {
 public:
  explicit Dice(std::uint64_t seed) : state_(seed) {}

  // SplitMix64 (Steele, Lea, Flood 2014).
  std::uint64_t Next() {
    state_ += 0x9e3779b97f4a7c15u;
    std::uint64_t z = state_;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
  }
  // 0 <= x < n; n > 0.
  std::uint64_t Below(std::uint64_t n) { return Next() % n; }
  // 0 <= x < 1, in steps of 2^-53.
  double Unit() { return static_cast<double>(Next() >> 11) * 0x1.0p-53; }
  bool Happens(double share) { return Unit() < share; }
  double Between(double low, double high) { return low + (high - low) * Unit(); }
  // Exponential with the given mean, cut at five means.
  double Exponential(double mean) { return std::fmin(-mean * std::log1p(-Unit()), 5 * mean); }

  template <typename T>
  const T& Pick(const std::vector<T>& from) {
    return from[Below(from.size())];
  }

 private:
  std::uint64_t state_;
};

}  // namespace wangge::simulate
