#include "services/wangge/bench/server_process.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/inotify.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <system_error>

#include "base/file/descriptor.h"
#include "base/file/file.h"
#include "base/status/text.h"

namespace wangge::bench {
namespace {

constexpr int kWaitsMax = 3'000;
constexpr int kWaitMs = 20;  // then look whether the process still lives
constexpr std::size_t kPortBytesMax = 64;
constexpr std::size_t kLogBytesMax = 1u << 20;
constexpr int kFieldsBeforeUserTime = 11;  // of /proc/PID/stat, counted behind the program's name

// Only what is allowed between fork and exec.
[[noreturn]] void Become(const char* program, const std::vector<char*>& arguments, const char* log, pid_t parent) {
  prctl(PR_SET_PDEATHSIG, SIGTERM);  // no server outlives its measurement
  const int fd = open(log, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (getppid() != parent || fd < 0 || dup2(fd, STDERR_FILENO) < 0 || dup2(fd, STDOUT_FILENO) < 0) _exit(127);
  execv(program, arguments.data());
  _exit(127);
}

// What the server told: its folder may go with the measurement.
std::string LogOf(const std::string& folder) {
  const auto log = ReadFile(folder + "/serve.log", kLogBytesMax);
  return log.ok() && !log->empty() ? "It told:\n" + *log : "It told nothing.";
}

}  // namespace

absl::StatusOr<Duration> CpuTimeOf(pid_t pid) {
  std::ifstream file("/proc/" + std::to_string(pid) + "/stat");
  std::string text;
  if (!std::getline(file, text)) return NotFound("Expected process " + std::to_string(pid) + ", but it is not there.");
  std::istringstream fields(text.substr(text.rfind(')') + 1));  // the name may hold blanks
  std::string skipped;
  for (int i = 0; i < kFieldsBeforeUserTime; ++i) fields >> skipped;
  std::int64_t user = 0;
  std::int64_t system = 0;
  if (!(fields >> user >> system)) return Internal("Expected CPU times in /proc/PID/stat, but got \"" + text + "\".");
  return Microseconds((user + system) * (1'000'000 / sysconf(_SC_CLK_TCK)));
}

absl::StatusOr<std::unique_ptr<ServerProcess>> ServerProcess::Start(const std::string& folder,
                                                                    std::vector<std::string> arguments,
                                                                    const std::string& program) {
  std::error_code ignored;
  std::filesystem::remove(folder + "/port", ignored);  // of a server before
  arguments.insert(arguments.begin(), {"wangge", "serve", "--listen", "127.0.0.1:0", "--port-file", folder + "/port"});
  std::vector<char*> pointers;
  for (std::string& argument : arguments) pointers.push_back(argument.data());
  pointers.push_back(nullptr);
  const std::string log = folder + "/serve.log";
  const pid_t parent = getpid();
  const pid_t pid = fork();
  if (pid == 0) Become(program.c_str(), pointers, log.c_str(), parent);
  if (pid < 0) return Internal("Expected to start a server, but the system refused another process.");
  std::unique_ptr<ServerProcess> server(new ServerProcess(pid));
  WANGGE_RETURN_IF_ERROR(server->AwaitPort(folder));
  return server;
}

absl::Status ServerProcess::AwaitPort(const std::string& folder) {
  const Descriptor changes(inotify_init1(IN_CLOEXEC));
  if (!changes.IsOpen() || inotify_add_watch(changes.value(), folder.c_str(), IN_MOVED_TO) < 0) {
    return Internal("Expected to watch " + folder + ", but the system refused.");
  }
  for (int i = 0; i < kWaitsMax; ++i) {
    const auto port = ReadFile(folder + "/port", kPortBytesMax);
    if (port.ok() && !port->empty()) {
      address_ = "127.0.0.1:" + port->substr(0, port->find('\n'));
      return absl::OkStatus();
    }
    if (waitpid(pid_, nullptr, WNOHANG) == pid_) {
      pid_ = 0;
      return Internal("Expected the server to listen, but it ended. " + LogOf(folder));
    }
    pollfd change{.fd = changes.value(), .events = POLLIN, .revents = 0};
    poll(&change, 1, kWaitMs);
  }
  return Internal("Expected the server to listen within a minute, but it did not. " + LogOf(folder));
}

int ServerProcess::End(int signal) {
  if (pid_ == 0) return -1;
  kill(pid_, signal);
  int status = 0;
  while (waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
  }
  pid_ = 0;
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

int ServerProcess::Terminate() { return End(SIGTERM); }

void ServerProcess::Kill() { End(SIGKILL); }

ServerProcess::~ServerProcess() { Terminate(); }

}  // namespace wangge::bench
