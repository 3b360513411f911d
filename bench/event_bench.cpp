// What coroutines of event/ cost:
//
//   event_bench                           processor time of tasks, sleeps and queues, and their
//                                         allocations
//   event_bench serve                     echoes over TCP; writes its port to standard output
//   event_bench load PORT COUNT SECONDS   COUNT connections that each send 64 bytes and wait for
//                                         them; writes how many messages came back
//
// bench/echo runs the latter two beside Python's asyncio and uvloop.
#include <fmt/format.h>
#include <time.h>

#include <chrono>
#include <cstdlib>
#include <new>
#include <string>
#include <string_view>
#include <vector>

#include "event/acceptor.hpp"
#include "event/connect.hpp"
#include "event/gather.hpp"
#include "event/queue.hpp"
#include "event/run.hpp"
#include "event/sleep.hpp"
#include "event/spawn.hpp"
#include "event/stream.hpp"
#include "event/task_group.hpp"

namespace {

std::size_t allocations = 0;

}  // namespace

// The program's own come before the library's: all that allocates is counted.
void* operator new(std::size_t size) {
    ++allocations;
    if (void* const memory = std::malloc(size)) return memory;
    throw std::bad_alloc();
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t /*size*/) noexcept { std::free(memory); }

namespace {

using namespace tined::event;
using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;
constexpr std::size_t message_size = 64;

Task<int> one() { co_return 1; }

Task<int> await_often(int times) {
    int sum = 0;
    for (int i = 0; i < times; ++i) sum += co_await one();
    co_return sum;
}

Task<int> spawn_often(int times) {
    int sum = 0;
    for (int i = 0; i < times; ++i) {
        Spawned<int> spawned = spawn(one());
        sum += co_await spawned;
    }
    co_return sum;
}

Task<> take_turns(int times) {
    for (int i = 0; i < times; ++i) co_await sleep_for(0ms);
}

Task<> answer(Queue<int>& from, Queue<int>& to) {
    while (true) {
        const std::optional<int> value = co_await from.pop();
        if (!value) break;
        co_await to.push(*value);
    }
}

Task<> ping_pong(int times) {
    Queue<int> there(1);
    Queue<int> back(1);
    Spawned<void> other = spawn(answer(there, back));
    for (int i = 0; i < times; ++i) {
        co_await there.push(i);
        co_await back.pop();
    }
    there.close();
    co_await other;
}

Task<> sleep_once(std::chrono::milliseconds time) { co_await sleep_for(time); }

Task<> sleep_side_by_side(int count) {
    TaskGroup group;
    for (int i = 0; i < count; ++i) group.spawn(sleep_once(std::chrono::milliseconds(1 + i % 100)));
    co_await group.join();
}

// Of this process: on a machine that does other things too, the time by the clock tells little.
double processor_nanoseconds() {
    timespec now{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e9 + static_cast<double>(now.tv_nsec);
}

template <typename T>
void measure(Loop& loop, std::string_view what, int times, Task<T> (*make)(int)) {
    run(loop, make(times / 10));  // fills the free lists
    const std::size_t allocated = allocations;
    const double start = processor_nanoseconds();
    run(loop, make(times));
    const double took = processor_nanoseconds() - start;
    fmt::print("{:<42} {:>9.1f} ns, {:.2f} allocations\n", what, took / times,
               static_cast<double>(allocations - allocated) / times);
}

void measure_all() {
    Loop loop;
    measure(loop, "await a task", 5'000'000, await_often);
    measure(loop, "spawn a task and await it", 5'000'000, spawn_often);
    measure(loop, "one turn of the loop", 2'000'000, take_turns);
    measure(loop, "there and back through two queues", 1'000'000, ping_pong);
    measure(loop, "sleep 1 to 100 ms, 100,000 at once, each", 100'000, sleep_side_by_side);
}

Task<> echo(Loop& loop, tined::base::Descriptor socket) {
    Stream stream(loop, std::move(socket));
    char buffer[4096];
    while (true) {
        const auto got = co_await stream.read_some(buffer, Stream::no_deadline);
        if (!got || *got == 0) break;
        const auto sent = co_await stream.write(std::string_view(buffer, *got), 10s);
        if (!sent) break;
    }
}

Task<> serve(Loop& loop, tined::base::Descriptor listening) {
    Acceptor acceptor(loop, std::move(listening));
    TaskGroup group;
    while (true) {
        auto accepted = co_await acceptor.accept();
        if (!accepted) break;
        group.spawn(echo(loop, std::move(accepted->socket)));
    }
}

// As many messages as come back until `end`; what is under way then counts as well.
Task<std::size_t> ask(Loop& loop, SocketAddress server, Clock::time_point end) {
    auto socket = co_await connect_to(server);
    if (!socket) throw std::runtime_error(socket.error().what());
    Stream stream(loop, std::move(*socket));
    const std::string message(message_size, 'x');
    char buffer[4096];
    std::size_t messages = 0;
    for (; Clock::now() < end; ++messages) {
        const auto sent = co_await stream.write(message, 10s);
        std::size_t heard = 0;
        while (sent && heard < message.size()) {
            const auto got = co_await stream.read_some(buffer, Stream::no_deadline);
            if (!got || *got == 0) throw std::runtime_error("the server closed a connection");
            heard += *got;
        }
    }
    co_return messages;
}

Task<std::size_t> load(Loop& loop, SocketAddress server, int count, std::chrono::seconds time) {
    const auto end = Clock::now() + time;
    std::vector<Task<std::size_t>> all;
    for (int i = 0; i < count; ++i) all.push_back(ask(loop, server, end));
    const auto each = co_await gather(std::move(all));
    std::size_t sum = 0;
    for (const std::size_t messages : each) sum += messages;
    co_return sum;
}

int serve_here() {
    Loop loop;
    auto listening = listen_at(parse_address("127.0.0.1", 0).value());
    if (!listening) {
        fmt::print(stderr, "event_bench: {}\n", listening.error().what());
        return 1;
    }
    const auto address = local_address(listening->get());
    fmt::print("{}\n", address.value().text().substr(std::string_view("127.0.0.1:").size()));
    std::fflush(stdout);
    run(loop, serve(loop, std::move(*listening)));
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    const std::vector<std::string> arguments(argv + 1, argv + argc);
    if (arguments.empty()) {
        measure_all();
        return 0;
    }
    if (arguments.size() == 1 && arguments[0] == "serve") return serve_here();
    if (arguments.size() != 4 || arguments[0] != "load") {
        fmt::print(stderr, "usage: event_bench [serve | load PORT COUNT SECONDS]\n");
        return 2;
    }
    Loop loop;
    const auto port = static_cast<std::uint16_t>(std::stoi(arguments[1]));
    const auto server = parse_address("127.0.0.1", port).value();
    const auto time = std::chrono::seconds(std::stoi(arguments[3]));
    fmt::print("{}\n", run(loop, load(loop, server, std::stoi(arguments[2]), time)));
}
