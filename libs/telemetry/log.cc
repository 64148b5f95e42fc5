#include "telemetry/log.h"

#include <spdlog/logger.h>
#include <spdlog/sinks/base_sink.h>
#include <spdlog/sinks/stdout_sinks.h>

#include <array>
#include <mutex>
#include <utility>

namespace wangge::telemetry {
namespace {

constexpr std::array<std::string_view, 4> kLevels = {"debug", "info", "warning", "error"};

spdlog::level::level_enum ToSpdlog(Level level) {
  switch (level) {
    case Level::kDebug:
      return spdlog::level::debug;
    case Level::kInfo:
      return spdlog::level::info;
    case Level::kWarning:
      return spdlog::level::warn;
    case Level::kError:
      break;
  }
  return spdlog::level::err;
}

class FunctionSink final : public spdlog::sinks::base_sink<std::mutex> {
 public:
  explicit FunctionSink(std::function<void(std::string_view)> take) : take_(std::move(take)) {}

 protected:
  void sink_it_(const spdlog::details::log_msg& message) override {
    take_({message.payload.data(), message.payload.size()});
  }
  void flush_() override {}

 private:
  std::function<void(std::string_view)> take_;
};

spdlog::sink_ptr MakeSink(std::function<void(std::string_view)> take) {
  if (take) return std::make_shared<FunctionSink>(std::move(take));
  return std::make_shared<spdlog::sinks::stderr_sink_mt>();
}

}  // namespace

struct Log::Sink {
  explicit Sink(LogOptions& options) : logger("wangge", MakeSink(std::move(options.sink))) {
    logger.set_pattern("%v");
    logger.set_level(ToSpdlog(options.least));
    logger.flush_on(spdlog::level::trace);
  }
  spdlog::logger logger;
};

Log::Log(const Clock& clock, LogOptions options)
    : clock_(clock), format_(options.format), sink_(std::make_unique<Sink>(options)) {}

Log::~Log() = default;

void Log::Write(Level level, std::string_view event, Fields fields) {
  const auto spdlog_level = ToSpdlog(level);
  if (!sink_->logger.should_log(spdlog_level)) return;
  const auto format = format_ == LogFormat::kJson ? FormatJson : FormatText;
  const std::string line = format(clock_.Now(), level, event, fields);
  sink_->logger.log(spdlog_level, spdlog::string_view_t(line.data(), line.size()));
}

std::string_view TextOf(Level level) { return kLevels.at(static_cast<std::size_t>(level)); }

std::optional<Level> ParseLevel(std::string_view text) {
  for (std::size_t i = 0; i < kLevels.size(); ++i) {
    if (kLevels.at(i) == text) return static_cast<Level>(i);
  }
  return std::nullopt;
}

}  // namespace wangge::telemetry
