# How the library was built, and how it gets to those who use it.

# What shapes structs is fixed here and recorded in nxsecure/private/built.h: see nx_secure_config.h.
option(NXS_BUILT_TLS_1_0 "cipher tables have room for TLS 1.0" OFF)
option(NXS_BUILT_TLS_1_1 "cipher tables have room for TLS 1.1" ON)
option(NXS_BUILT_TLS_1_3 "cipher tables have room for TLS 1.3" ON)
option(NXS_BUILT_EXTENDED_NAMES "names of certificates have seven more members" OFF)
set(NXS_BUILT_DNS_NAME_MAX 100 CACHE STRING "most bytes of a DNS name")
set(NXS_BUILT_MAX_PSK_SIZE 64 CACHE STRING "most bytes of a pre-shared key")
set(NXS_BUILT_MAX_PSK_KEYS 5 CACHE STRING "pre-shared keys of a session")
set(NXS_BUILT_MAX_PSK_ID_SIZE 20 CACHE STRING "most bytes of a pre-shared key's identity or hint")
set(NXS_BUILT_MAX_RSA_BITS 8192 CACHE STRING "largest RSA modulus")
set(NXS_BUILT_SHARED_CERTIFICATES 8 CACHE STRING "certificates per store that a session shares with others")

configure_file(include/nxsecure/private/built.h.in include/nxsecure/private/built.h)
foreach(target IN ITEMS nxsecure_objects nxsecure_static nxsecure_shared)
  target_include_directories(${target} PUBLIC $<BUILD_INTERFACE:${PROJECT_BINARY_DIR}/include>)
endforeach()

include(CMakePackageConfigHelpers)
set(NXS_INCLUDEDIR ${CMAKE_INSTALL_INCLUDEDIR}/nxsecure-1)
set(NXS_CMAKEDIR ${CMAKE_INSTALL_LIBDIR}/cmake/nxsecure)
file(RELATIVE_PATH NXS_PC_TO_PREFIX /${CMAKE_INSTALL_LIBDIR}/pkgconfig /)

install(TARGETS nxsecure_static nxsecure_shared EXPORT nxsecureTargets
  ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR}
  LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR})
install(DIRECTORY include/ platform/posix/include/ DESTINATION ${NXS_INCLUDEDIR}
  FILES_MATCHING PATTERN "*.h")
install(FILES ${PROJECT_BINARY_DIR}/include/nxsecure/private/built.h
  DESTINATION ${NXS_INCLUDEDIR}/nxsecure/private)

install(EXPORT nxsecureTargets NAMESPACE nxsecure:: DESTINATION ${NXS_CMAKEDIR})
configure_package_config_file(cmake/nxsecureConfig.cmake.in nxsecureConfig.cmake
  INSTALL_DESTINATION ${NXS_CMAKEDIR})
write_basic_package_version_file(nxsecureConfigVersion.cmake COMPATIBILITY SameMajorVersion)
install(FILES ${PROJECT_BINARY_DIR}/nxsecureConfig.cmake ${PROJECT_BINARY_DIR}/nxsecureConfigVersion.cmake
  DESTINATION ${NXS_CMAKEDIR})

configure_file(cmake/nxsecure.pc.in nxsecure.pc @ONLY)
install(FILES ${PROJECT_BINARY_DIR}/nxsecure.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
