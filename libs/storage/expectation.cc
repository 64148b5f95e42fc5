#include "storage/expectation.h"

#include <cstdio>
#include <cstdlib>

#include "base/hex.h"

namespace wangge::storage {
namespace {

const char* NameOf(Expect expect) {
  switch (expect) {
    case Expect::kInsert:
      return "insert";
    case Expect::kUpdate:
      return "update";
    case Expect::kUpsert:
      return "upsert";
    case Expect::kDeleteExisting:
      return "delete-existing";
  }
  return "unknown";
}

}  // namespace

void CheckExpectation(const Effect& effect, bool present) {
  if (effect.expect == Expect::kUpsert || present == (effect.expect != Expect::kInsert)) return;
  std::fprintf(stderr, "CHECK failed: Expected key %s of family %s to be %s before this %s, but it is %s\n",
               ToHex(effect.key).c_str(), std::string(RowOf(effect.family).name).c_str(),
               present ? "absent" : "present", NameOf(effect.expect), present ? "present" : "absent");
  std::abort();
}

}  // namespace wangge::storage
