#include <CLI/CLI.hpp>
#include <cstdio>
#include <filesystem>
#include <memory>

#include "base/status/clock.h"
#include "base/status/text.h"
#include "rpc/credentials.h"
#include "rpc/key_file.h"
#include "services/wangge/commands/command.h"

namespace wangge::commands {
namespace {

struct Options {
  std::string keys = "var/keys";
  rpc::Caller caller{};
  std::int64_t hours = 12;
};

// Development keys: DIR/signing.json makes tokens, DIR/public.json is what a server checks them with.
absl::StatusOr<rpc::SigningKey> LoadOrMakeKey(const std::string& dir) {
  const std::string signing = dir + "/signing.json";
  std::error_code error;
  if (std::filesystem::exists(signing, error)) return rpc::ReadSigningKey(signing);
  std::filesystem::create_directories(dir, error);
  if (error) return Internal("Expected to make directory \"" + dir + "\", but: " + error.message() + ".");
  WANGGE_ASSIGN_OR_RETURN(rpc::SigningKey key, rpc::GenerateSigningKey());
  WANGGE_RETURN_IF_ERROR(rpc::WritePublicKeys(dir + "/public.json", rpc::PublicPartOf(key)));
  WANGGE_RETURN_IF_ERROR(rpc::WriteSigningKey(signing, key));
  return key;
}

absl::Status Token(const Options& options) {
  WANGGE_ASSIGN_OR_RETURN(const rpc::SigningKey key, LoadOrMakeKey(options.keys));
  WANGGE_ASSIGN_OR_RETURN(const std::string token,
                          rpc::SignToken(key, options.caller, Hours(options.hours), SystemClock().Now()));
  std::printf("%s\n", token.c_str());
  return absl::OkStatus();
}

}  // namespace

void AddToken(CLI::App& app) {
  CLI::App* command = app.add_subcommand("token", "Make a development token: who speaks, in which role and area");
  const auto options = std::make_shared<Options>();
  command->add_option("--actor", options->caller.actor, "Id of the post")->required();
  command->add_option("--role", options->caller.roles, "Roles, comma separated")->delimiter(',')->required();
  command->add_option("--organisation", options->caller.organisation, "Code of its organisation");
  command->add_option("--area", options->caller.area, "Code prefix of its area; * is everywhere");
  command->add_option("--hours", options->hours, "How long the token is good for");
  command->add_option("--keys", options->keys, "Directory of the keys; made where there is none");
  OnRun(*command, [options] { return Token(*options); });
}

}  // namespace wangge::commands
