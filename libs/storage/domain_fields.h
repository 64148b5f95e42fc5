// Parts that several records share: places, limits, optional instants. Private to libs/storage.
#pragma once

#include <optional>
#include <string>

#include "base/time.h"
#include "domain/calendar/limit.h"
#include "domain/component.h"
#include "domain/place.h"
#include "storage/bytes.h"

namespace wangge::storage {

//   time      = zigzag microseconds
//   maybe(x)  = byte 0 | byte 1 x
//   limit     = unit byte · amount varint
//   location  = source byte · accuracy varint · maybe(lon zigzag · lat zigzag) · placements · gaps
//   placements= varint count · { layer text · version varint · code text · matches varint · maybe(edge varint) }
//   gaps      = varint count · { layer text · version varint · nearest text · distance zigzag }
//   component = id, reason, edition text · version varint · supervising, owning, maintaining text
void WriteTime(Writer& w, Timestamp t);
Timestamp ReadTime(Reader& r);
void WriteMaybeTime(Writer& w, const std::optional<Timestamp>& t);
std::optional<Timestamp> ReadMaybeTime(Reader& r);
void WriteLimit(Writer& w, const domain::Limit& limit);
domain::Limit ReadLimit(Reader& r);
void WriteMaybeLimit(Writer& w, const std::optional<domain::Limit>& limit);
std::optional<domain::Limit> ReadMaybeLimit(Reader& r);
void WriteLocation(Writer& w, const domain::Location& location);
domain::Location ReadLocation(Reader& r);
void WriteComponent(Writer& w, const domain::NamedComponent& component);
domain::NamedComponent ReadComponent(Reader& r);

bool ReadFlag(Reader& r);  // a byte that must be 0 or 1
// A byte that must lie in first ..= last.
std::uint8_t ReadEnum(Reader& r, std::uint8_t last, std::uint8_t first = 0);
std::uint16_t ReadIndex(Reader& r);
std::uint32_t ReadCount32(Reader& r);

}  // namespace wangge::storage
