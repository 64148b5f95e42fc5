#include "vault/sealer.h"

#include <chrono>
#include <set>
#include <thread>
#include <vector>

#include "base/status/text.h"
#include "gtest/gtest.h"

namespace wangge::vault {
namespace {

constexpr Timestamp kNow{1'700'000'000'000'000};
constexpr std::string_view kText = "道路塌陷,深约三十厘米。";

class SealerTest : public ::testing::Test {
 protected:
  SeededEntropy entropy_{5};
  MasterKey master_{SecretKey(std::string(32, 'm'))};
  Sealer sealer_{master_, entropy_};
  DataKey key_ = sealer_.NewKey(kNow);
};

TEST_F(SealerTest, OpensWhatItSealed) {
  for (const std::string& plain :
       {std::string(), std::string(kText), std::string(100'000, 'x'), std::string(3, '\0')}) {
    const std::string sealed = sealer_.Seal(key_, "description", plain);
    EXPECT_EQ(sealed.size(), plain.size() + kSealedBytesAdded);
    EXPECT_EQ(sealer_.Open(key_, "description", sealed).value(), plain);
    EXPECT_EQ(Sealer::KeyIdOf(sealed).value(), key_.id);
  }
}

TEST_F(SealerTest, HidesTheTextAndThatTwoTextsAreEqual) {
  const std::string sealed = sealer_.Seal(key_, "description", kText);
  EXPECT_EQ(sealed.find(kText.substr(0, 6)), std::string::npos);
  EXPECT_NE(sealed, sealer_.Seal(key_, "description", kText));
}

TEST_F(SealerTest, RefusesAnotherFieldAndAnotherKey) {
  const std::string sealed = sealer_.Seal(key_, "description", kText);
  EXPECT_TRUE(absl::IsDataLoss(sealer_.Open(key_, "note", sealed).status()));
  EXPECT_TRUE(absl::IsDataLoss(sealer_.Open(key_, "", sealed).status()));
  const DataKey other = sealer_.NewKey(kNow);
  EXPECT_TRUE(absl::IsFailedPrecondition(sealer_.Open(other, "description", sealed).status()));
  const DataKey forged{.id = key_.id, .key = other.key};
  EXPECT_TRUE(absl::IsDataLoss(sealer_.Open(forged, "description", sealed).status()));
}

TEST_F(SealerTest, RefusesEveryFlippedBitAndEveryCut) {
  const std::string sealed = sealer_.Seal(key_, "description", "text");
  for (std::size_t i = 0; i < sealed.size() * 8; ++i) {
    std::string changed = sealed;
    changed[i / 8] = static_cast<char>(changed[i / 8] ^ (1 << (i % 8)));
    EXPECT_FALSE(sealer_.Open(key_, "description", changed).ok()) << "bit " << i;
  }
  for (std::size_t size = 0; size < sealed.size(); ++size) {
    EXPECT_FALSE(sealer_.Open(key_, "description", sealed.substr(0, size)).ok()) << "cut to " << size;
  }
  EXPECT_FALSE(sealer_.Open(key_, "description", sealed + "x").ok());
}

TEST_F(SealerTest, UnwrapsWhatItWrappedAndNothingElse) {
  const WrappedKey wrapped = sealer_.Wrap(key_);
  EXPECT_EQ(wrapped.wrapped.size(), 70u);
  EXPECT_EQ(wrapped.wrapped.find(key_.key.View()), std::string::npos);
  EXPECT_EQ(sealer_.Unwrap(wrapped).value().key, key_.key);
  const WrappedKey swapped{.id = sealer_.NewKey(kNow).id, .wrapped = wrapped.wrapped};
  EXPECT_TRUE(absl::IsDataLoss(sealer_.Unwrap(swapped).status()));
  const MasterKey other(SecretKey(std::string(32, 'o')));
  EXPECT_TRUE(absl::IsFailedPrecondition(Sealer(other, entropy_).Unwrap(wrapped).status()));
}

TEST_F(SealerTest, IdsSortByTheTimeTheyWereMade) {
  KeyId last{};
  for (int i = 0; i < 2'000; ++i) {
    const KeyId id = sealer_.NewKey(kNow + Milliseconds(i)).id;
    EXPECT_LT(last, id);
    last = id;
  }
  EXPECT_LT(sealer_.NewKey(Timestamp{-1}).id, last);
}

TEST_F(SealerTest, TheSameSeedGivesTheSameBytes) {
  const auto run = [this] {
    SeededEntropy entropy(9);
    const Sealer sealer(master_, entropy);
    const DataKey key = sealer.NewKey(kNow);
    return sealer.Wrap(key).wrapped + sealer.Seal(key, "description", kText);
  };
  EXPECT_EQ(run(), run());
}

TEST_F(SealerTest, ManyThreadsSealUnderOneKey) {
  SystemEntropy entropy;
  const Sealer sealer(master_, entropy);
  std::vector<std::vector<std::string>> sealed(8);
  {
    std::vector<std::jthread> threads;
    for (std::size_t t = 0; t < sealed.size(); ++t) {
      threads.emplace_back([&, t] {
        for (int i = 0; i < 500; ++i) {
          sealed[t].push_back(sealer.Seal(key_, "note", std::to_string(i)));
          if (sealer.Open(key_, "note", sealed[t].back()).value() != std::to_string(i)) std::abort();
        }
      });
    }
  }
  std::set<std::string> nonces;
  for (const auto& mine : sealed) {
    for (const std::string& field : mine) EXPECT_TRUE(nonces.insert(field.substr(18, 12)).second);
  }
}

// A figure, not a limit: a shared machine must not fail the build.
TEST_F(SealerTest, TellsWhatSealingCosts) {
  SystemEntropy entropy;
  const Sealer sealer(master_, entropy);
  const std::string plain(200, 'p');
  std::size_t bytes = 0;
  const auto begin = std::chrono::steady_clock::now();
  for (int i = 0; i < 100'000; ++i) bytes += sealer.Seal(key_, "description", plain).size();
  const std::chrono::duration<double, std::micro> spent = std::chrono::steady_clock::now() - begin;
  EXPECT_EQ(bytes, 100'000 * (200 + kSealedBytesAdded));
  RecordProperty("seal_us", std::to_string(spent.count() / 100'000));
  std::printf("a seal of 200 bytes: %.2f us\n", spent.count() / 100'000);
}

}  // namespace
}  // namespace wangge::vault
