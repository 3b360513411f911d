// For who works on a program that is its own tined: when its file changes, which is when it was
// built anew, the new one takes over.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>

#include "daemon/master_loop.hpp"
#include "event/file_watch.hpp"

namespace tined::daemon {

class ProgramWatch {
public:
    /// `on_change` is called from the loop, when the file has been left alone for a moment and is
    /// whole again (daemon/debug/program_file.hpp): a linker writes for longer than an editor does.
    /// `loop` outlives it.
    ProgramWatch(MasterLoop& loop, std::function<void()> on_change)
        : loop_(loop), on_change_(std::move(on_change)) {}

    /// Told in the log if it cannot be watched.
    void begin(const std::filesystem::path& program);
    void end();

private:
    void on_event();
    void on_settled();

    MasterLoop& loop_;
    std::function<void()> on_change_;
    std::filesystem::path program_;
    int looks_left_ = 0;  // at a file that is not whole, before the next event
    std::optional<event::FileWatch> file_;
    MasterLoop::Registration changed_;
    MasterLoop::Registration settled_;
};

}  // namespace tined::daemon
