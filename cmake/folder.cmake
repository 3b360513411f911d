# tined_folder(NAME [FLOORS folder...] [LIBRARIES target...]): the static library tined_NAME out of
# all sources in the folder NAME and what it is divided into. FLOORS are public (its headers may include theirs); LIBRARIES are
# the third parties that this folder alone may touch.
function(tined_folder name)
    cmake_parse_arguments(FOLDER "" "" "FLOORS;LIBRARIES" ${ARGN})
    file(GLOB_RECURSE sources CONFIGURE_DEPENDS "${CMAKE_SOURCE_DIR}/${name}/*.cpp")
    list(FILTER sources EXCLUDE REGEX "/main\\.cpp$")  # the program's own, not the library's
    list(TRANSFORM FOLDER_FLOORS PREPEND tined_)
    if(sources)
        add_library(tined_${name} STATIC ${sources})
        target_link_libraries(tined_${name} PUBLIC
            tined_compiler ${FOLDER_FLOORS} ${FOLDER_LIBRARIES} fmt::fmt)
        tined_profiled(tined_${name} ${sources})
    else()
        add_library(tined_${name} INTERFACE)
        target_link_libraries(tined_${name} INTERFACE
            tined_compiler ${FOLDER_FLOORS} ${FOLDER_LIBRARIES} fmt::fmt)
    endif()
endfunction()
