// The stored form of a case. Grammar at the top of case_record.cc. Pure; thread-safe.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "domain/case.h"

namespace wangge::storage {

std::string EncodeCase(const domain::Case& c);

// DATA_LOSS for bytes that are no case record of a version this build knows.
absl::StatusOr<domain::Case> DecodeCase(domain::CaseId id, std::string_view bytes);

}  // namespace wangge::storage
