// Debug mode's notes on one request: which route it came to, and when each phase of its answering
// began. Outside debug mode there is none, and nothing is noted (NoTrace).
#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

namespace tined::handlers {

class DebugPage;
struct Group;
struct Route;

class RequestTrace {
public:
    using Clock = std::chrono::steady_clock;
    struct Phase {
        std::string_view name;
        Clock::time_point begin;
        Clock::time_point end;
    };

    /// `page` is what an error is told on; it outlives the trace.
    explicit RequestTrace(const DebugPage& page) noexcept : page_(page) {}

    /// Ends the phase before it. The name is a literal: a token, for Server-Timing.
    void enter(std::string_view phase, Clock::time_point now = Clock::now());
    /// Ends the last phase.
    void finish(Clock::time_point now = Clock::now()) noexcept;

    /// The route that was found, and the group whose ground the path lies on; null if there is
    /// none.
    void set_place(const Route* route, const Group* group) noexcept {
        route_ = route;
        group_ = group;
    }
    const Route* route() const noexcept { return route_; }
    const Group* group() const noexcept { return group_; }
    const DebugPage& page() const noexcept { return page_; }

    /// In their order; one that was entered again stands there again.
    const std::vector<Phase>& phases() const noexcept { return phases_; }
    /// "routing;dur=0.01, steps;dur=1.25, total;dur=1.26": the header Server-Timing, in
    /// milliseconds (W3C Server Timing §3). Each phase once.
    std::string server_timing() const;

private:
    const DebugPage& page_;
    const Route* route_ = nullptr;
    const Group* group_ = nullptr;
    std::vector<Phase> phases_;
};

/// In its place outside debug mode: the compiler leaves nothing of it.
struct NoTrace {
    static constexpr RequestTrace* trace() noexcept { return nullptr; }
    static constexpr void enter(std::string_view) noexcept {}
    static constexpr void set_place(const Route*, const Group*) noexcept {}
};

/// In its place in debug mode.
class TraceInto {
public:
    explicit TraceInto(RequestTrace& trace) noexcept : trace_(&trace) {}
    RequestTrace* trace() const noexcept { return trace_; }
    void enter(std::string_view phase) const { trace_->enter(phase); }
    void set_place(const Route* route, const Group* group) const noexcept {
        trace_->set_place(route, group);
    }

private:
    RequestTrace* trace_;
};

}  // namespace tined::handlers
