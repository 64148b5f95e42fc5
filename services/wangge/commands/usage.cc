#include "services/wangge/commands/usage.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cctype>
#include <numeric>

namespace wangge::commands {
namespace {

constexpr std::size_t kDistanceMax = 2;  // further apart is another word, not a slip

// The command, its name in full, and how many arguments name it.
struct Named {
  const CLI::App* command;
  std::string name;
  std::size_t words = 0;
};

const CLI::App* ChildOf(const CLI::App& app, const std::string& name) {
  const auto children = app.get_subcommands([&](const CLI::App* child) { return child->get_name() == name; });
  return children.empty() ? nullptr : children.front();
}

Named Find(const CLI::App& app, const std::vector<std::string>& arguments) {
  Named named{&app, app.get_name()};
  for (; named.words < arguments.size(); ++named.words) {
    const CLI::App* child = ChildOf(*named.command, arguments[named.words]);
    if (child == nullptr) return named;
    named.command = child;
    named.name += " " + child->get_name();
  }
  return named;
}

// Letters to add, drop or change.
std::size_t DistanceOf(const std::string& a, const std::string& b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0]++;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t changed = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({changed, row[j] + 1, row[j - 1] + 1});
    }
  }
  return row.back();
}

// " Did you mean "stats"?"; empty: nothing is near.
std::string Nearest(const std::string& given, const std::vector<std::string>& known) {
  const auto nearest = std::ranges::min_element(known, {}, [&](const std::string& k) { return DistanceOf(given, k); });
  if (nearest == known.end() || DistanceOf(given, *nearest) > kDistanceMax) return {};
  return " Did you mean \"" + *nearest + "\"?";
}

std::vector<std::string> CommandsOf(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::App* child : app.get_subcommands({})) names.push_back(child->get_name());
  return names;
}

std::vector<std::string> OptionsOf(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::Option* option : app.get_options()) {
    for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
  }
  return names;
}

std::string Joined(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text.append(text.empty() ? "" : ", ").append(name);
  return text;
}

std::string SeeHelp(const Named& named) { return " See `" + named.name + " --help`."; }

std::pair<std::string, std::string> SplitAt(const std::string& text, const std::string& between) {
  const std::size_t at = text.find(between);
  if (at == std::string::npos) return {text, {}};
  return {text.substr(0, at), text.substr(at + between.size())};
}

std::string SmallFirst(std::string text) {
  if (!text.empty()) text[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(text[0])));
  return text;
}

// CLI11 tells what it found in words of its own, which differ by the kind.
std::string Translate(const CLI::ParseError& error) {
  const std::string told = error.what();
  if (told.rfind("Expected", 0) == 0) return told;
  const std::string& kind = error.get_name();
  if (kind == "RequiredError") return "Expected " + SplitAt(told, " is required").first + ", but it is missing.";
  if (kind == "RequiresError") {
    const auto [one, other] = SplitAt(told, " requires ");
    return "Expected " + other + " beside " + one + ", but it is missing.";
  }
  if (kind == "ExcludesError") {
    const auto [one, other] = SplitAt(told, " excludes ");
    return "Expected one of " + one + " and " + other + ", but got both.";
  }
  if (kind == "ConversionError") {
    const auto [option, value] = SplitAt(SplitAt(told, "Could not convert: ").second, " = ");
    if (!option.empty()) return "Expected a number for " + option + ", but got \"" + value + "\".";
  }
  const auto [option, rest] = SplitAt(told, ": ");
  if (kind == "ArgumentMismatch") return "Expected a value behind " + option + ", but: " + rest + ".";
  if (kind == "ValidationError") return "Expected a value that " + option + " takes, but: " + SmallFirst(rest) + ".";
  return "Expected a command line that can be read, but: " + SmallFirst(told) + ".";
}

}  // namespace

std::string CheckNames(const CLI::App& app, const std::vector<std::string>& arguments) {
  const Named named = Find(app, arguments);
  const bool ends = named.words == arguments.size();
  const std::vector<std::string> commands = CommandsOf(*named.command);
  if (!commands.empty() && (ends || arguments[named.words].rfind('-', 0) != 0)) {
    const std::string got = ends ? "none" : "\"" + arguments[named.words] + "\"";
    const std::string nearest = ends ? std::string() : Nearest(arguments[named.words], commands);
    return "Expected a command behind `" + named.name + "`, but got " + got + "." + nearest +
           " Commands: " + Joined(commands) + ".";
  }
  for (std::size_t i = named.words; i < arguments.size() && arguments[i] != "--"; ++i) {
    const std::string option = arguments[i].substr(0, arguments[i].find('='));
    if (option.rfind("--", 0) != 0 || named.command->get_option_no_throw(option) != nullptr) continue;
    return "Expected an option of `" + named.name + "`, but got \"" + option + "\"." +
           Nearest(option, OptionsOf(*named.command)) + SeeHelp(named);
  }
  return {};
}

std::string TextOf(const CLI::App& app, const std::vector<std::string>& arguments, const CLI::ParseError& error) {
  return Translate(error) + SeeHelp(Find(app, arguments));
}

const CLI::App& CommandOf(const CLI::App& app, const std::vector<std::string>& arguments) {
  return *Find(app, arguments).command;
}

}  // namespace wangge::commands
