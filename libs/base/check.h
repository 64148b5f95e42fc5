// CHECK(condition): a bug stops the process with its place; it is never an answer to bad input.
// On in every build. std only.
#pragma once

#include <cstdio>
#include <cstdlib>

#define CHECK(condition)                                                                         \
  do {                                                                                           \
    if (!(condition)) [[unlikely]] {                                                             \
      std::fprintf(stderr, "%s:%d: CHECK failed: %s\n", __FILE__, __LINE__, #condition);         \
      std::abort();                                                                              \
    }                                                                                            \
  } while (false)
