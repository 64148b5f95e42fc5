
#include <CLI/CLI.hpp>
#include <chrono>
#include <cmath>
#include <condition_variable>
#include <cstdio>
#include <memory>
#include <mutex>
#include <nlohmann/json.hpp>
#include <optional>
#include <stop_token>
#include <thread>

#include "base/status/text.h"
#include "services/wangge/bench/intake_load.h"
#include "services/wangge/bench/server_process.h"
#include "services/wangge/commands/command.h"
#include "services/wangge/commands/demo_server.h"
#include "services/wangge/commands/progress.h"
#include "services/wangge/commands/server_options.h"
#include "services/wangge/commands/temporary_folder.h"
#include "wangge/ledger/v1/ledger.grpc.pb.h"

namespace wangge::commands {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::int64_t kWarmUpSeconds = 1;

struct Options {
  std::shared_ptr<client::Access> access{};
  std::string config{};
  std::string dir{};
  std::int64_t seconds = 5;
  pid_t server_pid = 0;
  bool json = false;
};

// Draws the time that has passed of the time that the loads are to take, while they run.
class TimeBar {
 public:
  explicit TimeBar(std::chrono::seconds length)
      : thread_([length](const std::stop_token& stop) { Draw(length, stop); }) {}

 private:
  static void Draw(std::chrono::seconds length, const std::stop_token& stop) {
    using std::chrono::milliseconds;
    Progress progress("measuring");
    const auto start = std::chrono::steady_clock::now();
    std::mutex mutex;
    std::condition_variable_any ended;
    std::unique_lock lock(mutex);
    while (!ended.wait_for(lock, stop, kRedrawEvery, [&stop] { return stop.stop_requested(); })) {
      const auto passed = std::chrono::duration_cast<milliseconds>(std::chrono::steady_clock::now() - start);
      progress.Show(static_cast<std::uint64_t>(passed.count()),
                    static_cast<std::uint64_t>(milliseconds(length).count()));
    }
  }

  static constexpr std::chrono::milliseconds kRedrawEvery{200};
  std::jthread thread_;
};

using Load = absl::StatusOr<bench::LoadResult> (*)(const client::Connection&, Duration);

// Groups synced so far; nullopt when the caller may not ask.
std::optional<std::uint64_t> SyncsOf(const client::Connection& connection) {
  using Service = ledger::v1::LedgerService;
  const auto stub = connection.StubOf<Service>();
  const auto head = connection.Call(*stub, &Service::Stub::GetHead, ledger::v1::GetHeadRequest());
  return head.ok() ? std::optional(head->synced_groups()) : std::nullopt;
}

absl::StatusOr<Json> Measure(Load load, const client::Connection& connection, Duration length, pid_t server) {
  WANGGE_RETURN_IF_ERROR(load(connection, Seconds(kWarmUpSeconds)).status());  // connects, and warms both sides
  Duration before;
  Duration after;
  if (server != 0) {
    WANGGE_ASSIGN_OR_RETURN(before, bench::CpuTimeOf(server));
  }
  const auto syncs_before = SyncsOf(connection);
  WANGGE_ASSIGN_OR_RETURN(const bench::LoadResult result, load(connection, length));
  const auto syncs_after = SyncsOf(connection);
  if (server != 0) {
    WANGGE_ASSIGN_OR_RETURN(after, bench::CpuTimeOf(server));
  }
  const auto events = static_cast<double>(result.events);
  Json json{{"events", result.events},
            {"events_per_s", std::round(events * 1e6 / static_cast<double>(result.wall.micros))},
            {"server_cpu_us_per_event", nullptr},
            {"syncs", nullptr}};
  if (syncs_before && syncs_after) json["syncs"] = *syncs_after - *syncs_before;
  if (server != 0) {
    json["server_cpu_us_per_event"] = std::round(static_cast<double>((after - before).micros) * 10 / events) / 10;
  }
  return json;
}

void Print(const char* title, const Json& figures) {
  std::printf("%-9s %s events, %s a second, server CPU %s us an event\n", title, figures["events"].dump().c_str(),
              figures["events_per_s"].dump().c_str(), figures["server_cpu_us_per_event"].dump().c_str());
}

absl::Status Intake(const Options& options) {
  client::Access access = *options.access;
  pid_t pid = options.server_pid;
  std::optional<TemporaryFolder> folder;  // goes after the server
  std::unique_ptr<bench::ServerProcess> server;
  if (access.server.empty()) {
    WANGGE_ASSIGN_OR_RETURN(folder, TemporaryFolder::Make(options.dir));
    access.token.clear();
    WANGGE_ASSIGN_OR_RETURN(server, StartDemoServer(options.config, folder->path(), access));
    pid = server->pid();
  }
  WANGGE_ASSIGN_OR_RETURN(const client::Connection connection, client::Connection::Open(access));
  WANGGE_RETURN_IF_ERROR(bench::AwaitIntake(connection));
  const Duration length = Seconds(options.seconds);
  constexpr int kLoads = 2;
  std::optional<TimeBar> bar(kLoads * std::chrono::seconds(options.seconds + kWarmUpSeconds));
  WANGGE_ASSIGN_OR_RETURN(const Json unary, Measure(bench::RunUnary, connection, length, pid));
  WANGGE_ASSIGN_OR_RETURN(const Json batches, Measure(bench::RunBatches, connection, length, pid));
  bar.reset();
  if (options.json) {
    std::printf("%s\n", Json{{"unary", unary}, {"batch100", batches}}.dump().c_str());
    return absl::OkStatus();
  }
  Print("unary", unary);
  Print("batch100", batches);
  return absl::OkStatus();
}

}  // namespace

void AddBench(CLI::App& app) {
  CLI::App* bench = app.add_subcommand("bench", "Measure")->require_subcommand(1);
  AddBenchLifecycle(*bench);
  AddBenchLocate(*bench);
  AddBenchReassign(*bench);
  CLI::App* command =
      bench->add_subcommand("intake", "Send reports: single ones, 64 in flight, then a stream of batches of 100");
  const auto options = std::make_shared<Options>();
  command->add_option("--seconds", options->seconds, "How long each way is measured, after a second to warm up")
      ->check(CLI::Range(1, 3600))
      ->capture_default_str();
  command->add_option("--dir", options->dir, "Where the fresh state lies meanwhile: on the disk to be measured");
  command->add_option("--config", options->config, "The product's configuration, for the demo city");
  command->add_option("--server-pid", options->server_pid, "Process of --server on this machine, for its CPU time");
  command->add_flag("--json", options->json, "One line of JSON");
  options->access = AddServerOptions(*command);
  command->get_option("--server")
      ->required(false)
      ->description("HOST:PORT of a server that serves the demo city; by default one is started on a fresh state");
  OnRun(*command, [options] { return Intake(*options); });
}

}  // namespace wangge::commands
