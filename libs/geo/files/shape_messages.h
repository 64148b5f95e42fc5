// What shapelib says, kept for our errors instead of printed. Used by shapefile.cc and dbf_codes.cc.
#pragma once

#include <string>

namespace wangge::geo {

// For SAHooks.Error. Of the calling thread.
void KeepShapeMessage(const char* message);

// The last one of this thread; empty when nothing was said since the last call.
std::string TakeShapeMessage();

}  // namespace wangge::geo
