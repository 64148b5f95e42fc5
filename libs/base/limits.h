// Everything has a limit, and every limit has its name here, with the reason for its value. A row that a caller can
// reach is named in the error it gets (`<Field>_TOO_LONG`, `QUEUE_FULL` ...). Sizes in bytes unless the name says so.
#pragma once

#include <cstddef>
#include <cstdint>

#include "base/time.h"

namespace wangge::limits {

// -- intake -----------------------------------------------------------------------------------------------------------
inline constexpr std::size_t kQueueCommandsMax = 16'384;   // about 60 ms of the fastest intake: more only adds delay
inline constexpr std::size_t kQueueNewWorkMax = 12'288;    // the rest is kept for finishing work, shed last
inline constexpr std::size_t kGroupCommandsMax = 1'024;    // a group larger than this gains nothing from its one sync
inline constexpr std::size_t kBatchReportsMax = 1'024;     // reports in one message: as many as one group commits
inline constexpr std::size_t kMessageBytesMax = 4u << 20;  // gRPC's own default on both sides

// -- one report -------------------------------------------------------------------------------------------------------
inline constexpr std::size_t kDescriptionBytesMax = 4'000 * 4;  // Open311's 4,000 characters at four UTF-8 bytes each
inline constexpr std::size_t kNoteBytesMax = 4'000;             // a page of 1,300 Han characters written at a desk
inline constexpr std::size_t kPersonNameBytesMax = 200;         // the longest names of identity documents, in UTF-8
inline constexpr std::size_t kContactBytesMax = 254;    // a telephone number or mail address: RFC 5321 lets it have 254
inline constexpr std::size_t kAddressBytesMax = 1'000;  // 330 Han characters: a place told by its surroundings
inline constexpr std::size_t kPurposeBytesMax = 200;    // why somebody reads personal fields: a sentence
inline constexpr std::size_t kCoUnitsMax = 8;           // units that help with one case; more is a campaign
inline constexpr std::size_t kAttachmentsMax = 9;       // photos of one report or step; field devices send 1-4
inline constexpr std::size_t kAttachmentBytesMax = 16u << 20;      // a 12-megapixel JPEG is 4-8 MiB
inline constexpr std::size_t kAttachmentChunkBytesMax = 1u << 20;  // fits a message; 16 of them make the largest file
inline constexpr Duration kOccurredAheadMax = Minutes(5);          // device clock before ours; more is a wrong clock
inline constexpr std::size_t kIdBytesMax = 64;                     // ids that people choose: categories, units, layers
inline constexpr double kAccuracyMetresMax = 100'000;              // a position that is worse is none
inline constexpr std::size_t kNearComponentsMax = 50;              // what a person chooses from on a small screen
inline constexpr double kComponentRadiusMetresMax = 1'000;  // farther is not the thing that somebody stands before
inline constexpr int kLayersMax = 64;  // that place a report: far more than any city divides itself into

// -- patrol -----------------------------------------------------------------------------------------------------------
inline constexpr std::size_t kBatchFixesMax = 1'024;  // in one message: five hours at one in 20 s, sent after an outage
inline constexpr Duration kShiftMax = Hours(16);      // two on end; a forgotten sign-out must not follow anybody home
inline constexpr Duration kShiftRequestsKnown = Hours(32);  // since sign-in: a retry on the next morning is still known
inline constexpr std::uint32_t kShiftFixesMax = 60'000;     // one a second for the longest shift
inline constexpr int kTrackDaysDefault = 30;                // how long a track is kept
inline constexpr int kTrackDaysMax = 366;                   // longer serves no patrol duty

// -- callers ----------------------------------------------------------------------------------------------------------
inline constexpr std::size_t kTokenBytesMax = 4'096;  // a header line that every proxy passes
inline constexpr std::size_t kRolesMax = 64;          // of one caller: more than a city has; usual ids fit into a token

// -- reading ----------------------------------------------------------------------------------------------------------
inline constexpr std::size_t kPageSizeDefault = 50;         // what a person looks through
inline constexpr std::size_t kPageSizeMax = 1'000;          // of a few hundred bytes each: a quarter of a message
inline constexpr std::size_t kLocatePointsMax = 10'000;     // in one BatchLocate: 300 KiB to ask, a few MiB to answer
inline constexpr std::uint32_t kSimilarMetresDefault = 50;  // what cities search at acceptance, with the day below
inline constexpr std::uint32_t kSimilarMetresMax = 1'000;   // farther is another place
inline constexpr std::uint32_t kSimilarHoursDefault = 24;
inline constexpr std::uint32_t kSimilarHoursMax = 720;  // a month of open cases is all that one question walks
inline constexpr std::size_t kResolveCodesMax = 1'000;  // in one question: a reform of a district; one walk for all
inline constexpr std::size_t kFeedRecordsMax = 1'024;   // in one message: a group of the writer's at a time

// -- files ------------------------------------------------------------------------------------------------------------
inline constexpr std::size_t kConfigBodyBytesMax = 256u << 20;  // one edition: the largest is a layer of a province
inline constexpr std::size_t kConfigChunkBytes = 1u << 20;      // of a body on its way; fits a message
inline constexpr std::size_t kLayerCellsMax = 1'000'000;   // a province's unit grids; about 1 GiB while it is built
inline constexpr std::size_t kComponentsMax = 1'000'000;   // a large city's survey; some 100 MiB in memory
inline constexpr std::size_t kCsvLineBytesMax = 1u << 20;  // one record; more is a quote that does not close
inline constexpr std::size_t kLabelBytesMax = 256;         // a name in an export; becomes a label of a catalogue
inline constexpr int kProcedureEntriesMax = 1'000;         // stages, actions or clocks; indexes have 16 bits

// -- time -------------------------------------------------------------------------------------------------------------
inline constexpr std::size_t kTimersInSliceMax = 256;     // expiries between two looks at the client queue
inline constexpr Duration kClockJumpMax = Minutes(5);     // wall against monotonic; more stops sequencing
inline constexpr Duration kCallDeadlineMax = Minutes(5);  // a caller that waits longer has gone
inline constexpr std::size_t kClockMovesMax = 1'024;  // of a manual clock, known again; a caller repeats its last few

}  // namespace wangge::limits
