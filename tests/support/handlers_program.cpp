// A program that is its own tined, with handlers for the process tests: the whole command, so each
// test writes the tined.yaml that names them.
#include <chrono>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>

#include "app/tined.hpp"
#include "base/log.hpp"
#include "event/spawn.hpp"

namespace {

using namespace std::chrono_literals;
using tined::AsyncGenerator;
using tined::Request;
using tined::Response;
using tined::Task;

/// Says in the log when it goes.
class Witness {
public:
    explicit Witness(std::string what) : what_(std::move(what)) {}
    ~Witness() { tined::log::info("the {} is gone", what_); }
    Witness(const Witness&) = delete;
    Witness& operator=(const Witness&) = delete;

private:
    std::string what_;
};

Task<Response> hello(Request request) {
    co_return Response::text("hello " + request.argument("name", std::string("world")));
}

Task<Response> fail(Request) {
    throw std::runtime_error("out of tea");
    co_return Response();
}

Task<Response> wait(Request) {
    const Witness witness("waiting handler");
    tined::log::info("a handler waits");
    co_await tined::sleep_for(1min);
    co_return Response::text("waited");
}

Task<Response> nap(Request request) {
    co_await tined::sleep_for(std::chrono::milliseconds(request.argument<int>("ms", 1)));
    co_return Response::text("slept");
}

Task<> send_mail() {
    co_await tined::sleep_for(1ms);
    throw std::runtime_error("no mail \x1b[31m today");
}

// Goes before what it has spawned is looked at.
Task<Response> forget(Request) {
    const auto mail = tined::event::spawn(send_mail());
    while (!mail.is_done()) co_await tined::sleep_for(1ms);
    co_return Response::text("gone");
}

Response file(Request request) { return Response::file(request.argument("path", std::string())); }

AsyncGenerator<std::string> ticks(int count) {
    const Witness witness("stream");
    for (int i = 0; i < count; ++i) {
        co_yield "tick " + std::to_string(i) + "\n";
        co_await tined::sleep_for(5ms);
    }
}

AsyncGenerator<std::string> breaking() {
    co_yield "first";
    throw std::runtime_error("the source is gone");
}

Task<Response> stream(Request request) {
    co_return Response::stream(ticks(request.argument<int>("count", 3)));
}

Task<Response> broken_stream(Request) { co_return Response::stream(breaking()); }

Task<Response> compute(Request) {
    const auto work = [] { return std::this_thread::get_id(); };
    const std::thread::id where = co_await tined::in_executor(work);
    co_return Response::text(where == std::this_thread::get_id() ? "in the loop" : "in a thread");
}

class Room {
public:
    Task<Response> get(Request) { co_return Response::stream(history()); }
    void on_finish() noexcept { tined::log::info("the room is left"); }

private:
    AsyncGenerator<std::string> history() {
        for (const char* const line : {"a\n", "b\n"}) {
            co_await tined::sleep_for(1ms);
            co_yield name_ + ": " + line;
        }
    }

    std::string name_ = "lobby";
};

class Visit {
public:
    Task<std::optional<Response>> prepare(Request) {
        tined::log::info("the visitor is in");
        co_await tined::sleep_for(1min);
        co_return std::nullopt;
    }
    Task<Response> get(Request) { co_return Response::text("visited"); }
    void on_finish() noexcept { tined::log::info("the visitor is out"); }
};

void add_handlers(tined::Registry& registry) {
    registry.add("hello", hello);
    registry.add("fail", fail);
    registry.add("file", file);
    registry.add("forget", forget);
    registry.add("wait", wait);
    registry.add("nap", nap);
    registry.add("stream", stream);
    registry.add("broken_stream", broken_stream);
    registry.add("compute", compute);
    registry.add<Room>("room");
    registry.add<Visit>("visit");
}

}  // namespace

int main(int count, char** words) { return tined::run_command(count, words, add_handlers); }
