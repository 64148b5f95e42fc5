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

TEST(Limits, AMessageHoldsTheLargestReport) {
  EXPECT_LT(kDescriptionBytesMax + kNoteBytesMax + kPersonNameBytesMax + kContactBytesMax + kAddressBytesMax,
            kMessageBytesMax / 2);
}

TEST(Limits, ARecordOfAnExportHoldsItsLabels) { EXPECT_LT(kLabelBytesMax, kCsvLineBytesMax); }

}  // namespace
}  // namespace wangge::limits
