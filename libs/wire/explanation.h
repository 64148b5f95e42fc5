// Explained deadlines for people. Pure; thread-safe.
#pragma once

#include <string>
#include <vector>

#include "domain/calendar/explain.h"
#include "domain/case.h"
#include "wangge/cases/v1/explanation.pb.h"

namespace wangge::wire {

cases::v1::DeadlinePart ToProto(const domain::Explanation& part);

}  // namespace wangge::wire
