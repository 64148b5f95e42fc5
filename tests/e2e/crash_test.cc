// A server that is killed again and again under load keeps every report that it acknowledged, once.
#include <gtest/gtest.h>

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <memory>
#include <mutex>
#include <random>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "services/wangge/client/request_id.h"
#include "tests/kit/health.h"
#include "tests/kit/posts.h"
#include "tests/kit/program.h"
#include "wangge/report/v1/report.grpc.pb.h"
#include "wangge/resolution/v1/resolution.grpc.pb.h"

namespace wangge {
namespace {

using Report = report::v1::ReportService;
using Resolution = resolution::v1::ResolutionService;

constexpr int kCrashes = 20;
constexpr int kThreads = 4;
constexpr int kAcknowledgedMax = 60;  // of one life of the server, before it is killed
constexpr int kPage = 200;

// What was sent and what came back. Thread-safe.
class Book {
 public:
  // A request id to send: one without an answer from before, or a new one.
  std::string Next() {
    const std::scoped_lock lock(mutex_);
    if (unanswered_.empty()) return client::NewRequestId();
    std::string id = *unanswered_.begin();
    unanswered_.erase(unanswered_.begin());
    return id;
  }
  void Lost(const std::string& id) {
    const std::scoped_lock lock(mutex_);
    unanswered_.insert(id);
    ++lost_;
  }
  void Acknowledged(const std::string& id, const cases::v1::Receipt& receipt) {
    const std::scoped_lock lock(mutex_);
    EXPECT_TRUE(receipts_.emplace(id, receipt).second) << id << " was acknowledged before and sent again";
  }

  // The threads have ended.
  std::size_t unanswered() const { return unanswered_.size(); }
  std::size_t lost() const { return lost_; }  // calls, some of the same request
  const std::map<std::string, cases::v1::Receipt>& receipts() const { return receipts_; }

 private:
  std::mutex mutex_;
  std::set<std::string> unanswered_;
  std::size_t lost_ = 0;
  std::map<std::string, cases::v1::Receipt> receipts_;
};

class CrashTest : public ::testing::Test {
 protected:
  CrashTest() : folder_(kit::MakeFolder("server")), state_(folder_ + "/state"), keys_(folder_ + "/keys") {}

  std::unique_ptr<bench::ServerProcess> Start() {
    auto server = kit::Serve(folder_, {"--state", state_, "--keys", keys_, "--log-level", "warning"});
    if (server == nullptr) return nullptr;
    const absl::Status serving = kit::AwaitServing(server->address());
    EXPECT_TRUE(serving.ok()) << serving;
    return serving.ok() ? std::move(server) : nullptr;
  }

  // Sends until the server is gone; `acknowledged` counts the answers and tells whoever waits.
  void SendUntilGone(const std::string& address, std::atomic<int>& acknowledged) {
    const client::Connection connection = kit::As(kit::kInspector, address, keys_);
    const auto stub = connection.StubOf<Report>();
    for (;;) {
      const std::string id = book_.Next();
      const auto answer = connection.Call(*stub, &Report::Stub::SubmitReport, kit::CoverReport(id));
      if (!answer.ok()) {
        EXPECT_TRUE(absl::IsUnavailable(answer.status())) << answer.status();
        book_.Lost(id);
        acknowledged += kAcknowledgedMax;  // nobody waits for a server that has gone by itself
        return acknowledged.notify_all();
      }
      book_.Acknowledged(id, answer->receipt());
      ++acknowledged;
      acknowledged.notify_all();
    }
  }

  // One life of the server, to its sudden end.
  void LiveAndDie(int acknowledged_before_end) {
    const auto server = Start();
    ASSERT_NE(server, nullptr);
    std::atomic<int> acknowledged = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < kThreads; ++i) {
      threads.emplace_back([&] { SendUntilGone(server->address(), acknowledged); });
    }
    for (int seen = 0; seen < acknowledged_before_end; seen = acknowledged.load()) acknowledged.wait(seen);
    server->Kill();
    for (std::thread& thread : threads) thread.join();
  }

  // Each request without an answer, sent again with the same id.
  void SendUnanswered(const std::string& address) {
    const client::Connection connection = kit::As(kit::kInspector, address, keys_);
    const auto stub = connection.StubOf<Report>();
    for (std::size_t left = book_.unanswered(); left > 0; --left) {
      const std::string id = book_.Next();
      const auto answer = connection.Call(*stub, &Report::Stub::SubmitReport, kit::CoverReport(id));
      ASSERT_TRUE(answer.ok()) << answer.status();
      book_.Acknowledged(id, answer->receipt());
    }
  }

  void ExpectEachReceiptToLeadToItsCase(const std::string& address) {
    const client::Connection connection = kit::As(kit::kInspector, address, keys_);
    const auto stub = connection.StubOf<Report>();
    std::set<std::string> cases;
    for (const auto& [id, receipt] : book_.receipts()) {
      report::v1::GetReceiptRequest request;
      request.set_name(receipt.name());
      const auto answer = connection.Call(*stub, &Report::Stub::GetReceipt, request);
      ASSERT_TRUE(answer.ok()) << answer.status();
      EXPECT_EQ(answer->receipt().case_(), receipt.case_());
      EXPECT_EQ(answer->receipt().receipt_number(), receipt.receipt_number());
      EXPECT_TRUE(cases.insert(receipt.case_()).second) << receipt.case_() << " is the case of two requests";
    }
  }

  std::size_t CountCases(const std::string& address) {
    const client::Connection connection = kit::As(kit::kAcceptor, address, keys_);
    const auto stub = connection.StubOf<Resolution>();
    resolution::v1::ListCasesRequest request;
    request.set_page_size(kPage);
    std::size_t count = 0;
    do {
      const auto page = connection.Call(*stub, &Resolution::Stub::ListCases, request);
      EXPECT_TRUE(page.ok()) << page.status();
      if (!page.ok()) return 0;
      count += static_cast<std::size_t>(page->cases_size());
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    return count;
  }

  const std::string folder_;
  const std::string state_;
  const std::string keys_;
  Book book_;
};

TEST_F(CrashTest, WhatWasAcknowledgedIsThereOnceAfterEveryCrash) {
  const char* given = std::getenv("WANGGE_SEED");
  const auto seed = given == nullptr ? std::random_device()() : static_cast<unsigned>(std::strtoul(given, nullptr, 10));
  std::printf("WANGGE_SEED=%u\n", seed);
  std::mt19937 random(seed);
  std::uniform_int_distribution<int> acknowledged(0, kAcknowledgedMax);
  const kit::Ran applied = kit::Run({"config", "apply", kit::DemoCity(), "--state", state_});
  ASSERT_EQ(applied.exit, 0) << applied.err;
  for (int crash = 0; crash < kCrashes && !HasFailure(); ++crash) LiveAndDie(acknowledged(random));

  const auto server = Start();
  ASSERT_NE(server, nullptr);
  SendUnanswered(server->address());
  ExpectEachReceiptToLeadToItsCase(server->address());
  EXPECT_EQ(CountCases(server->address()), book_.receipts().size());
  EXPECT_GE(book_.lost(), std::size_t{kCrashes}) << "the server must die with calls in flight";
  std::printf("%zu reports, %zu calls without an answer\n", book_.receipts().size(), book_.lost());
  EXPECT_EQ(server->Terminate(), 0);
  const kit::Ran verified = kit::Run({"verify", "--state", state_});
  EXPECT_EQ(verified.exit, 0) << verified.out << verified.err;
}

}  // namespace
}  // namespace wangge
