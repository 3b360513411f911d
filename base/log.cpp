#include "base/log.hpp"

#include <unistd.h>

#include <atomic>
#include <new>
#include <string>

namespace tined::log {
namespace {

// The one object of the process that is reached from everywhere: a line may be told by any thread
// while the daemon sets or takes back its sink.
std::atomic<Sink*> current_sink = nullptr;

// One write(2) a line, so that lines of several processes do not run into each other.
void write_to_stderr(std::string_view line) noexcept {
    try {
        std::string whole;
        whole.reserve(line.size() + 1);
        whole.append(line).push_back('\n');
        // Nowhere is left to tell that standard error is gone.
        [[maybe_unused]] const auto written = ::write(STDERR_FILENO, whole.data(), whole.size());
    } catch (const std::bad_alloc&) {
        [[maybe_unused]] const auto written = ::write(STDERR_FILENO, line.data(), line.size());
    }
}

}  // namespace

void set_sink(Sink* sink) noexcept { current_sink.store(sink, std::memory_order_release); }

bool takes(Level level) noexcept {
    const Sink* sink = current_sink.load(std::memory_order_acquire);
    return sink == nullptr ? level != Level::debug : sink->takes(level);
}

void write(Level level, std::string_view line) noexcept {
    if (Sink* sink = current_sink.load(std::memory_order_acquire)) {
        sink->write(level, line);
    } else {
        write_to_stderr(line);
    }
}

}  // namespace tined::log
