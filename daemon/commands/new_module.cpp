#include "daemon/commands/new_module.hpp"

#include <algorithm>
#include <array>

namespace tined::daemon {
namespace {

// In each NAME stands for the module's name, and VERSION for tined's.
constexpr std::string_view build = R"(cmake_minimum_required(VERSION 3.25)
project(NAME LANGUAGES CXX)

# Optimised, and with the lines that the log names when a handler crashes or stalls.
if(NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CONFIGURATION_TYPES)
    set(CMAKE_BUILD_TYPE RelWithDebInfo)
endif()

find_package(tined VERSION REQUIRED)

add_library(NAME MODULE NAME.cpp)
target_link_libraries(NAME PRIVATE tined::module)
target_compile_options(NAME PRIVATE -Wall -Wextra)
set_target_properties(NAME PROPERTIES PREFIX "")

# The `tests:` of tined.yaml, asked of the module that was built.
enable_testing()
add_test(NAME site
         COMMAND "${TINED_PROGRAM}" check --config "${CMAKE_CURRENT_SOURCE_DIR}/tined.yaml"
                 --set "modules[0]=$<TARGET_FILE:NAME>")
)";

constexpr std::string_view code = R"(// The handlers of the module NAME: tined.yaml names them.
#include <tined/tined.hpp>

#include <string>

namespace {

// GET /hello?name=ann: greets, as the option says.
tined::Task<tined::Response> hello(tined::Request request) {
    const auto greeting = request.setting("greeting");
    const auto name = request.argument("name", std::string("world"));
    co_return tined::Response::text(greeting + ", " + name + "!\n");
}

}  // namespace

TINED_MODULE(tined::Registry& registry) {
    registry.add("NAME.hello", hello, {tined::option("greeting", "hello")});
}
)";

constexpr std::string_view site =
    R"(# tined, started in this folder, serves it on http://127.0.0.1:8888/hello
modules: [build/NAME.so]
routes:
  - path: /hello
    get: {with: {greeting: good morning}, handler: NAME.hello}

# `tined check` asks these, and so does the test of CMakeLists.txt.
tests:
  - {request: GET /hello, expect: {status: 200, text: "good morning, world!\n"}}
  - {request: "GET /hello?name=ann", expect: {status: 200, text: "good morning, ann!\n"}}
)";

std::string filled_in(std::string_view text, std::string_view name) {
    std::string filled;
    const auto put = [&](std::string_view word, std::string_view value) {
        if (!text.starts_with(word)) return false;
        filled += value;
        text.remove_prefix(word.size());
        return true;
    };
    while (!text.empty()) {
        // CMake's own words have these in them too.
        if (put("add_test(NAME", "add_test(NAME") || put("(VERSION", "(VERSION")) continue;
        if (put("NAME", name) || put("VERSION", TINED_VERSION)) continue;
        filled += text.front();
        text.remove_prefix(1);
    }
    return filled;
}

}  // namespace

bool is_module_name(std::string_view name) noexcept {
    const auto is_letter = [](char c) { return c >= 'a' && c <= 'z'; };
    const auto is_part = [&](char c) { return is_letter(c) || (c >= '0' && c <= '9') || c == '_'; };
    // Of CMake's own targets.
    constexpr std::array<std::string_view, 8> taken = {
        "all", "test", "install", "clean", "help", "package", "rebuild_cache", "edit_cache"};
    return !name.empty() && std::ranges::find(taken, name) == taken.end() &&
           is_letter(name.front()) && std::ranges::all_of(name, is_part);
}

std::vector<NewFile> new_module(std::string_view name) {
    return {{"CMakeLists.txt", filled_in(build, name)},
            {std::string(name) + ".cpp", filled_in(code, name)},
            {"tined.yaml", filled_in(site, name)}};
}

}  // namespace tined::daemon
