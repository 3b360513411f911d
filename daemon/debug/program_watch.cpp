#include "daemon/debug/program_watch.hpp"

#include <poll.h>

#include <chrono>
#include <utility>

#include "base/log.hpp"

namespace tined::daemon {
namespace {

constexpr std::chrono::milliseconds until_settled{300};

}  // namespace

void ProgramWatch::begin(const std::filesystem::path& program) {
    auto made = event::FileWatch::make();
    auto added = made ? made->add_file(program)
                      : std::expected<void, base::SystemError>(std::unexpected(made.error()));
    if (!added) {
        log::warn("the program's file is not watched: {}", added.error().what());
        return;
    }
    file_.emplace(std::move(*made));
    changed_ = loop_.watch(file_->fd(), POLLIN, [this] { on_event(); });
}

void ProgramWatch::end() {
    settled_.reset();
    changed_.reset();
    file_.reset();
}

// Each change begins the wait anew.
void ProgramWatch::on_event() {
    if (!file_->take()) return;
    settled_ = loop_.after(until_settled, [this] { on_change_(); });
}

}  // namespace tined::daemon
