#include "tests/tidy/fault.h"

#include <iterator>
#include <utility>

namespace wangge::tidy {

void Append(Faults& faults, Faults more) {
  faults.insert(faults.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

std::string Render(const Faults& faults) {
  std::string lines;
  for (const Fault& fault : faults) {
    lines += fault.file + ":" + std::to_string(fault.line) + ": " + fault.text + "\n";
  }
  return lines;
}

}  // namespace wangge::tidy
