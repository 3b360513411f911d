# What every target of the project is compiled with.
set(CMAKE_CXX_STANDARD 23)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

if(NOT CMAKE_BUILD_TYPE)
    set(CMAKE_BUILD_TYPE Release)
endif()

find_program(TINED_CCACHE ccache)
if(TINED_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
    set(CMAKE_CXX_COMPILER_LAUNCHER "${TINED_CCACHE}")
endif()

option(TINED_FUZZERS "Build the fuzzers, which takes clang and a sanitizer" OFF)
set(TINED_SANITIZE "" CACHE STRING "Sanitizers, as -fsanitize= takes them")

add_library(tined_compiler INTERFACE)
target_include_directories(tined_compiler INTERFACE "${CMAKE_SOURCE_DIR}")
target_compile_definitions(tined_compiler INTERFACE TINED_VERSION="${PROJECT_VERSION}")
target_compile_options(tined_compiler INTERFACE
    -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Werror)
# The library's own bounds checks cost little and turn a wild read into an abort.
target_compile_definitions(tined_compiler INTERFACE _GLIBCXX_ASSERTIONS)
if(TINED_SANITIZE)
    # Without `vptr`: to look at an object's memory it makes a pipe, and where descriptors have run
    # out, which tests bring about, it takes that for an object of another type.
    target_compile_options(tined_compiler INTERFACE
        -fsanitize=${TINED_SANITIZE} -fno-sanitize=vptr -fno-sanitize-recover=all -fno-omit-frame-pointer
        -O1 -g1)  # a report wants lines and no more
    target_link_options(tined_compiler INTERFACE -fsanitize=${TINED_SANITIZE})
    if(TINED_FUZZERS)
        # What libFuzzer steers by, in all folders; it brings its main() to the fuzzers alone.
        # -w: warnings are the released compiler's to give, and clang has others, about GCC's own
        # library too.
        target_compile_options(tined_compiler INTERFACE -fsanitize=fuzzer-no-link -w)
    endif()
elseif(CMAKE_BUILD_TYPE STREQUAL "Release")
    # _FORTIFY_SOURCE needs optimisation; the rest of the hardening is Debian's own default.
    target_compile_options(tined_compiler INTERFACE
        -D_FORTIFY_SOURCE=2 -fstack-protector-strong -fcf-protection
        # All goes into one program, where nobody takes a function's place: without this what is
        # position independent may not be inlined even within its own file.
        -fno-semantic-interposition
        # GCC 12 sees these in std::optional<std::optional<T>> and in appended string literals,
        # where they are not (GCC bugs 80635 and 105329); the sanitizers look for the real ones.
        -Wno-maybe-uninitialized -Wno-restrict -Wno-array-bounds
        # Likewise, in `std::string(n, c) + "..."`: there only with some inlining, so that a tree
        # that builds on one machine does not on another.
        -Wno-stringop-overflow -Wno-stringop-overread)
    target_link_options(tined_compiler INTERFACE -Wl,-z,relro,-z,now)
endif()
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
# NDEBUG is not defined: an invariant that fails must end the worker, in a release as well.
set(CMAKE_CXX_FLAGS_RELEASE "-O2 -g1")
