#include "services/wangge/serve/state_node.h"

#include <gtest/gtest.h>

#include <atomic>
#include <filesystem>
#include <string>
#include <thread>

#include "vault/entropy.h"

namespace wangge::serve {
namespace {

class StateNodeTest : public ::testing::Test {
 protected:
  StateNodeTest() : folder_(::testing::TempDir() + "state_node") {
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
    options_.state = folder_;
    environment_.clock = &clock_;
    attachments_ = *vault::AttachmentStore::Open(folder_ + "/attachments", master_key_, entropy_);
    node_ = *StateNode::Open({options_, environment_, master_key_, entropy_, *attachments_, log_});
  }
  ~StateNodeTest() override {
    node_.reset();
    std::filesystem::remove_all(folder_);
  }

  const std::string folder_;
  Options options_;
  const SystemClock clock_;
  telemetry::Log log_{clock_, {.sink = [](std::string_view) {}}};
  vault::SystemEntropy entropy_;
  const vault::MasterKey master_key_{vault::SecretKey(std::string(vault::kKeyBytes, 'm'))};
  rpc::CallEnvironment environment_;
  std::unique_ptr<vault::AttachmentStore> attachments_;
  std::unique_ptr<StateNode> node_;
};

TEST_F(StateNodeTest, EndsTheReadsOfEditionsThatItTookBeforeItsPartsGo) {
  constexpr int kReads = 1'000;
  constexpr int kYields = 500;  // of each read: all of them outlast the draining that comes first
  std::atomic<int> answered = 0;
  ledger::v1::ReadEditionRequest request;
  request.set_kind("layer");
  request.set_name("unit_grid");
  for (int i = 0; i < kReads; ++i) {
    node_->ledger().ReadEdition(request, clock_.Now() + Minutes(1), [&answered, node = node_.get()](auto text) {
      // The first keep the threads of the pool until the node has begun to go: the rest waits for them.
      while (node->Health().ok()) std::this_thread::yield();
      for (int k = 0; k < kYields; ++k) std::this_thread::yield();
      EXPECT_TRUE(absl::IsNotFound(text.status())) << text.status();
      ++answered;
    });
  }
  node_.reset();
  EXPECT_EQ(answered, kReads);
}

}  // namespace
}  // namespace wangge::serve
