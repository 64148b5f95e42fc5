// Everything has a limit, and every limit has its name here, with the reason for its value. A row that a caller can
// reach is named in the error it gets (`<Field>_TOO_LONG`, `QUEUE_FULL` ...). Sizes in bytes unless the name says so.
#pragma once

#include <cstddef>
#include <cstdint>

#include "base/time.h"

namespace wangge::limits {

// -- intake -----------------------------------------------------------------------------------------------------------
inline constexpr std::size_t kQueueCommandsMax = 16'384;     // about 60 ms of the fastest intake: more only adds delay
inline constexpr std::size_t kQueueNewWorkMax = 12'288;      // the rest is kept for finishing work, shed last
inline constexpr std::size_t kGroupCommandsMax = 1'024;      // a group larger than this gains nothing from its one sync
inline constexpr std::size_t kBatchReportsMax = 1'024;       // reports in one SubmitReports message
inline constexpr std::size_t kMessageBytesMax = 4u << 20;    // gRPC's own default on both sides
inline constexpr std::size_t kLogRecordBytesMax = 1u << 20;  // one command; bounds what a reader must hold

// -- one report -------------------------------------------------------------------------------------------------------
inline constexpr std::size_t kDescriptionBytesMax = 4'000 * 4;  // Open311's 4,000 characters at four UTF-8 bytes each
inline constexpr std::size_t kNoteBytesMax = 4'000;             // an opinion or result written at a desk
inline constexpr std::size_t kPersonNameBytesMax = 200;         // the longest names of identity documents, in UTF-8
inline constexpr std::size_t kContactBytesMax = 200;  // a telephone number or mail address (RFC 5321: 254 less @)
inline constexpr std::size_t kAddressBytesMax = 1'000;
inline constexpr std::size_t kAttachmentsMax = 9;              // photos of one report or step; field devices send 1-4
inline constexpr std::size_t kAttachmentBytesMax = 16u << 20;  // a 12-megapixel JPEG is 4-8 MiB
inline constexpr std::size_t kAttachmentChunkBytesMax = 1u << 20;
inline constexpr Duration kOccurredAheadMax = Minutes(5);  // device clock before ours; more is a wrong clock
inline constexpr std::size_t kIdBytesMax = 64;             // ids that people choose: categories, units, layers

// -- reading ----------------------------------------------------------------------------------------------------------
inline constexpr std::size_t kPageSizeDefault = 50;
inline constexpr std::size_t kPageSizeMax = 1'000;
inline constexpr std::size_t kLocatePointsMax = 10'000;  // points in one BatchLocate; about 300 KiB
inline constexpr std::size_t kFeedRecordsMax = 1'024;    // records in one feed message

// -- files ------------------------------------------------------------------------------------------------------------
inline constexpr std::size_t kConfigBodyBytesMax = 256u << 20;  // one edition: the largest is a layer of a province
inline constexpr std::size_t kConfigChunkBytes = 1u << 20;
inline constexpr std::size_t kLayerCellsMax = 1'000'000;
inline constexpr std::size_t kCsvLineBytesMax = 1u << 20;

// -- time -------------------------------------------------------------------------------------------------------------
inline constexpr std::size_t kTimersInSliceMax = 256;     // expiries between two looks at the client queue
inline constexpr Duration kClockJumpMax = Minutes(5);     // wall against monotonic; more stops sequencing
inline constexpr Duration kCallDeadlineMax = Minutes(5);  // a caller that waits longer has gone

}  // namespace wangge::limits
