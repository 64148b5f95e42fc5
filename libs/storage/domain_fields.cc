#include "storage/domain_fields.h"

#include <limits>

namespace wangge::storage {

namespace {

std::int32_t ReadDegrees(Reader& r) {
  const std::int64_t n = r.Zigzag();
  const bool fits = n >= std::numeric_limits<std::int32_t>::min() && n <= std::numeric_limits<std::int32_t>::max();
  return fits ? static_cast<std::int32_t>(n) : r.Fail();
}

}  // namespace

void WriteTime(Writer& w, Timestamp t) { w.Zigzag(t.micros); }
Timestamp ReadTime(Reader& r) { return {r.Zigzag()}; }

void WriteMaybeTime(Writer& w, const std::optional<Timestamp>& t) {
  w.Byte(t ? 1 : 0);
  if (t) WriteTime(w, *t);
}

std::optional<Timestamp> ReadMaybeTime(Reader& r) {
  if (!ReadFlag(r)) return std::nullopt;
  return ReadTime(r);
}

void WriteLimit(Writer& w, const domain::Limit& limit) {
  w.Byte(static_cast<std::uint8_t>(limit.unit));
  w.Varint(static_cast<std::uint64_t>(limit.amount));
}

domain::Limit ReadLimit(Reader& r) {
  const std::uint8_t unit = ReadEnum(r, static_cast<std::uint8_t>(domain::LimitUnit::kStatutoryMonth),
                                     static_cast<std::uint8_t>(domain::LimitUnit::kUrgentMinute));
  const std::uint32_t amount = ReadCount32(r);
  if (amount > std::numeric_limits<std::int32_t>::max()) r.Fail();
  return domain::Limit{static_cast<domain::LimitUnit>(unit), static_cast<std::int32_t>(amount)};
}

void WriteMaybeLimit(Writer& w, const std::optional<domain::Limit>& limit) {
  w.Byte(limit ? 1 : 0);
  if (limit) WriteLimit(w, *limit);
}

std::optional<domain::Limit> ReadMaybeLimit(Reader& r) {
  if (!ReadFlag(r)) return std::nullopt;
  return ReadLimit(r);
}

void WriteLocation(Writer& w, const domain::Location& location) {
  w.Byte(static_cast<std::uint8_t>(location.source));
  w.Varint(location.accuracy_cm);
  w.Byte(location.position ? 1 : 0);
  if (location.position) {
    w.Zigzag(location.position->lon_e7);
    w.Zigzag(location.position->lat_e7);
  }
  w.Varint(location.placements.size());
  for (const domain::Placement& p : location.placements) {
    w.Text(p.layer);
    w.Varint(p.version);
    w.Text(p.code);
    w.Varint(p.matches);
    w.Byte(p.edge_cm ? 1 : 0);
    if (p.edge_cm) w.Varint(*p.edge_cm);
  }
  w.Varint(location.gaps.size());
  for (const domain::Gap& g : location.gaps) {
    w.Text(g.layer);
    w.Varint(g.version);
    w.Text(g.nearest);
    w.Zigzag(g.nearest_cm);
  }
}

domain::Location ReadLocation(Reader& r) {
  domain::Location location;
  location.source =
      static_cast<domain::PositionSource>(ReadEnum(r, static_cast<std::uint8_t>(domain::PositionSource::kRecorded)));
  location.accuracy_cm = ReadCount32(r);
  if (ReadFlag(r)) {
    const std::int32_t lon = ReadDegrees(r);
    const std::int32_t lat = ReadDegrees(r);
    location.position = Position{lon, lat};
  }
  for (std::uint64_t n = r.Varint(); n > 0 && r.ok(); --n) {
    domain::Placement p;
    p.layer = r.Text();
    p.version = r.Varint();
    p.code = r.Text();
    p.matches = ReadCount32(r);
    if (ReadFlag(r)) p.edge_cm = ReadCount32(r);
    location.placements.push_back(std::move(p));
  }
  for (std::uint64_t n = r.Varint(); n > 0 && r.ok(); --n) {
    domain::Gap g;
    g.layer = r.Text();
    g.version = r.Varint();
    g.nearest = r.Text();
    g.nearest_cm = r.Zigzag();
    location.gaps.push_back(std::move(g));
  }
  return location;
}

void WriteComponent(Writer& w, const domain::NamedComponent& component) {
  w.Text(component.id);
  w.Text(component.reason);
  w.Text(component.edition);
  w.Varint(component.version);
  w.Text(component.bodies.supervising);
  w.Text(component.bodies.owning);
  w.Text(component.bodies.maintaining);
}

domain::NamedComponent ReadComponent(Reader& r) {
  domain::NamedComponent component;
  component.id = r.Text();
  component.reason = r.Text();
  component.edition = r.Text();
  component.version = r.Varint();
  component.bodies.supervising = r.Text();
  component.bodies.owning = r.Text();
  component.bodies.maintaining = r.Text();
  return component;
}

bool ReadFlag(Reader& r) { return ReadEnum(r, 1) == 1; }

std::uint8_t ReadEnum(Reader& r, std::uint8_t last, std::uint8_t first) {
  const std::uint8_t b = r.Byte();
  return b < first || b > last ? r.Fail() : b;
}

std::uint16_t ReadIndex(Reader& r) {
  const std::uint64_t n = r.Varint();
  return n > std::numeric_limits<std::uint16_t>::max() ? r.Fail() : static_cast<std::uint16_t>(n);
}

std::uint32_t ReadCount32(Reader& r) {
  const std::uint64_t n = r.Varint();
  return n > std::numeric_limits<std::uint32_t>::max() ? r.Fail() : static_cast<std::uint32_t>(n);
}

}  // namespace wangge::storage
