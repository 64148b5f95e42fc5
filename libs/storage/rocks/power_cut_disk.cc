#include "storage/testing/power_cut_disk.h"

#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <mutex>
#include <random>
#include <utility>

#include "base/status/text.h"
#include "rocksdb/env.h"
#include "rocksdb/file_system.h"

namespace wangge::storage {
namespace {

namespace fs = std::filesystem;
using rocksdb::FileOptions;
using rocksdb::IODebugContext;
using rocksdb::IOOptions;
using rocksdb::IOStatus;
using rocksdb::Slice;

constexpr std::size_t kSector = 512;
constexpr char kReadOnly[] = "Read-only file system";
constexpr std::size_t kWritebackEvery = 40;  // operations, about: the kernel also writes without being asked

// What one file holds, and how far it was synced.
struct Contents {
  std::string bytes{};
  std::size_t synced = 0;
};
using Names = std::map<std::string, std::shared_ptr<Contents>>;

void Store(const std::string& path, std::string_view bytes) {
  std::ofstream(path + ".new", std::ios::binary) << bytes;
  fs::rename(path + ".new", path);
}

// What is in memory (live) and what a power cut would leave (kept). Every change is one call.
class Model {
 public:
  explicit Model(const DiskFaults& faults) : faults_(faults), random_(faults.seed) {}

  void Found(const std::string& name, std::string bytes) {
    const std::size_t size = bytes.size();
    live_[name] = kept_[name] = std::make_shared<Contents>(Contents{std::move(bytes), size});
  }

  bool read_only() const { return faults_.read_only; }

  std::shared_ptr<Contents> Create(const std::string& name) {
    const std::lock_guard lock(mutex_);
    Operation();
    return live_[name] = std::make_shared<Contents>();
  }
  IOStatus Append(Contents& file, const Slice& data) {
    const std::lock_guard lock(mutex_);
    Operation();
    if (faults_.room_bytes != 0 && written_ + data.size() > faults_.room_bytes) {
      return IOStatus::NoSpace("No space left on device");
    }
    written_ += data.size();
    file.bytes.append(data.data(), data.size());
    return IOStatus::OK();
  }
  void Truncate(Contents& file, std::size_t size) {
    const std::lock_guard lock(mutex_);
    Operation();
    file.bytes.resize(size);
    file.synced = std::min(file.synced, size);
  }
  IOStatus Sync(Contents& file) {
    const std::lock_guard lock(mutex_);
    Operation();
    if (++syncs_ == faults_.bad_sync_at) {
      std::fill(file.bytes.begin() + static_cast<std::ptrdiff_t>(file.synced), file.bytes.end(), '\0');
      return IOStatus::IOError("Input/output error");
    }
    Keep(file, file.bytes.size());
    return IOStatus::OK();
  }
  void Move(const std::string& from, const std::string& to) {
    const std::lock_guard lock(mutex_);
    Operation();
    const auto moved = live_.extract(from);
    if (!moved.empty()) live_[to] = moved.mapped();
  }
  void Remove(const std::string& name) {
    const std::lock_guard lock(mutex_);
    Operation();
    live_.erase(name);
  }
  void SyncNames() {
    const std::lock_guard lock(mutex_);
    Operation();
    KeepNames();
  }
  [[noreturn]] void CutPower() {
    const std::lock_guard lock(mutex_);
    Die();
  }
  std::uint64_t operations() const {
    const std::lock_guard lock(mutex_);
    return operations_;
  }

 private:
  std::size_t Below(std::size_t bound) { return random_() % bound; }

  void Operation() {
    if (++operations_ == faults_.power_cut_at) Die();
    if (Below(kWritebackEvery) != 0) return;
    if (live_.empty() || Below(3) == 0) return KeepNames();
    Contents& any = *std::next(live_.begin(), static_cast<std::ptrdiff_t>(Below(live_.size())))->second;
    Keep(any, any.synced + Below(any.bytes.size() - any.synced + 1));
  }

  // The bytes up to `size` are safe: they are written under every name that is.
  void Keep(Contents& file, std::size_t size) {
    file.synced = size;
    for (const auto& [name, kept] : kept_) {
      if (kept.get() != &file) continue;
      std::error_code error;
      const std::size_t stored = fs::file_size(name, error);
      if (error || stored > size) return Store(name, std::string_view(file.bytes).substr(0, size));
      std::ofstream(name, std::ios::binary | std::ios::app)
          << std::string_view(file.bytes).substr(stored, size - stored);
    }
  }

