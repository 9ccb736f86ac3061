# nxs_test(NAME SOURCE... [LABELS label...]): a cmocka program that sees the
# library's inner headers and runs under ctest. Labels: unit (the default),
# threads (worth running under TSan), provider (worth running in the portable
# build), engine, services, hostile, vectors, interop, install.
if(NXS_BUILD_TESTS)
  find_package(PkgConfig REQUIRED)
  pkg_check_modules(CMOCKA REQUIRED IMPORTED_TARGET cmocka)
endif()

function(nxs_test name)
  if(NOT NXS_BUILD_TESTS)
    return()
  endif()
  cmake_parse_arguments(ARG "" "" "LABELS" ${ARGN})
  add_executable(${name} ${ARG_UNPARSED_ARGUMENTS})
  target_include_directories(${name} PRIVATE ${CMAKE_SOURCE_DIR}/src ${CMAKE_SOURCE_DIR}/tests)
  target_compile_definitions(${name} PRIVATE _POSIX_C_SOURCE=200809L
    $<$<BOOL:${NXS_FAULT_INJECTION}>:NXS_FAULT_INJECTION>
    $<$<BOOL:${NXS_OPENSSL_LOW_LEVEL}>:NXS_OPENSSL_LOW_LEVEL>
    NXS_VECTORS_DIR="${NXS_VECTORS}" NXS_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
  target_link_libraries(${name} PRIVATE nxsecure_static PkgConfig::CMOCKA)
  nxs_strict(${name})
  add_test(NAME ${name} COMMAND ${name})
  if(ARG_LABELS)
    set_tests_properties(${name} PROPERTIES LABELS "${ARG_LABELS}")
  else()
    set_tests_properties(${name} PROPERTIES LABELS unit)
  endif()
  # 77: the test could not run here (test data or a peer is missing).
  set_tests_properties(${name} PROPERTIES SKIP_RETURN_CODE 77 TIMEOUT 300)
endfunction()

# nxs_proves(TEST...): these tests of this directory leave a trace of what services returned (tests/services/proves.h), for the
# test services_table.
function(nxs_proves)
  if(NXS_BUILD_TESTS)
    foreach(name IN LISTS ARGN)
      set_tests_properties(${name} PROPERTIES ENVIRONMENT "NXS_PROOFS=${CMAKE_BINARY_DIR}/proofs/${name}"
        FIXTURES_REQUIRED services_proofs_empty FIXTURES_SETUP services_proofs)
    endforeach()
  endif()
endfunction()
