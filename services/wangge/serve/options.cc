#include "services/wangge/serve/options.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "base/status/text.h"
#include "rpc/address.h"

namespace wangge::serve {
namespace {

constexpr auto kStateNode = std::to_array<std::string_view>({"ledger", "dispatch", "resolution"});
constexpr auto kOthers = std::to_array<std::string_view>({"grid", "report", "analytics"});

bool Has(const Options& options, std::string_view service) {
  return options.services.empty() || std::ranges::find(options.services, service) != options.services.end();
}

absl::Status CheckNames(const Options& options) {
  for (const std::string& name : options.services) {
    const bool is_known =
        std::ranges::find(kStateNode, name) != kStateNode.end() || std::ranges::find(kOthers, name) != kOthers.end();
    if (is_known) continue;
    return InvalidArgument("Expected --services of ledger, dispatch, resolution, grid, report and analytics, but \"" +
                           name + "\" is none of them.");
  }
  return absl::OkStatus();
}

absl::Status CheckStateNode(const Options& options) {
  const auto count = std::ranges::count_if(kStateNode, [&](std::string_view name) { return Has(options, name); });
  if (count == 0 || count == static_cast<std::ptrdiff_t>(kStateNode.size())) return absl::OkStatus();
  return FailedPrecondition(
      "Expected ledger, dispatch and resolution together, but --services has only some of them. The state belongs to "
      "one process: run --services ledger,dispatch,resolution.");
}

// Before anything is made on disk; the server looks again.
absl::Status CheckListen(const Options& options) {
  WANGGE_ASSIGN_OR_RETURN(const rpc::Address address, rpc::ParseAddress(options.listen));
  if (options.tls_certificate_file.empty() != options.tls_key_file.empty()) {
    return InvalidArgument("Expected --tls-cert and --tls-key together, but only one of them is given.");
  }
  if (!options.tls_key_file.empty() || rpc::IsLoopback(address)) return absl::OkStatus();
  return FailedPrecondition("Expected --tls-cert and --tls-key with an address that others can reach, but " +
                            options.listen + " has none: credentials would cross the network in clear text.");
}

absl::Status CheckNeeds(const Options& options, const Roles& roles) {
  if ((roles.state_node || roles.report) && options.state.empty()) {
    return InvalidArgument(roles.state_node
                               ? "Expected --state, the directory of the state, but it is not given."
                               : "Expected --state, a directory for attachments and their key, but it is not given.");
  }
  const bool needs_ledger = !roles.state_node;
  if (needs_ledger && options.ledger.empty()) {
    return InvalidArgument(
        "Expected --ledger, the address of the state node, but it is not given and the ledger does "
        "not run in this process.");
  }
  if (roles.report && !roles.grid && options.grid.empty()) {
    return InvalidArgument(
        "Expected --grid, the address of the grid service, but it is not given and grid does not run "
        "in this process.");
  }
  if (!needs_ledger && !options.ledger.empty()) {
    return InvalidArgument("Expected no --ledger where the ledger runs in this process, but it is given.");
  }
  if (!options.grid.empty() && (roles.grid || !roles.report)) {
    return InvalidArgument("Expected --grid only for a report service without grid beside it, but it is given.");
  }
  if (!options.index_folder.empty() && !roles.grid) {
    return InvalidArgument("Expected --index-folder where the grid service runs, but it does not run in this process.");
  }
  if (!options.backup_folder.empty() && !roles.state_node) {
    return InvalidArgument("Expected --backup-folder where the ledger runs, but it does not run in this process.");
  }
  if (!roles.state_node && options.manual_clock) {
    return InvalidArgument("Expected --clock manual where the ledger runs, but it runs in another process.");
  }
  if (options.clock_start && !options.manual_clock) {
    return InvalidArgument("Expected --clock-start only with --clock manual, but the clock is the real one.");
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<Roles> RolesOf(const Options& options) {
  WANGGE_RETURN_IF_ERROR(CheckNames(options));
  WANGGE_RETURN_IF_ERROR(CheckStateNode(options));
  WANGGE_RETURN_IF_ERROR(CheckListen(options));
  const Roles roles{.grid = Has(options, "grid"),
                    .report = Has(options, "report"),
                    .state_node = Has(options, kStateNode.front()),
                    .analytics = Has(options, "analytics")};
  WANGGE_RETURN_IF_ERROR(CheckNeeds(options, roles));
  return roles;
}

}  // namespace wangge::serve
