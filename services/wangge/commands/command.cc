#include "services/wangge/commands/command.h"

#include <CLI/CLI.hpp>
#include <cstdio>
#include <utility>

#include "base/status/text.h"
#include "services/wangge/usage_error.h"

namespace wangge::commands {
namespace {

int exit_code = kExitOk;

}  // namespace

void OnRun(CLI::App& command, std::function<absl::Status()> body) {
  command.callback([body = std::move(body)] {
    const absl::Status status = body();
    exit_code = ExitCodeOf(status);
    if (!status.ok()) Tell(status);
  });
}

int ExitCode() { return exit_code; }

int ExitCodeOf(const absl::Status& status) {
  if (IsUsageError(status)) return kExitUsage;
  switch (status.code()) {
    case absl::StatusCode::kOk:
      return kExitOk;
    case absl::StatusCode::kInvalidArgument:
    case absl::StatusCode::kNotFound:
    case absl::StatusCode::kAlreadyExists:
    case absl::StatusCode::kPermissionDenied:
    case absl::StatusCode::kUnauthenticated:
    case absl::StatusCode::kFailedPrecondition:
    case absl::StatusCode::kAborted:
    case absl::StatusCode::kOutOfRange:
      return kExitRefused;
    default:
      return kExitFailure;
  }
}

void Tell(const absl::Status& status) {
  const std::string_view text = ToStd(status.message());
  const bool is_token = absl::IsUnauthenticated(status);
  const char* const end = text.empty() || text.ends_with('.') ? "" : ".";
  std::fprintf(stderr, "wangge: %.*s%s%s\n", static_cast<int>(text.size()), text.data(), is_token ? end : "",
               is_token ? " Make a token with `wangge token` from the server's own --keys." : "");
}

domain::Actor OwnerOf(const domain::Editions& editions) {
  domain::Actor owner{.id = "owner", .area = "*"};
  for (const auto& [id, role] : *editions.roles) {
    if (role.administers) owner.roles.push_back(id);
  }
  return owner;
}

}  // namespace wangge::commands
