// What a worker does in debug mode besides: it watches the folders that its site reads from, and
// compiles the site anew when something in them has changed.
#pragma once

#include <expected>
#include <optional>
#include <string>
#include <vector>

#include "daemon/channel.hpp"
#include "daemon/site/configuration.hpp"
#include "event/file_watch.hpp"
#include "event/loop.hpp"
#include "event/timer.hpp"
#include "event/watch.hpp"
#include "handlers/debug_service.hpp"

namespace tined::daemon {

class Debugging {
public:
    /// Takes the site out of `configuration`, which outlives it, as does `loop`. It is compiled
    /// anew at once, for what the master has compiled may be older than the files. Of all workers
    /// one `tells` the log what comes of it.
    Debugging(event::Loop& loop, Configuration& configuration, bool tells);
    Debugging(const Debugging&) = delete;
    Debugging& operator=(const Debugging&) = delete;

    http::Service& service() noexcept { return service_; }
    /// A message of kind `trouble`: what is wrong with the configuration.
    void take_trouble(const Message& message);
    /// The worker is to go.
    void end() { service_.end_waits(); }

private:
    std::expected<void, base::SystemError> watch(event::Loop& loop);
    void on_event();
    void compile_anew();

    const bool tells_;
    bool was_wrong_ = false;
    const std::vector<std::string> folders_;
    handlers::DebugService service_;
    std::optional<event::FileWatch> files_;
    std::optional<event::Watch> readable_;
    event::Timer settled_;  // started while there are changes to look at
};

}  // namespace tined::daemon
