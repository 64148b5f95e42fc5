# Every third-party package of the build, in one place. All come from Debian 12.
find_package(Threads REQUIRED)
find_package(Protobuf REQUIRED)
find_package(absl REQUIRED)
find_package(gRPC CONFIG REQUIRED)
find_package(RocksDB CONFIG REQUIRED)
find_package(GEOS CONFIG REQUIRED)
find_package(PROJ 9.1 CONFIG REQUIRED)
find_package(SQLite3 REQUIRED)
find_package(Boost 1.81 REQUIRED)
find_package(OpenSSL REQUIRED)
find_package(ZLIB REQUIRED)
find_package(GTest CONFIG REQUIRED)
find_package(benchmark CONFIG REQUIRED)
find_package(spdlog CONFIG REQUIRED)
find_package(nlohmann_json CONFIG REQUIRED)
find_package(CLI11 CONFIG REQUIRED)

# Memory of the server: it asks for small pieces on many threads and frees them on others (ADR 0011). A sanitizer brings
# its own.
add_library(wangge_memory INTERFACE)
if(NOT WANGGE_SANITIZE)
  find_library(JEMALLOC_LIBRARY jemalloc REQUIRED)
  target_link_libraries(wangge_memory INTERFACE -Wl,--push-state,--no-as-needed ${JEMALLOC_LIBRARY} -Wl,--pop-state)
endif()

# Shapelib comes without a CMake file.
find_path(SHAPELIB_INCLUDE shapefil.h REQUIRED)
find_library(SHAPELIB_LIBRARY shp REQUIRED)
add_library(Shapelib::shp UNKNOWN IMPORTED)
set_target_properties(Shapelib::shp PROPERTIES
  IMPORTED_LOCATION ${SHAPELIB_LIBRARY} INTERFACE_INCLUDE_DIRECTORIES ${SHAPELIB_INCLUDE})
