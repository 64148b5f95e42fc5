// Explained deadlines for people. Pure; thread-safe.
#pragma once

#include <string>
#include <vector>

#include "domain/calendar/explain.h"
#include "domain/case.h"
#include "domain/run_deadline.h"
#include "wangge/cases/v1/explanation.pb.h"

namespace wangge::wire {

cases::v1::DeadlinePart ToProto(const domain::Explanation& part);
// What is left of each part stands in the parts.
cases::v1::Standstill ToProto(const domain::Standstill& standstill);

}  // namespace wangge::wire
