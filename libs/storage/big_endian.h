// The numbers of keys and rows; see base/big_endian.h.
#pragma once

#include "base/big_endian.h"

namespace wangge::storage {

using wangge::AppendBigEndian;
using wangge::ReadBigEndian;

}  // namespace wangge::storage
