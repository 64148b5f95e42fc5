// Wrong command lines in the words of the rest: what was expected, what came, the nearest that there is. Pure.
#pragma once

#include <string>
#include <vector>

namespace CLI {
class App;
class ParseError;
}  // namespace CLI

namespace wangge::commands {

// What is wrong with the command or the name of an option, looked at before anything is parsed; empty: nothing.
// `arguments` without the name of the program.
std::string CheckNames(const CLI::App& app, const std::vector<std::string>& arguments);

// What CLI11 found, as one sentence that says where to look.
std::string TextOf(const CLI::App& app, const std::vector<std::string>& arguments, const CLI::ParseError& error);

// The deepest command that `arguments` name, behind them `help` too.
const CLI::App& CommandOf(const CLI::App& app, const std::vector<std::string>& arguments);

}  // namespace wangge::commands
