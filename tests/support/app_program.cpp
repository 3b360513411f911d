// A program whose site is its own, for the process tests: app_program PORT [reload].
#include <cstdlib>
#include <cstring>
#include <string>

#include "app/tined.hpp"

namespace {

tined::Response greet(tined::Request request) {
    return tined::Response::text("hello " + request.param("name") + "\n");
}

}  // namespace

int main(int count, char** words) {
    const bool reloads = count > 2 && std::strcmp(words[2], "reload") == 0;
    tined::App app;
    app.get("/{name}", greet);
    app.post("/{name}", [](tined::Request) { return tined::Response(202); });
    app.set("pid_file", "pid");
    tined::value::Map supervise;
    supervise.set("trial", "100ms");
    app.set("supervise", supervise);
    tined::value::Map log;
    log.set("level", "debug");
    app.set("log", log);
    return tined::run("127.0.0.1", std::atoi(words[1]), app, {.workers = 1, .reload = reloads});
}
