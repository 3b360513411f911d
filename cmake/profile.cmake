# Profile-guided optimisation, which the preset pgo asks for. A second tined, which counts how often
# each branch is taken, is built in the folder counting/ of the build; bench/train asks it what sites
# are asked; then all floors are compiled with its counts. A change of any source trains anew, for
# counts are only good for the source that they were taken of. ccache steps aside: it does not know
# these options, and the counts are never the same twice.
set(TINED_PROFILE "" CACHE STRING
    "use: compile with the counts of a training; count: be the program that is trained")
set(TINED_COUNTS "${CMAKE_BINARY_DIR}/counts" CACHE PATH "Where the counts of the training are")

# tined_profiled(TARGET SOURCE...): the target, of these sources, counts or is compiled with counts.
function(tined_profiled target)
    if(TINED_PROFILE STREQUAL "count")
        # Atomic: the threads of the executor count as well.
        target_compile_options(${target} PRIVATE
            -fprofile-generate=${TINED_COUNTS} -fprofile-update=atomic)
        target_link_options(${target} PUBLIC -fprofile-generate)
    elseif(TINED_PROFILE STREQUAL "use")
        target_compile_options(${target} PRIVATE
            -fprofile-use=${TINED_COUNTS}
            # A function that forks returns more often than it is called; such sums are no error.
            -fprofile-correction
            # What the training does not reach is compiled as ever, where it would be made small.
            -fprofile-partial-training
            # What only programs upon the library need is not in tined, and so has no counts.
            -Wno-missing-profile)
        set_source_files_properties(${ARGN} PROPERTIES OBJECT_DEPENDS "${TINED_COUNTS}/trained")
        add_dependencies(${target} tined_trained)
    endif()
    if(TINED_PROFILE)
        # An object's counts are named by its path below this, the same in both builds.
        target_compile_options(${target} PRIVATE -fprofile-prefix-path=${CMAKE_BINARY_DIR})
    endif()
endfunction()

# tined_training(PROGRAM FOLDER...): the program is trained; the folders are what it is made of.
function(tined_training program)
    if(TINED_PROFILE STREQUAL "count")
        target_sources(${program} PRIVATE bench/profile_exit.cpp)
        target_link_options(${program} PRIVATE -Wl,--wrap=_Exit)
    elseif(TINED_PROFILE STREQUAL "use")
        list(TRANSFORM ARGN APPEND "/*.[ch]pp" OUTPUT_VARIABLE sources)
        file(GLOB_RECURSE trained CONFIGURE_DEPENDS RELATIVE "${CMAKE_SOURCE_DIR}"
             cmake/compiler.cmake cmake/profile.cmake ${sources}
             bench/train bench/*.py bench/profile_exit.cpp bench/site/*.yaml bench/site/*.html
             examples/tour/*)
        add_custom_command(OUTPUT "${TINED_COUNTS}/trained"
            COMMAND "${CMAKE_COMMAND}" -G "${CMAKE_GENERATOR}" -S "${CMAKE_SOURCE_DIR}"
                    -B "${CMAKE_BINARY_DIR}/counting" -DTINED_PROFILE=count
                    "-DTINED_COUNTS=${TINED_COUNTS}" -DTINED_TESTS=OFF
                    "-DCMAKE_BUILD_TYPE=${CMAKE_BUILD_TYPE}" "-DCMAKE_CXX_FLAGS=${CMAKE_CXX_FLAGS}"
                    "-DCMAKE_CXX_COMPILER=${CMAKE_CXX_COMPILER}"
            COMMAND "${CMAKE_COMMAND}" --build "${CMAKE_BINARY_DIR}/counting" --target ${program}
            COMMAND "${CMAKE_COMMAND}" -E rm -rf "${TINED_COUNTS}"
            COMMAND "${CMAKE_SOURCE_DIR}/bench/train" --tined "${CMAKE_BINARY_DIR}/counting/tined"
            COMMAND "${CMAKE_COMMAND}" -E touch "${TINED_COUNTS}/trained"
            DEPENDS ${trained} USES_TERMINAL VERBATIM)
        add_custom_target(tined_trained DEPENDS "${TINED_COUNTS}/trained")
    endif()
endfunction()
