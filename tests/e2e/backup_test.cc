// A backup of a city that goes on serving, the city made of it, and what is said when something is wrong with either.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "services/wangge/client/request_id.h"
#include "tests/kit/files.h"
#include "tests/kit/health.h"
#include "tests/kit/posts.h"
#include "tests/kit/program.h"
#include "wangge/report/v1/report.grpc.pb.h"

namespace wangge {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using Report = report::v1::ReportService;

constexpr int kRefused = 3;

class BackupCommandTest : public ::testing::Test {
 protected:
  void SetUp() override {
    const kit::Ran applied = kit::Run({"config", "apply", kit::DemoCity(), "--state", state_});
    ASSERT_EQ(applied.exit, 0) << applied.err;
  }

  std::unique_ptr<bench::ServerProcess> Serve(const std::string& state, std::vector<std::string> more = {}) {
    more.insert(more.end(), {"--state", state, "--keys", keys_});
    auto server = kit::Serve(folder_, more);
    EXPECT_TRUE(server != nullptr && kit::AwaitServing(server->address()).ok());
    return server;
  }

  // Reports until told to stop; counts those acknowledged.
  void Send(const std::string& address, const std::atomic<bool>& stop, std::atomic<int>& acknowledged) {
    const client::Connection connection = kit::As(kit::kInspector, address, keys_);
    const auto stub = connection.StubOf<Report>();
    while (!stop) {
      const auto answer = connection.Call(*stub, &Report::Stub::SubmitReport, kit::CoverReport(client::NewRequestId()));
      ASSERT_TRUE(answer.ok()) << answer.status();
      ++acknowledged;
      acknowledged.notify_all();
    }
  }

  kit::Ran As(const kit::Post& post, const std::string& address, std::vector<std::string> arguments) const {
    arguments.insert(arguments.end(), {"--server", address, "--keys", keys_, "--actor", post.actor, "--role", post.role,
                                       "--organisation", post.organisation, "--area", post.area});
    return kit::Run(arguments);
  }

  const std::string folder_ = kit::MakeFolder("backup");
  const std::string state_ = folder_ + "/state";
  const std::string keys_ = folder_ + "/keys";
  const std::string backups_ = folder_ + "/backups";
  const std::string again_ = folder_ + "/again";
};

TEST_F(BackupCommandTest, OfAServingCityGivesACityThatServes) {
  int before = 0;
  {
    const auto server = Serve(state_, {"--backup-folder", backups_});
    ASSERT_NE(server, nullptr);
    std::atomic<bool> stop = false;
    std::atomic<int> acknowledged = 0;
    std::thread sender([&] { Send(server->address(), stop, acknowledged); });
    for (int seen = 0; seen < 20; seen = acknowledged.load()) acknowledged.wait(seen);
    before = acknowledged;
    const kit::Ran made = As(kit::kAdministrator, server->address(), {"backup", "--json"});
    const kit::Ran second = As(kit::kAdministrator, server->address(), {"backup", "--json"});
    stop = true;
    sender.join();
    ASSERT_EQ(made.exit, 0) << made.err;
    ASSERT_EQ(second.exit, 0) << second.err;
    EXPECT_THAT(As(kit::kInspector, server->address(), {"backup"}).err, HasSubstr("administer the city"));
    const kit::Ran examined = As(kit::kAdministrator, server->address(), {"doctor"});
    EXPECT_EQ(examined.exit, 0) << examined.out;
    EXPECT_THAT(examined.out, HasSubstr("commands are taken"));
  }
  const kit::Ran restored =
      kit::Run({"restore", backups_, "--state", again_, "--master-key", state_ + "/master.key", "--json"});
  ASSERT_EQ(restored.exit, 0) << restored.err;
  EXPECT_THAT(restored.out, HasSubstr("\"key_missing\":false"));
  const auto server = Serve(again_);
  ASSERT_NE(server, nullptr);
  const kit::Ran listed = As(kit::kAcceptor, server->address(), {"case", "list", "--max", "1000", "--json"});
  EXPECT_GE(std::count(listed.out.begin(), listed.out.end(), '\n'), before)
      << "what was acknowledged before the backup is in it";
}

TEST_F(BackupCommandTest, AServerWithoutAFolderSaysWhatToDo) {
  const auto server = Serve(state_);
  ASSERT_NE(server, nullptr);
  const kit::Ran ran = As(kit::kAdministrator, server->address(), {"backup"});
  EXPECT_EQ(ran.exit, kRefused);
  EXPECT_THAT(ran.err, HasSubstr("--backup-folder DIR"));
  const kit::Ran doctor = kit::Run({"doctor", "--state", state_});
  EXPECT_EQ(doctor.exit, kRefused);
  EXPECT_THAT(doctor.out, HasSubstr("wangge doctor --server"));
}

TEST_F(BackupCommandTest, AStartWithoutTheKeyOrWithAnotherIsRefused) {
  { ASSERT_NE(Serve(state_), nullptr); }
  ASSERT_EQ(kit::Run({"backup", backups_, "--state", state_}).exit, 0);
  const kit::Ran without = kit::Run({"restore", backups_, "--state", again_});
  EXPECT_EQ(without.exit, 0) << without.err;
  EXPECT_THAT(without.err, HasSubstr("Now put master key"));
  { ASSERT_NE(Serve(folder_ + "/other"), nullptr); }
  const kit::Ran other =
      kit::Run({"restore", backups_, "--state", again_ + "2", "--master-key", folder_ + "/other/master.key"});
  EXPECT_EQ(other.exit, kRefused);
  EXPECT_THAT(other.err, HasSubstr("Expected the master key"));
}

TEST_F(BackupCommandTest, AFlippedByteInTheStateIsToldByEveryCommandWithTheFile) {
  for (const auto& entry : fs::directory_iterator(state_ + "/rocks")) {
    if (!entry.path().filename().string().starts_with("MANIFEST-")) continue;
    std::fstream file(entry.path(), std::ios::binary | std::ios::in | std::ios::out);
    file.seekp(static_cast<std::streamoff>(fs::file_size(entry) / 2));
    file.put('\x5a');
  }
  for (const std::string command : {"verify", "doctor"}) {
    const kit::Ran ran = kit::Run({command, "--state", state_});
    EXPECT_NE(ran.exit, 0) << command;
    EXPECT_THAT(ran.out + ran.err, HasSubstr("MANIFEST-")) << command;
    EXPECT_THAT(ran.out + ran.err, HasSubstr("wangge restore")) << command;
  }
}

}  // namespace
}  // namespace wangge
