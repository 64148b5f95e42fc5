#include "tests/bench/contest/contest.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <map>
#include <thread>
#include <utility>

#include "base/status/text.h"

namespace wangge::bench {
namespace {

using std::chrono::milliseconds;

constexpr int kTries = 4;                // of the bisection
constexpr double kFirstTry = 0.95;       // of what a full load reached
constexpr milliseconds kWarmUpMax{500};  // of each cell: sessions, plans and caches
constexpr milliseconds kProbeMax{1'000};
constexpr milliseconds kCountingMax{500};  // what a load beside goes on for longer than the one that is measured
constexpr double kShareBeside = 0.5;
constexpr std::uint64_t kLoadBatch = 1'024;
constexpr std::size_t kLoadInFlight = 4;
constexpr std::uint64_t kCasesForEachLife = 20;  // of the cases loaded one of so many goes on after its report
constexpr std::size_t kLivesInFlight = 64;
constexpr std::uint64_t kLivesBatch = 64;
constexpr milliseconds kProbeBacklogMax{300};

double SecondsOf(Nanoseconds n) { return std::chrono::duration<double>(n).count(); }

class Contest {
 public:
  Contest(const std::vector<std::unique_ptr<Contender>>& contenders, const ContestOptions& options)
      : contenders_(contenders), options_(options), length_(std::chrono::seconds(options.seconds)) {}

  absl::StatusOr<std::vector<Cell>> Run(const std::vector<Setting>& settings) {
    for (int round = 1; round <= options_.rounds; ++round) {
      for (std::size_t s = 0; s < settings.size(); ++s) {
        for (const std::size_t c : OrderOf(contenders_.size(), round, s)) {
          WANGGE_RETURN_IF_ERROR(Measure(*contenders_[c], settings[s], round));
        }
      }
    }
    return std::move(cells_);
  }

 private:
  absl::Status Measure(Contender& contender, const Setting& setting, int round) {
    WANGGE_ASSIGN_OR_RETURN(const auto target, contender.Open(setting));
    if (target == nullptr) return absl::OkStatus();
    const std::string title = contender.name() + ", " + setting.name;
    if (IsFound(setting) && !rates_[setting.name].contains(contender.name())) {
      const auto rate = FindRate(*target, title, setting.late_max_us);
      if (!rate.ok()) return WithContext(title, rate.status());
      rates_[setting.name][contender.name()] = *rate;
    }
    const double rate = RateOf(setting, contender.name());
    known_[setting.name] = setting;
    if (rate <= 0)
      return FailedPrecondition(title + ": expected a rate found in an earlier setting, but there is none.");
    auto cell = MeasureBeside(rate, contender, *target, setting);
    if (!cell.ok()) return WithContext(title, cell.status());
    cell->round = round;
    if (options_.on_cell) options_.on_cell(*cell);
    cells_.push_back(*std::move(cell));
    return absl::OkStatus();
  }

  // Whether its rate is what the contender sustains.
  static bool IsFound(const Setting& setting) { return setting.even_with.empty() && setting.fixed_eps <= 0; }

  double RateOf(const Setting& setting, const std::string& contender) {
    if (setting.fixed_eps > 0) return setting.fixed_eps / static_cast<double>(setting.batch);
    if (setting.even_with.empty()) return rates_[setting.name][contender];
    double lowest = 0;
    for (const auto& [name, rate] : rates_[setting.even_with]) {
      if (lowest == 0 || rate < lowest) lowest = rate;
    }
    return lowest * kEvenShare;
  }

  static void Tell(const LoopResult& result, const std::string& title) {
    if (result.failed == 0) return;
    std::fprintf(stderr, "%s: %llu of %llu calls failed, the first: %s\n", title.c_str(),
                 static_cast<unsigned long long>(result.failed), static_cast<unsigned long long>(result.calls),
                 std::string(result.first_failure.message()).c_str());
  }

  absl::StatusOr<double> FindRate(Target& target, const std::string& title, double late_max_us) const {
    const Nanoseconds probe = std::min<Nanoseconds>(kProbeMax, length_ / 2);
    RunLoad(target, {.length = probe / 2});  // warms up
    const LoopResult full = RunLoad(target, {.length = probe});
    Tell(full, title);
    if (full.acked == 0) {
      return full.first_failure.ok() ? Internal("Expected answers, but none came.") : full.first_failure;
    }
    const double reached = static_cast<double>(full.calls - full.failed) / SecondsOf(full.wall);
    const SustainedRate found = FindSustained(kFirstTry * reached, kTries, [&](double calls_per_s) {
      const Arrivals arrivals{.calls_per_s = calls_per_s, .length = probe, .backlog_max = kProbeBacklogMax};
      LoopResult result = RunLoad(target, arrivals);
      return IsSustained(result, arrivals, late_max_us);
    });
    if (!found.is_sustained) {
      std::fprintf(stderr, "%s: no rate was sustained; it gets what a full load reached.\n", title.c_str());
    }
    return found.calls_per_s;
  }

  // With the load beside it, where the setting names one, under way all the time.
  absl::StatusOr<Cell> MeasureBeside(double calls_per_s, Contender& contender, Target& target, const Setting& setting) {
    if (setting.beside.empty()) return MeasureAt(calls_per_s, contender, target, setting);
    WANGGE_ASSIGN_OR_RETURN(const auto other, contender.Open(known_[setting.beside]));
    const double other_rate = rates_[setting.beside][contender.name()] * kShareBeside;
    if (other == nullptr || other_rate <= 0) {
      return FailedPrecondition("Expected " + setting.beside + " to be measured before, but it was not.");
    }
    const Nanoseconds length = length_ + std::min<Nanoseconds>(kWarmUpMax, length_ / 2) + kCountingMax;
    LoopResult beside;
    std::jthread thread([&] { beside = RunLoad(*other, {.calls_per_s = other_rate, .length = length}); });
    auto cell = MeasureAt(calls_per_s, contender, target, setting);
    thread.join();
    Tell(beside, contender.name() + ", " + setting.beside + " beside " + setting.name);
    return cell;
  }

  absl::StatusOr<Cell> MeasureAt(double calls_per_s, Contender& contender, Target& target,
                                 const Setting& setting) const {
    RunLoad(target, {.calls_per_s = calls_per_s, .length = std::min<Nanoseconds>(kWarmUpMax, length_ / 2)});
    target.Settle();
    WANGGE_RETURN_IF_ERROR(contender.CountReadable(setting).status());
    WANGGE_ASSIGN_OR_RETURN(const Counters before, contender.Count());
    const Duration client_before = CpuOfThisProcess();
    const Duration busy_before = BusyOfMachine();
    LoopResult result = RunLoad(target, {.calls_per_s = calls_per_s, .length = length_});
    const Duration busy = BusyOfMachine() - busy_before;
    const Duration client = CpuOfThisProcess() - client_before;
    target.Settle();
    WANGGE_ASSIGN_OR_RETURN(const Counters after, contender.Count());
    WANGGE_ASSIGN_OR_RETURN(const auto readable, contender.CountReadable(setting));
    Tell(result, contender.name() + ", " + setting.name);
    if (result.acked == 0) return Internal("Expected answers, but none came.");
    const auto acked = static_cast<double>(result.acked);
    const Duration server = after.used.cpu - before.used.cpu;
    const double wall_s = SecondsOf(result.wall);
    const double machine_us = wall_s * 1e6 * std::thread::hardware_concurrency();
    Cell cell{.contender = contender.name(),
              .setting = setting.name,
              .offered_eps = calls_per_s * static_cast<double>(target.events_per_call()),
              .eps = acked / wall_s,
              .latencies = LatenciesOf(result.late),
              .cpu_us = static_cast<double>(server.micros) / acked,
              .client_cpu_us = static_cast<double>(client.micros) / acked,
              .bytes = static_cast<double>(after.used.bytes - before.used.bytes) / acked,
              .acked = result.acked,
              .readable = readable,
              .other_cpu = std::max(0.0, static_cast<double>((busy - server - client).micros) / machine_us)};
    if (before.syncs && after.syncs) cell.syncs = *after.syncs - *before.syncs;
    return cell;
  }

  const std::vector<std::unique_ptr<Contender>>& contenders_;
  const ContestOptions& options_;
  const Nanoseconds length_;
  std::map<std::string, Setting> known_;                        // that were measured
  std::map<std::string, std::map<std::string, double>> rates_;  // calls a second, by setting and contender
  std::vector<Cell> cells_;
};

}  // namespace

std::vector<std::size_t> OrderOf(std::size_t contenders, int round, std::size_t setting) {
  std::vector<std::size_t> order;
  const std::size_t first = static_cast<std::size_t>(round) + setting;
  for (std::size_t i = 0; i < contenders; ++i) order.push_back((first + i) % contenders);
  return order;
}

namespace {

absl::Status LoadEvents(Contender& contender, Setting setting, std::uint64_t calls) {
  WANGGE_ASSIGN_OR_RETURN(auto target, contender.Open(setting));
  if (target == nullptr && setting.in_batches) {
    calls *= setting.batch;
    setting = {.name = setting.name, .work = setting.work, .in_flight = kLivesInFlight, .steps_max = setting.steps_max};
    WANGGE_ASSIGN_OR_RETURN(target, contender.Open(setting));
  }
  if (target == nullptr) return FailedPrecondition("Expected " + contender.name() + " to take part, but it does not.");
  const LoopResult result =
      RunLoad(*target, {.length = std::chrono::hours(1), .calls_max = std::max<std::uint64_t>(calls, 1)});
  return WithContext(contender.name() + ", loading", result.first_failure);
}

}  // namespace

absl::Status LoadReports(Contender& contender, std::uint64_t calls, std::uint64_t batch) {
  return LoadEvents(contender, {.name = "loading", .in_flight = kLoadInFlight, .batch = batch, .in_batches = true},
                    calls);
}

absl::Status LoadCases(Contender& contender, std::uint64_t cases, std::size_t stages) {
  const std::uint64_t lives = cases / kCasesForEachLife / std::max<std::size_t>(stages, 1);
  for (std::size_t steps = 1; steps <= stages; ++steps) {
    const Setting setting{.name = "loading",
                          .work = Work::kLifecycle,
                          .in_flight = kLoadInFlight,
                          .batch = kLivesBatch,
                          .in_batches = true,
                          .steps_max = steps};
    WANGGE_RETURN_IF_ERROR(LoadEvents(contender, setting, lives / kLivesBatch));
  }
  WANGGE_RETURN_IF_ERROR(LoadReports(contender, (cases - stages * lives) / kLoadBatch, kLoadBatch));
  return contender.CountReadable({}).status();
}

absl::StatusOr<std::vector<Cell>> RunContest(const std::vector<std::unique_ptr<Contender>>& contenders,
                                             const std::vector<Setting>& settings, const ContestOptions& options) {
  return Contest(contenders, options).Run(settings);
}

}  // namespace wangge::bench
