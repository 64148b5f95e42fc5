// Random values of everything that is stored, borders included, from one seed. For tests only; not thread-safe.
#pragma once

#include <random>
#include <string>

#include "domain/case.h"
#include "domain/event.h"
#include "storage/log_record.h"

namespace wangge::storage {

class RandomRecords {
 public:
  explicit RandomRecords(unsigned seed) : random_(seed) {}

  domain::Case Case();
  // Of the kind with this index in the variant.
  domain::Event Event(std::size_t kind);
  domain::Event Event() { return Event(Below(std::variant_size_v<domain::Event>)); }
  LogRecord Record();

  std::size_t Below(std::size_t bound) { return random_() % bound; }

 private:
  bool Coin() { return Below(2) == 0; }
  std::uint64_t Number();  // as often short as long
  std::uint32_t Number32() { return static_cast<std::uint32_t>(Number()); }
  std::uint16_t Index() { return static_cast<std::uint16_t>(Number()); }
  std::uint8_t Octet() { return static_cast<std::uint8_t>(random_()); }
  std::string Text();
  Timestamp Time() { return {static_cast<std::int64_t>(Number() * (Coin() ? 1 : -1))}; }
  domain::Limit Limit();
  std::optional<domain::Limit> MaybeLimit();
  domain::Location Location();
  domain::NamedComponent Component();
  domain::ClockRun Clock();
  domain::Request Request();
  domain::Assignment Assignment();
  domain::Proof Proof();
  domain::Incident Incident();
  domain::Event LaterEvent(std::size_t kind);
  domain::Reported Reported();
  domain::ActionPerformed ActionPerformed();
  domain::ClockStarted ClockStarted();
  domain::EditionActivated EditionActivated();

  std::mt19937_64 random_;
};

}  // namespace wangge::storage