  void KeepNames() {
    for (const auto& [name, file] : live_) {
      const auto kept = kept_.find(name);
      if (kept != kept_.end() && kept->second == file) continue;
      Store(name, std::string_view(file->bytes).substr(0, file->synced));
      kept_[name] = file;
    }
    for (auto kept = kept_.begin(); kept != kept_.end();) {
      if (live_.contains(kept->first)) {
        ++kept;
      } else {
        fs::remove(kept->first);
        kept = kept_.erase(kept);
      }
    }
  }

  void Tear(Contents& file) {
    const std::size_t before = file.synced;
    const std::size_t after = before + Below(file.bytes.size() - before + 1);
    if (faults_.hole && after > before) {
      const std::size_t from = std::max(before, (before + Below(after - before)) / kSector * kSector);
      const std::size_t to = std::min(after, (from / kSector + 1) * kSector);
      std::fill(file.bytes.begin() + static_cast<std::ptrdiff_t>(from),
                file.bytes.begin() + static_cast<std::ptrdiff_t>(to), '\0');
    }
    Keep(file, after);
  }

  [[noreturn]] void Die() {
    if (faults_.torn) {
      if (Below(2) == 0) KeepNames();
      for (const auto& [name, file] : kept_) Tear(*file);
    }
    kill(getpid(), SIGKILL);
    std::abort();  // not reached
  }

  const DiskFaults faults_;
  mutable std::mutex mutex_;
  std::mt19937_64 random_;
  Names live_;
  Names kept_;
  std::uint64_t operations_ = 0;
  std::uint64_t syncs_ = 0;
  std::uint64_t written_ = 0;
};

class PowerCutFile final : public rocksdb::FSWritableFileOwnerWrapper {
 public:
  PowerCutFile(std::unique_ptr<rocksdb::FSWritableFile> memory, Model& model, std::shared_ptr<Contents> contents)
      : FSWritableFileOwnerWrapper(std::move(memory)), model_(model), contents_(std::move(contents)) {}

  IOStatus Append(const Slice& data, const IOOptions& options, IODebugContext* dbg) override {
    if (IOStatus status = model_.Append(*contents_, data); !status.ok()) return status;
    return FSWritableFileOwnerWrapper::Append(data, options, dbg);
  }
  IOStatus Append(const Slice& data, const IOOptions& options, const rocksdb::DataVerificationInfo&,
                  IODebugContext* dbg) override {
    return Append(data, options, dbg);
  }
  IOStatus PositionedAppend(const Slice&, std::uint64_t, const IOOptions&, IODebugContext*) override {
    return IOStatus::NotSupported();
  }
  IOStatus Truncate(std::uint64_t size, const IOOptions& options, IODebugContext* dbg) override {
    model_.Truncate(*contents_, size);
    return FSWritableFileOwnerWrapper::Truncate(size, options, dbg);
  }
  IOStatus Sync(const IOOptions&, IODebugContext*) override { return model_.Sync(*contents_); }
  IOStatus Fsync(const IOOptions&, IODebugContext*) override { return model_.Sync(*contents_); }
  bool IsSyncThreadSafe() const override { return true; }
  IOStatus RangeSync(std::uint64_t, std::uint64_t, const IOOptions&, IODebugContext*) override {
    return IOStatus::OK();
  }

 private:
  Model& model_;
  const std::shared_ptr<Contents> contents_;
};

class PowerCutNames final : public rocksdb::FSDirectory {
 public:
  explicit PowerCutNames(Model& model) : model_(model) {}
  IOStatus Fsync(const IOOptions&, IODebugContext*) override {
    model_.SyncNames();
    return IOStatus::OK();
  }
  IOStatus Close(const IOOptions&, IODebugContext*) override { return IOStatus::OK(); }

 private:
  Model& model_;
};

class PowerCutFileSystem final : public rocksdb::FileSystemWrapper {
 public:
  PowerCutFileSystem(const std::shared_ptr<rocksdb::FileSystem>& memory, Model& model)
      : FileSystemWrapper(memory), model_(model) {}
  const char* Name() const override { return "PowerCutFileSystem"; }

