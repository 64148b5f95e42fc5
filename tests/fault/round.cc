#include "tests/fault/round.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <filesystem>
#include <fstream>
#include <random>
#include <utility>
#include <vector>

#include "tests/fault/book.h"
#include "tests/fault/check.h"

namespace wangge::fault {
namespace {

namespace fs = std::filesystem;

constexpr int kExitRefused = 3;
constexpr std::size_t kLivesMax = 4;
constexpr unsigned kSecondsMax = 120;  // of one life or one look: then it hangs
constexpr std::size_t kEndBytes = 64;  // of a file, where most can be hidden

struct Ended {
  int status = 0;
  std::string out{};
};

// Runs this program with `arguments` to its end and reads what it says.
Ended Start(const std::string& program, std::vector<std::string> arguments) {
  std::array<int, 2> ends{};
  if (pipe(ends.data()) != 0) return {-1, "no pipe"};
  arguments.insert(arguments.begin(), program);
  std::vector<char*> pointers;
  for (std::string& argument : arguments) pointers.push_back(argument.data());
  pointers.push_back(nullptr);
  const pid_t pid = fork();
  if (pid == 0) {
    alarm(kSecondsMax);
    dup2(ends[1], STDOUT_FILENO);
    close(ends[0]);
    close(ends[1]);
    execv(program.c_str(), pointers.data());
    _exit(127);
  }
  close(ends[1]);
  Ended ended;
  std::array<char, 4'096> buffer{};
  for (ssize_t got = 0; (got = read(ends[0], buffer.data(), buffer.size())) != 0;) {
    if (got > 0) ended.out.append(buffer.data(), static_cast<std::size_t>(got));
    if (got < 0 && errno != EINTR) break;
  }
  close(ends[0]);
  while (waitpid(pid, &ended.status, 0) < 0 && errno == EINTR) {
  }
  return ended;
}

bool WasKilled(int status) { return WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL; }
bool HasEnded(int status, int code) { return WIFEXITED(status) && WEXITSTATUS(status) == code; }

bool IsAboutTheDisk(const std::string& fault, const std::string& refusal) {
  if (fault == "full") return refusal.find("the disk is full: make room") != std::string::npos;
  return fault == "eio" && refusal.find("the disk fails: look in the kernel's log") != std::string::npos;
}

std::string NameOfEnd(int status) {
  if (WIFSIGNALED(status)) return "signal " + std::to_string(WTERMSIG(status));
  return "exit " + std::to_string(WEXITSTATUS(status));
}

class Rounds {
 public:
  explicit Rounds(const RoundOptions& options) : options_(options), random_(options.seed) {}

  Round Run() {
    fs::remove_all(options_.folder);
    fs::create_directories(state_);
    round_.told = {{"seed", options_.seed}, {"lives", nlohmann::json::array()}};
    for (std::size_t lives = 1 + Below(kLivesMax); lives > 0; --lives) {
      if (!LiveOnce() || !Look(may_refuse_)) return Told();
      if (round_.told.contains("refused")) return Told();
    }
    if (Below(3) != 0 && FlipABit()) Look(/*may_refuse=*/true);
    return Told();
  }

 private:
  std::size_t Below(std::size_t bound) { return random_() % bound; }

  Round Told() {
    round_.told["acknowledged"] = book_.acknowledged();
    round_.told["found"] = round_.found;
    return std::move(round_);
  }

  bool Found(std::string what) {
    round_.found = std::move(what);
    return false;
  }

  std::vector<std::string> RandomFault(nlohmann::ordered_json& told) {
    // Small numbers are as likely as large ones: much happens in the first operations of a start.
    const auto any = [this](std::size_t bits) { return 1 + Below(std::size_t{1} << (1 + Below(bits))); };
    const auto with = [&told](std::string name, std::string option, std::size_t value) {
      told["fault"] = std::move(name);
      return std::vector<std::string>{std::move(option), std::to_string(value)};
    };
    std::vector<std::string> fault;
    switch (Below(6)) {
      case 0:
        return with("full", "--room", any(20));
      case 1:
        return with("eio", "--bad-sync-at", any(8));
      case 2:
        told["fault"] = "end";  // only what was synced is there
        return Below(2) == 0 ? fault : std::vector<std::string>{"--close"};
      case 3:
        fault = with("hole", "--power-cut-at", any(11));
        fault.insert(fault.end(), {"--torn", "--hole"});
        may_refuse_ = true;
        return fault;
      default:
        fault = with("torn", "--power-cut-at", any(11));
        fault.emplace_back("--torn");
        return fault;
    }
  }

