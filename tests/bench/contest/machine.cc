#include "tests/bench/contest/machine.h"

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/statfs.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <thread>
#include <vector>

#include "base/file/descriptor.h"
#include "base/status/text.h"
#include "tests/bench/contest/figures.h"

namespace wangge::bench {
namespace {

constexpr int kSyncs = 200;
constexpr std::size_t kSyncedBytes = 4096;
constexpr int kFieldsBeforeParent = 1;    // of /proc/PID/stat, counted behind the program's name
constexpr int kFieldsBeforeUserTime = 9;  // behind the parent
constexpr std::int64_t kMicrosPerSecond = 1'000'000;

std::int64_t MicrosOfTicks(std::int64_t ticks) { return ticks * (kMicrosPerSecond / sysconf(_SC_CLK_TCK)); }

struct Stat {
  pid_t parent = 0;
  std::int64_t own_ticks = 0;
  std::int64_t waited_ticks = 0;  // of children that have ended
};

absl::StatusOr<Stat> StatOf(const std::string& pid) {
  std::ifstream file("/proc/" + pid + "/stat");
  std::string text;
  if (!std::getline(file, text)) return NotFound("Expected process " + pid + ", but it is not there.");
  std::istringstream fields(text.substr(text.rfind(')') + 1));  // the name may hold blanks
  std::string skipped;
  for (int i = 0; i < kFieldsBeforeParent; ++i) fields >> skipped;
  Stat stat;
  fields >> stat.parent;
  for (int i = 0; i < kFieldsBeforeUserTime; ++i) fields >> skipped;
  std::array<std::int64_t, 4> ticks{};
  for (std::int64_t& value : ticks) fields >> value;
  if (!fields) return Internal("Expected CPU times in /proc/PID/stat, but got \"" + text + "\".");
  stat.own_ticks = ticks[0] + ticks[1];
  stat.waited_ticks = ticks[2] + ticks[3];
  return stat;
}

absl::StatusOr<std::uint64_t> BytesWrittenBy(const std::string& pid) {
  std::ifstream file("/proc/" + pid + "/io");
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with("write_bytes: ")) return std::stoull(line.substr(line.find(' ')));
  }
  return Internal("Expected to read /proc/" + pid +
                  "/io, but the system refused: run the bench as that user or as root.");
}

std::vector<std::string> Processes() {
  std::vector<std::string> all;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator("/proc", error)) {
    std::string name = entry.path().filename().string();
    if (name.find_first_not_of("0123456789") == std::string::npos) all.push_back(std::move(name));
  }
  return all;
}

}  // namespace

absl::StatusOr<Used> UsedByFamily(pid_t pid) {
  const std::string id = std::to_string(pid);
  WANGGE_ASSIGN_OR_RETURN(const Stat own, StatOf(id));
  WANGGE_ASSIGN_OR_RETURN(const std::uint64_t own_bytes, BytesWrittenBy(id));
  Used used{.cpu = Microseconds(MicrosOfTicks(own.own_ticks + own.waited_ticks)), .bytes = own_bytes};
  for (const std::string& other : Processes()) {
    const auto stat = StatOf(other);
    if (!stat.ok() || stat->parent != pid) continue;
    const auto bytes = BytesWrittenBy(other);
    used.cpu = used.cpu + Microseconds(MicrosOfTicks(stat->own_ticks));
    if (bytes.ok()) used.bytes += *bytes;  // one that ends meanwhile is counted with its parent the next time
  }
  return used;
}

Duration BusyOfMachine() {
  std::ifstream file("/proc/stat");
  std::string name;
  std::array<std::int64_t, 8> ticks{};  // user nice system idle iowait irq softirq steal
  file >> name;
  for (std::int64_t& value : ticks) file >> value;
  return Microseconds(MicrosOfTicks(ticks[0] + ticks[1] + ticks[2] + ticks[5] + ticks[6] + ticks[7]));
}

Duration CpuOfThisProcess() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return Microseconds((usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * kMicrosPerSecond + usage.ru_utime.tv_usec +
                      usage.ru_stime.tv_usec);
}

absl::StatusOr<nlohmann::ordered_json> DescribeMachine(const std::string& folder) {
  const std::string path = folder + "/synced";
  const Descriptor file(open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600));
  const std::vector<char> bytes(kSyncedBytes, 'x');
  std::vector<Nanoseconds> taken;
  for (int i = 0; i < kSyncs; ++i) {
    const auto start = SteadyClock::now();
    if (write(file.value(), bytes.data(), bytes.size()) != static_cast<ssize_t>(bytes.size()) ||
        fdatasync(file.value()) != 0) {
      return Internal("Expected to write and sync " + path + ", but the system refused.");
    }
    taken.push_back(SteadyClock::now() - start);
  }
  unlink(path.c_str());
  struct statfs disk {};
  statfs(folder.c_str(), &disk);
  utsname system{};
  uname(&system);
  std::ostringstream type;
  type << std::hex << disk.f_type;
  const Latencies sync = LatenciesOf(taken);
  return nlohmann::ordered_json{{"cores", std::thread::hardware_concurrency()},
                                {"kernel", system.release},
                                {"file_system", type.str()},
                                {"sync_4k_p50_us", std::round(sync.p50_us)},
                                {"sync_4k_p99_us", std::round(sync.p99_us)}};
}

}  // namespace wangge::bench