  IOStatus NewWritableFile(const std::string& name, const FileOptions& options,
                           std::unique_ptr<rocksdb::FSWritableFile>* made, IODebugContext* dbg) override {
    if (model_.read_only()) return IOStatus::IOError("While open a file for appending: " + name, kReadOnly);
    std::unique_ptr<rocksdb::FSWritableFile> memory;
    if (IOStatus status = target()->NewWritableFile(name, options, &memory, dbg); !status.ok()) return status;
    *made = std::make_unique<PowerCutFile>(std::move(memory), model_, model_.Create(name));
    return IOStatus::OK();
  }
  IOStatus ReopenWritableFile(const std::string&, const FileOptions&, std::unique_ptr<rocksdb::FSWritableFile>*,
                              IODebugContext*) override {
    return IOStatus::NotSupported();
  }
  IOStatus ReuseWritableFile(const std::string&, const std::string&, const FileOptions&,
                             std::unique_ptr<rocksdb::FSWritableFile>*, IODebugContext*) override {
    return IOStatus::NotSupported();
  }
  IOStatus NewDirectory(const std::string&, const IOOptions&, std::unique_ptr<rocksdb::FSDirectory>* made,
                        IODebugContext*) override {
    *made = std::make_unique<PowerCutNames>(model_);
    return IOStatus::OK();
  }
  IOStatus RenameFile(const std::string& from, const std::string& to, const IOOptions& options,
                      IODebugContext* dbg) override {
    if (IOStatus status = target()->RenameFile(from, to, options, dbg); !status.ok()) return status;
    model_.Move(from, to);
    return IOStatus::OK();
  }
  IOStatus DeleteFile(const std::string& name, const IOOptions& options, IODebugContext* dbg) override {
    if (IOStatus status = target()->DeleteFile(name, options, dbg); !status.ok()) return status;
    model_.Remove(name);
    return IOStatus::OK();
  }
  IOStatus LockFile(const std::string& name, const IOOptions& options, rocksdb::FileLock** lock,
                    IODebugContext* dbg) override {
    if (model_.read_only()) return IOStatus::IOError("While open a file for lock: " + name, kReadOnly);
    return target()->LockFile(name, options, lock, dbg);
  }
  IOStatus LinkFile(const std::string&, const std::string&, const IOOptions&, IODebugContext*) override {
    return IOStatus::NotSupported();
  }

 private:
  Model& model_;
};

class Disk final : public PowerCutDisk {
 public:
  explicit Disk(const DiskFaults& faults)
      : model_(faults),
        memory_(rocksdb::NewMemEnv(rocksdb::Env::Default())),
        files_(std::make_shared<PowerCutFileSystem>(memory_->GetFileSystem(), model_)),
        env_(rocksdb::NewCompositeEnv(files_)) {}

  absl::Status Load(const std::string& dir) {
    std::error_code error;
    fs::create_directories(dir, error);
    if (!memory_->CreateDirIfMissing(dir).ok()) return Internal("Expected a directory in memory, but there is none");
    for (fs::directory_iterator entry(dir, error), end; !error && entry != end; entry.increment(error)) {
      if (!entry->is_regular_file()) continue;
      const std::string name = dir + "/" + entry->path().filename().string();
      std::ifstream in(name, std::ios::binary);
      std::string bytes{std::istreambuf_iterator<char>(in), {}};
      if (!rocksdb::WriteStringToFile(memory_.get(), bytes, name, false).ok()) {
        return Internal("Expected to keep '" + name + "' in memory, but could not");
      }
      model_.Found(name, std::move(bytes));
    }
    return error ? Internal("Expected to read '" + dir + "', but: " + error.message()) : absl::OkStatus();
  }

  rocksdb::Env* env() override { return env_.get(); }
  [[noreturn]] void CutPower() override { model_.CutPower(); }
  std::uint64_t operations() const override { return model_.operations(); }

 private:
  Model model_;
  const std::unique_ptr<rocksdb::Env> memory_;
  const std::shared_ptr<PowerCutFileSystem> files_;
  const std::unique_ptr<rocksdb::Env> env_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<PowerCutDisk>> PowerCutDisk::Open(const std::string& dir, const DiskFaults& faults) {
  auto disk = std::make_unique<Disk>(faults);
  WANGGE_RETURN_IF_ERROR(disk->Load(dir));
  return disk;
}

}  // namespace wangge::storage
