#include "domain/testing/town.h"
#include "gtest/gtest.h"

namespace wangge::domain {
namespace {

using testing::kClerk;
using testing::kKeeper;
using testing::Town;

ContentHash HashOf(char fill) {
  ContentHash hash;
  hash.fill(fill);
  return hash;
}

ActivateEdition Layer(char fill) { return {.kind = EditionKind::kLayer, .name = "grid", .hash = HashOf(fill)}; }

EditionActivated Activated(const Town& town, const ActivateEdition& command) {
  return std::get<EditionActivated>(town.Events(kKeeper, nullptr, command).at(0));
}

void Note(Town& town, const EditionActivated& e) {
  town.editions.activations[{e.kind, e.name}] = {.id = EditionId{9}, .hash = e.hash, .version = e.version, .at = {}};
}

TEST(DecideActivation, VersionsCountByKindAndName) {
  Town town;
  EXPECT_EQ(Activated(town, Layer('a')).version, 1u);
  Note(town, Activated(town, Layer('a')));
  EXPECT_EQ(Activated(town, Layer('b')).version, 2u);
  ActivateEdition other = Layer('b');
  other.name = "district";
  EXPECT_EQ(Activated(town, other).version, 1u);
  other = Layer('b');
  other.kind = EditionKind::kCatalogue;
  EXPECT_EQ(Activated(town, other).version, 1u);
}

TEST(DecideActivation, WhatIsInForceAlreadyNeedsNoEvent) {
  Town town;
  Note(town, Activated(town, Layer('a')));
  EXPECT_TRUE(town.Events(kKeeper, nullptr, Layer('a')).empty());
}

TEST(DecideActivation, AnOlderBodyComesBackAsANewVersion) {
  Town town;
  Note(town, Activated(town, Layer('a')));
  Note(town, Activated(town, Layer('b')));
  EXPECT_EQ(Activated(town, Layer('a')).version, 3u);
}

TEST(DecideActivation, OnlyARoleThatAdministersActivates) {
  const Town town;
  EXPECT_EQ(town.Reason(kClerk, nullptr, Layer('a')), "ROLE_NOT_ALLOWED");
  EXPECT_EQ(town.Reason(Actor{.id = "x", .roles = {"ghost"}}, nullptr, Layer('a')), "ROLE_NOT_ALLOWED");
  EXPECT_EQ(town.Reason(kKeeper, nullptr, Layer('a')), "");
}

TEST(DecideActivation, UntilThereAreRolesWhoeverOwnsTheStateLaysTheFirst) {
  Town town;
  town.editions.roles = std::make_shared<const Roles>();
  EXPECT_EQ(town.Reason(Actor{.id = "owner"}, nullptr, Layer('a')), "");
}

TEST(DecideActivation, TheEventCarriesWhatTheCommandNamed) {
  const Town town;
  EXPECT_EQ(Activated(town, Layer('a')),
            (EditionActivated{.kind = EditionKind::kLayer, .name = "grid", .hash = HashOf('a'), .version = 1}));
}

}  // namespace
}  // namespace wangge::domain
