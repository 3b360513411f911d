// client_bench URL COUNT SECONDS: COUNT coroutines ask for URL through one http::Client, each again
// and again. Writes the requests, and the processor time of each in nanoseconds, all of it and what
// was outside of the kernel. bench/client runs it beside aiohttp.
#include <fmt/core.h>
#include <sys/resource.h>

#include <chrono>
#include <cstdlib>
#include <string>
#include <vector>

#include "base/text.hpp"
#include "event/gather.hpp"
#include "event/loop.hpp"
#include "event/run.hpp"
#include "http/client.hpp"

namespace {

using namespace tined;
using Clock = std::chrono::steady_clock;

double seconds(const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
}

struct Spent {
    double user = 0;
    double all = 0;
};

Spent spent() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return {seconds(usage.ru_utime), seconds(usage.ru_utime) + seconds(usage.ru_stime)};
}

event::Task<long> ask_until(http::Client& client, std::string url, Clock::time_point end) {
    long requests = 0;
    while (Clock::now() < end) {
        auto response = co_await client.get(url);
        if (!response || !response->is_ok()) std::abort();
        const auto body = co_await response->collect();
        if (!body || body->empty()) std::abort();
        ++requests;
    }
    co_return requests;
}

long ask_all(event::Loop& loop, http::Client& client, const std::string& url, int count,
             double time) {
    const auto end = Clock::now() + std::chrono::milliseconds(static_cast<int>(time * 1000));
    std::vector<event::Task<long>> tasks;
    for (int i = 0; i < count; ++i) tasks.push_back(ask_until(client, url, end));
    long requests = 0;
    for (const long each : event::run(loop, event::gather(std::move(tasks)))) requests += each;
    return requests;
}

}  // namespace

int main(int, char** words) {
    const int count = base::parse_integer<int>(words[2]).value();
    const double time = base::parse_real(words[3]).value();
    event::Loop loop;
    const event::Loop::Entered here(loop);
    http::Client client;
    ask_all(loop, client, words[1], count, 0.3);  // all connections are made, all lists are filled
    const Spent before = spent();
    const auto requests = static_cast<double>(ask_all(loop, client, words[1], count, time));
    const Spent after = spent();
    fmt::print("{:.0f} {:.0f} {:.0f}\n", requests, (after.all - before.all) / requests * 1e9,
               (after.user - before.user) / requests * 1e9);
}
