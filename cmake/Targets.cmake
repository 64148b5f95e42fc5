# The three ways a target is declared: wangge_library, wangge_proto, wangge_program.
include(GoogleTest)

add_library(wangge_options INTERFACE)
target_include_directories(wangge_options INTERFACE ${CMAKE_SOURCE_DIR}/libs ${CMAKE_SOURCE_DIR})
# GCC 12 reports -Wrestrict falsely for "literal" + std::string(...) at -O3 (GCC bug 105651).
target_compile_options(wangge_options INTERFACE $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict>
  -Wall -Wextra -Wpedantic -Wconversion -Wshadow $<$<BOOL:${WANGGE_WERROR}>:-Werror>)
if(WANGGE_SANITIZE)
  # With its sanitizers GCC 12 reports -Wmaybe-uninitialized falsely inside <regex> (GCC bug 105562).
  add_compile_options(-fsanitize=${WANGGE_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer
    $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized>)
  add_link_options(-fsanitize=${WANGGE_SANITIZE})
endif()
if(WANGGE_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link)  # tells libFuzzer which ways through the code an input takes
endif()

# wangge_library(NAME domain SOURCES a.cc b.cc [DEPS ...] [TESTS a_test.cc ...] [TEST_DEPS ...])
# Declares libs/<name> as wangge::<name>, and one test program wangge_<name>_test from its TESTS.
function(wangge_library)
  cmake_parse_arguments(ARG "" "NAME" "SOURCES;DEPS;TESTS;TEST_DEPS" ${ARGN})
  if(ARG_SOURCES)
    add_library(wangge_${ARG_NAME} STATIC ${ARG_SOURCES})
    target_link_libraries(wangge_${ARG_NAME} PUBLIC wangge_options ${ARG_DEPS})
  else()
    add_library(wangge_${ARG_NAME} INTERFACE)
    target_link_libraries(wangge_${ARG_NAME} INTERFACE wangge_options ${ARG_DEPS})
  endif()
  add_library(wangge::${ARG_NAME} ALIAS wangge_${ARG_NAME})
  if(ARG_TESTS)
    wangge_test(NAME ${ARG_NAME} SOURCES ${ARG_TESTS} DEPS wangge::${ARG_NAME} ${ARG_TEST_DEPS})
  endif()
endfunction()

# wangge_test(NAME geo SOURCES x_test.cc [DEPS ...] [LABELS slow]) declares wangge_<name>_test and its cases.
function(wangge_test)
  cmake_parse_arguments(ARG "" "NAME" "SOURCES;DEPS;LABELS" ${ARGN})
  add_executable(wangge_${ARG_NAME}_test ${ARG_SOURCES})
  target_link_libraries(wangge_${ARG_NAME}_test PRIVATE ${ARG_DEPS} wangge_options GTest::gmock GTest::gtest_main)
  target_compile_definitions(wangge_${ARG_NAME}_test PRIVATE WANGGE_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
  gtest_discover_tests(wangge_${ARG_NAME}_test TEST_PREFIX ${ARG_NAME}. DISCOVERY_TIMEOUT 60
    PROPERTIES TIMEOUT 300 LABELS "${ARG_LABELS}")
endfunction()

# wangge_proto(NAME report FILES wangge/report/v1/report.proto [GRPC] [DEPS ...]) declares wangge::proto_<name>;
# its generated headers are system headers to everyone else.
function(wangge_proto)
  cmake_parse_arguments(ARG "GRPC" "NAME" "FILES;DEPS" ${ARGN})
  set(out ${CMAKE_BINARY_DIR}/proto)
  file(MAKE_DIRECTORY ${out})
  set(generated)
  set(plugin)
  set(inputs)
  foreach(file ${ARG_FILES})
    string(REGEX REPLACE "\\.proto$" "" stem ${file})
    list(APPEND generated ${out}/${stem}.pb.cc ${out}/${stem}.pb.h)
    list(APPEND inputs ${CMAKE_SOURCE_DIR}/proto/${file})
    if(ARG_GRPC)
      list(APPEND generated ${out}/${stem}.grpc.pb.cc ${out}/${stem}.grpc.pb.h)
    endif()
  endforeach()
  if(ARG_GRPC)
    set(plugin --grpc_out=${out} --plugin=protoc-gen-grpc=$<TARGET_FILE:gRPC::grpc_cpp_plugin>)
  endif()
  add_custom_command(OUTPUT ${generated}
    COMMAND protobuf::protoc -I ${CMAKE_SOURCE_DIR}/proto --cpp_out=${out} ${plugin} ${inputs}
    DEPENDS ${inputs} VERBATIM)
  add_library(wangge_proto_${ARG_NAME} STATIC ${generated})
  add_library(wangge::proto_${ARG_NAME} ALIAS wangge_proto_${ARG_NAME})
  target_include_directories(wangge_proto_${ARG_NAME} SYSTEM PUBLIC ${out})
  target_link_libraries(wangge_proto_${ARG_NAME} PUBLIC protobuf::libprotobuf ${ARG_DEPS})
  if(ARG_GRPC)
    target_link_libraries(wangge_proto_${ARG_NAME} PUBLIC gRPC::grpc++)
  endif()
endfunction()

# wangge_program(NAME wangge SOURCES main.cc DEPS ...) declares bin/<name>.
function(wangge_program)
  cmake_parse_arguments(ARG "" "NAME" "SOURCES;DEPS" ${ARGN})
  add_executable(${ARG_NAME} ${ARG_SOURCES})
  target_link_libraries(${ARG_NAME} PRIVATE wangge_options ${ARG_DEPS})
endfunction()
