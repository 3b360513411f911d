// The requests that a worker is at, as its row of the scoreboard shows them: the one that its loop
// is running now, and those that wait for something (a body, room to write).
//
// Shared memory with one writer, the worker's loop. A reader may look at any time, also when the
// worker is dead: it gets copies, with sizes that are within bounds. What it reads may be half old
// and half new while the loop runs, and anything at all after a process ran wild, so texts are
// escaped before they are printed. Nothing in here is secret: paths are shown without their query.
#pragma once

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string_view>
#include <vector>

namespace tined::base {

/// How far a request has come.
enum class Stage : std::uint8_t {
    routing,     ///< who answers it is looked for
    steps,       ///< those of its route, and before them those of the groups around it
    body,        ///< its body is being received
    error_page,  ///< the page for an error is being made
    writing,     ///< the answer is made, and being sent
};
std::string_view name_of(Stage stage) noexcept;

/// Where a route stands and what it is for. Of one size, so that showing it is a copy of a few
/// instructions. Without a constructor, for what is only reserved for it shall not become memory.
struct RouteLabel {
    std::array<char, 80> text;  ///< ended by NUL, if it does not fill it

    /// Cut to what has room.
    static RouteLabel of(std::string_view text) noexcept;
    /// Empty: no route is known yet.
    std::string_view view() const noexcept;
};

/// One request as it is shown.
struct RequestEntry {
    using Clock = std::chrono::steady_clock;
    static constexpr std::size_t most_line = 120;

    std::array<char, 16> id;
    std::int64_t since;  ///< ns of Clock: when its head was whole
    /// The head's bytes, in the worker's own memory: for the worker alone, and only while the
    /// request is at work.
    const char* head;
    std::uint32_t head_size;
    Stage stage;
    std::uint8_t line_size;
    std::array<char, most_line> line;  ///< "GET /a": without query and version; cut
    RouteLabel route;

    std::string_view id_view() const noexcept { return {id.data(), id.size()}; }
    std::string_view line_view() const noexcept {
        return {line.data(), std::min<std::size_t>(line_size, most_line)};
    }
    Clock::time_point started() const noexcept {
        return Clock::time_point(std::chrono::nanoseconds(since));
    }
};

class RequestTable {
public:
    /// Of the requests that wait so many are shown; the rest is only counted.
    static constexpr std::size_t room = 32;
    /// Of a request: an entry's number, or one of these.
    using Place = std::uint8_t;
    static constexpr Place none = 0xff;      ///< it has not waited yet
    static constexpr Place unlisted = 0xfe;  ///< it waits, or has waited, and had no room

    // Not "= default": that may zero the entries, and so make memory of what is only reserved.
    RequestTable() noexcept {}
    RequestTable(const RequestTable&) = delete;
    RequestTable& operator=(const RequestTable&) = delete;

    // ---- the loop's side ----

    /// The loop runs this request from here on. `id` has 16 characters; a line that is longer than
    /// the room for it is cut.
    void begin(std::string_view id, std::string_view line, std::string_view head,
               RequestEntry::Clock::time_point since) noexcept {
        std::memcpy(current_.id.data(), id.data(), current_.id.size());
        current_.since = std::chrono::nanoseconds(since.time_since_epoch()).count();
        current_.head = head.data();
        current_.head_size = static_cast<std::uint32_t>(head.size());
        current_.stage = Stage::routing;
        current_.route.text.front() = '\0';
        const std::size_t size = std::min(line.size(), RequestEntry::most_line);
        std::memcpy(current_.line.data(), line.data(), size);
        current_.line_size = static_cast<std::uint8_t>(size);
        run();
    }
    /// It goes on with one that has waited.
    void resume(const RequestEntry& entry) noexcept {
        current_ = entry;
        run();
    }
    /// It runs none.
    void leave() noexcept {
        is_running_.store(false, std::memory_order_relaxed);
        std::atomic_signal_fence(std::memory_order_seq_cst);
    }
    /// What is shown of the one that it runs; its stage and route are written here.
    RequestEntry& current() noexcept { return current_; }

    /// Shows the current one among those that wait. Gives its place, which it keeps until forget().
    Place list(Place place) noexcept;
    /// The request is over.
    void forget(Place place) noexcept;

    // ---- the reader's side ----

    /// The one that the loop runs.
    std::optional<RequestEntry> running() const noexcept;
    /// Those that have waited and are not over: one of them may be running at the moment.
    std::vector<RequestEntry> listed() const;
    /// How many more there are.
    std::uint64_t count_unlisted() const noexcept {
        return unlisted_.load(std::memory_order_relaxed);
    }

private:
    // The fences are against the compiler: a crash handler, which interrupts the loop in the same
    // thread, finds what was written before.
    void run() noexcept {
        std::atomic_signal_fence(std::memory_order_seq_cst);
        is_running_.store(true, std::memory_order_relaxed);
        std::atomic_signal_fence(std::memory_order_seq_cst);
    }

    std::atomic<bool> is_running_ = false;
    std::atomic<std::uint32_t> taken_ = 0;  // of entries_: a bit each
    std::atomic<std::uint64_t> unlisted_ = 0;
    RequestEntry current_;
    std::array<RequestEntry, room> entries_;
};

}  // namespace tined::base
