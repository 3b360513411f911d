# What `cmake --install` gives to those who build upon tined: the library, the public headers, and
# what find_package(tined) and pkg-config know them by. tests/process/test_package.py uses it all.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)
include(public_headers)

option(BUILD_SHARED_LIBS "Install libtined.so instead of libtined.a" OFF)

# Of the objects that are there already: nothing is compiled again.
set(floors base systemd value template crypto event http config handlers app daemon)
set(objects "")
foreach(floor ${floors})
    list(APPEND objects $<TARGET_OBJECTS:tined_${floor}>)
endforeach()
if(BUILD_SHARED_LIBS)
    add_library(tined_installed SHARED ${objects})
    set_target_properties(tined_installed PROPERTIES
        VERSION ${PROJECT_VERSION} SOVERSION ${PROJECT_VERSION_MAJOR}.${PROJECT_VERSION_MINOR})
else()
    add_library(tined_installed STATIC ${objects})
endif()
set_target_properties(tined_installed PROPERTIES OUTPUT_NAME tined LINKER_LANGUAGE CXX)
set(third_parties fmt::fmt OpenSSL::SSL OpenSSL::Crypto PkgConfig::libevent PkgConfig::zlib PkgConfig::brotli
    PkgConfig::brotli_decoder PkgConfig::zstd yaml-cpp PkgConfig::re2 spdlog::spdlog PkgConfig::libseccomp)
target_link_libraries(tined_installed PRIVATE ${third_parties} tined_compiler)
if(BUILD_SHARED_LIBS AND NOT TINED_SANITIZE)
    # One that is missing above is an error here, and not of who links the library.
    target_link_options(tined_installed PRIVATE -Wl,-z,defs)
endif()
install(TARGETS tined_installed DESTINATION "${CMAKE_INSTALL_LIBDIR}")

tined_public_headers(public_headers)
foreach(header ${public_headers})
    get_filename_component(folder "${header}" DIRECTORY)
    install(FILES "${header}" DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}/tined/${folder}")
endforeach()
install(FILES "${CMAKE_CURRENT_BINARY_DIR}/include/tined/tined.hpp"
        DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}/tined")

# As pkg-config knows them; with a static library who links it needs them all.
set(modules fmt libssl libcrypto libevent zlib libbrotlienc libbrotlidec libzstd yaml-cpp re2 spdlog libseccomp)
string(REPLACE ";" " " TINED_REQUIRES "${modules}")
if(BUILD_SHARED_LIBS)
    set(TINED_REQUIRES_FIELD "Requires.private")
    set(TINED_KIND SHARED)
else()
    set(TINED_REQUIRES_FIELD "Requires")
    set(TINED_KIND STATIC)
endif()
set(TINED_SBIN sbin)
set(TINED_LIBRARY_FILE "$<TARGET_FILE_NAME:tined_installed>")
set(package_folder "${CMAKE_INSTALL_LIBDIR}/cmake/tined")
configure_package_config_file(cmake/tinedConfig.cmake.in package/tinedConfig.cmake.generated
    INSTALL_DESTINATION "${package_folder}" PATH_VARS CMAKE_INSTALL_LIBDIR CMAKE_INSTALL_INCLUDEDIR TINED_SBIN)
file(GENERATE OUTPUT "${CMAKE_CURRENT_BINARY_DIR}/package/tinedConfig.cmake"
     INPUT "${CMAKE_CURRENT_BINARY_DIR}/package/tinedConfig.cmake.generated")
write_basic_package_version_file("${CMAKE_CURRENT_BINARY_DIR}/package/tinedConfigVersion.cmake"
    COMPATIBILITY SameMinorVersion)
install(FILES "${CMAKE_CURRENT_BINARY_DIR}/package/tinedConfig.cmake"
              "${CMAKE_CURRENT_BINARY_DIR}/package/tinedConfigVersion.cmake"
        DESTINATION "${package_folder}")
# They say where things are by their own place: the prefix is chosen when it is installed.
file(RELATIVE_PATH TINED_FROM_PKGCONFIG "/${CMAKE_INSTALL_LIBDIR}/pkgconfig" "/")
foreach(name tined tined-module)
    configure_file(cmake/${name}.pc.in package/${name}.pc @ONLY)
    install(FILES "${CMAKE_CURRENT_BINARY_DIR}/package/${name}.pc"
            DESTINATION "${CMAKE_INSTALL_LIBDIR}/pkgconfig")
endforeach()
