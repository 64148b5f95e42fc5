// The stored form of an event. Grammar at the top of event_record.cc. Private to libs/storage.
#pragma once

#include "domain/event.h"
#include "storage/bytes.h"

namespace wangge::storage {

void WriteEvent(Writer& w, const domain::Event& event);
// Fails the reader for an event number that this build does not know.
domain::Event ReadEvent(Reader& r);

}  // namespace wangge::storage
