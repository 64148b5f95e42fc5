#include "base/limits.h"

#include "gtest/gtest.h"

namespace wangge::limits {
namespace {

TEST(Limits, FinishingWorkKeepsPartOfTheQueue) { EXPECT_LT(kQueueNewWorkMax, kQueueCommandsMax); }

TEST(Limits, AFullBatchOfReportsFitsTheQueueAndOneGroup) {
  EXPECT_LE(kBatchReportsMax, kGroupCommandsMax);
  EXPECT_LE(kBatchReportsMax, kQueueNewWorkMax);
}

TEST(Limits, ChunksFitAMessage) {
  EXPECT_LT(kAttachmentChunkBytesMax, kMessageBytesMax);
  EXPECT_LT(kConfigChunkBytes, kMessageBytesMax);
}

TEST(Limits, ALogRecordHoldsTheLargestReport) {
  EXPECT_LT(kDescriptionBytesMax + kNoteBytesMax + kPersonNameBytesMax + kContactBytesMax + kAddressBytesMax,
            kLogRecordBytesMax / 2);
}

}  // namespace
}  // namespace wangge::limits
