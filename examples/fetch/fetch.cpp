// fetch URL...: fetches all of them one after the other, then all at once, and tells both times.
//
// That is what coroutines are for: twenty images of a server that takes 50 ms for each cost a
// second one after the other, and little more than 50 ms at once, on one thread.
#include <fmt/core.h>

#include <chrono>
#include <string>
#include <vector>

#include "event/executor.hpp"
#include "event/gather.hpp"
#include "event/loop.hpp"
#include "event/run.hpp"
#include "http/client.hpp"

using namespace tined;
using event::Task;
using Clock = std::chrono::steady_clock;

// The size of one image; 0 where there is none, which it tells.
Task<std::size_t> fetch(http::Client& client, std::string url) {
    auto response = co_await client.get(url);
    if (!response) {
        fmt::print(stderr, "{}: {}\n", url, response.error().what);
        co_return 0;
    }
    const auto image = co_await response->collect();
    if (!image || !response->is_ok()) {
        fmt::print(stderr, "{}: {}\n", url, image ? response->reason() : image.error().what);
        co_return 0;
    }
    co_return image->size();
}

Task<std::size_t> one_after_the_other(http::Client& client, std::vector<std::string> urls) {
    std::size_t bytes = 0;
    for (const std::string& url : urls) bytes += co_await fetch(client, url);
    co_return bytes;
}

Task<std::size_t> at_once(http::Client& client, std::vector<std::string> urls) {
    std::vector<Task<std::size_t>> tasks;
    for (const std::string& url : urls) tasks.push_back(fetch(client, url));
    std::size_t bytes = 0;
    for (const std::size_t size : co_await event::gather(std::move(tasks))) bytes += size;
    co_return bytes;
}

bool tell(event::Loop& loop, std::string_view how, Task<std::size_t> task) {
    const auto begun = Clock::now();
    const std::size_t bytes = event::run(loop, std::move(task));
    const auto time = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - begun);
    fmt::print("{}: {} bytes in {} ms\n", how, bytes, time.count());
    return bytes > 0;
}

int main(int count, char** words) {
    const std::vector<std::string> urls(words + 1, words + count);
    event::Loop loop;
    event::Executor executor(loop, 4);  // names are resolved there
    const event::Loop::Entered here(loop);
    http::Client client;
    const bool is_good = tell(loop, "one after the other", one_after_the_other(client, urls));
    return tell(loop, "at once", at_once(client, urls)) && is_good ? 0 : 1;
}