  bool LiveOnce() {
    nlohmann::ordered_json told;
    may_refuse_ = false;
    std::vector<std::string> arguments = RandomFault(told);
    arguments.insert(arguments.begin(),
                     {"live", "--state", state_, "--book", book_file_, "--seed", std::to_string(random_())});
    arguments.insert(arguments.end(), {"--commands", std::to_string(1 + Below(400))});
    if (options_.skip_sync) arguments.emplace_back("--skip-sync");
    std::ofstream(book_file_) << book_.ToText();
    const Ended ended = Start(options_.program, std::move(arguments));
    for (std::size_t at = 0, end = 0; (end = ended.out.find('\n', at)) != std::string::npos; at = end + 1) {
      if (!book_.Read(std::string_view(ended.out).substr(at, end - at))) return Found("it says: " + ended.out);
    }
    told["end"] = NameOfEnd(ended.status);
    round_.told["lives"].push_back(told);
    // A start may meet the bad disk itself, and then says so.
    if (HasEnded(ended.status, kExitRefused) && IsAboutTheDisk(told["fault"], book_.start_refused)) return true;
    if (!WasKilled(ended.status) && !HasEnded(ended.status, 0)) {
      return Found("a life ended by " + NameOfEnd(ended.status) + " " + book_.start_refused);
    }
    return true;
  }

  // Looks at a copy: the next life itself starts on what is there.
  bool Look(bool may_refuse) {
    fs::remove_all(copy_);
    fs::copy(state_, copy_);
    std::ofstream(book_file_) << book_.ToText();
    const Ended ended = Start(options_.program, {"look", "--state", copy_, "--book", book_file_});
    if (HasEnded(ended.status, static_cast<int>(Verdict::kWhole))) return true;
    if (!HasEnded(ended.status, static_cast<int>(Verdict::kRefused))) {
      return Found(NameOfEnd(ended.status) + ": " + ended.out);
    }
    if (!may_refuse) return Found("a state that is whole was refused: " + ended.out);
    if (!IsHelpful(ended.out)) return Found("a refusal without a place or advice: " + ended.out);
    round_.told["refused"] = ended.out;
    return true;
  }

  fs::path FileToDamage() {
    std::vector<fs::path> logs;
    std::vector<fs::path> tables;
    std::vector<fs::path> rest;
    for (const auto& entry : fs::directory_iterator(state_)) {
      const std::string name = entry.path().filename().string();
      if (fs::file_size(entry) == 0) continue;
      if (name.ends_with(".log")) logs.push_back(entry.path());
      if (name.ends_with(".sst")) tables.push_back(entry.path());
      if (name == "CURRENT" || name.starts_with("MANIFEST-")) rest.push_back(entry.path());
    }
    for (auto* files : {&logs, &tables, &rest}) std::ranges::sort(*files);
    const std::size_t kind = Below(10);
    const auto& files = kind < 4 && !logs.empty() ? logs : kind < 8 && !tables.empty() ? tables : rest;
    return files.empty() ? fs::path() : files[Below(files.size())];
  }

  bool FlipABit() {
    const fs::path path = FileToDamage();
    if (path.empty()) return false;
    const std::size_t size = fs::file_size(path);
    const std::size_t from = Below(3) == 0 && size > kEndBytes ? size - kEndBytes : 0;
    const std::size_t offset = from + Below(size - from);
    const int bit = 1 << Below(8);
    std::fstream file(path, std::ios::binary | std::ios::in | std::ios::out);
    file.seekg(static_cast<std::streamoff>(offset));
    const int byte = file.get();
    file.seekp(static_cast<std::streamoff>(offset));
    file.put(static_cast<char>(byte ^ bit));
    round_.told["flip"] = {{"file", path.filename().string()}, {"offset", offset}, {"bit", bit}};
    return true;
  }

  const RoundOptions options_;
  std::mt19937_64 random_;
  const std::string state_ = options_.folder + "/state";
  const std::string copy_ = options_.folder + "/copy";
  const std::string book_file_ = options_.folder + "/book";
  Book book_;
  bool may_refuse_ = false;  // the life that ended left what no disk in order leaves
  Round round_;
};

}  // namespace

Round RunRound(const RoundOptions& options) { return Rounds(options).Run(); }

}  // namespace wangge::fault
