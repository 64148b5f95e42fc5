#include "tests/bench/contest/settings.h"

#include "tests/bench/contest/listed.h"

namespace wangge::bench {
namespace {

constexpr std::size_t kBatchesInFlight = 4;  // what the contract lets a stream have in work, for all contenders
// A batch is a wait of its own, and a life is many calls.
constexpr double kLongLateMaxUs = 500'000;
constexpr std::uint64_t kBatchBeside = 256;  // of the intake beside pages and deadlines
constexpr std::size_t kReaders = 16;
constexpr double kPagesPerSecond = 500;
constexpr double kFiresPerSecond = 10'000;
constexpr std::uint64_t kFiresOfSlice = 1'000;

Setting Batches(const std::string& name, std::uint64_t batch) {
  return {
      .name = name, .in_flight = kBatchesInFlight, .batch = batch, .in_batches = true, .late_max_us = kLongLateMaxUs};
}

}  // namespace

std::vector<Setting> IntakeSettings() {
  std::vector<Setting> settings;
  for (const std::size_t in_flight : {1, 16, 64, 256}) {
    settings.push_back({.name = "unary_" + std::to_string(in_flight), .in_flight = in_flight});
  }
  for (const std::uint64_t batch : {16, 256, 1024}) {
    settings.push_back(Batches("batch_" + std::to_string(batch), batch));
  }
  settings.push_back({.name = "unary_1_even", .even_with = "unary_1"});
  return settings;
}

std::vector<Setting> LifecycleSettings() {
  std::vector<Setting> settings;
  for (const std::size_t in_flight : {1, 16, 64}) {
    settings.push_back({.name = "lives_" + std::to_string(in_flight),
                        .work = Work::kLifecycle,
                        .in_flight = in_flight,
                        .late_max_us = kLongLateMaxUs});
  }
  return settings;
}

std::vector<Setting> QueriesSettings() {
  std::vector<Setting> settings;
  const auto add = [&settings](const std::string& name, const std::string& list, const std::string& beside) {
    settings.push_back({.name = name,
                        .work = Work::kPages,
                        .in_flight = kReaders,
                        .list = list,
                        .fixed_eps = kPagesPerSecond,
                        .beside = beside});
  };
  for (const std::string& list : ListNames()) add(list, list, {});
  settings.push_back(Batches("intake", kBatchBeside));
  add("mix_busy", "mix", "intake");
  return settings;
}

std::vector<Setting> TimersSettings() {
  const Setting fires{.name = "fires", .work = Work::kFires, .batch = kFiresOfSlice, .fixed_eps = kFiresPerSecond};
  Setting busy = fires;
  busy.name = "fires_busy";
  busy.beside = "intake";
  return {fires, Batches("intake", kBatchBeside), busy};
}

}  // namespace wangge::bench
