// A stream: the time, once a second, for as long as somebody listens. `curl -N localhost:4000`, or
// EventSource in a browser. Thousands may listen to one worker: each costs a timer and a coroutine.
#include <chrono>
#include <cstdlib>
#include <ctime>
#include <string>
#include <tined/tined.hpp>

using namespace std::chrono_literals;

std::string time_of_day() {
    const std::time_t now = std::time(nullptr);
    std::tm parts = {};
    ::localtime_r(&now, &parts);
    char text[sizeof "23:59:59"];
    std::strftime(text, sizeof text, "%T", &parts);
    return text;
}

tined::AsyncGenerator<std::string> ticks(std::chrono::milliseconds every) {
    while (true) {
        co_yield "data: " + time_of_day() + "\n\n";
        co_await tined::sleep_for(every);
    }
}

tined::Response clock_stream(tined::Request request) {
    const std::chrono::milliseconds every(request.argument("every", 1000));
    if (every < 1ms) throw tined::HttpError(422);
    return tined::Response::stream(ticks(every), "text/event-stream")
        .set_header("Cache-Control", "no-store");
}

int main(int count, char** words) {
    tined::App app;
    app.get("/", clock_stream);
    return tined::run("localhost", count > 1 ? std::atoi(words[1]) : 4000, app);
}
