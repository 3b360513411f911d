#include "daemon/debug/program_watch.hpp"

#include <poll.h>

#include <chrono>
#include <utility>

#include "base/log.hpp"
#include "daemon/debug/program_file.hpp"

namespace tined::daemon {
namespace {

constexpr std::chrono::milliseconds until_settled{300};

// A minute: who writes by mmap(2) may be at it when no event comes any more.
constexpr int most_looks = 200;

}  // namespace

void ProgramWatch::begin(const std::filesystem::path& program) {
    auto made = event::FileWatch::make();
    auto added = made ? made->add_file(program)
                      : std::expected<void, base::SystemError>(std::unexpected(made.error()));
    if (!added) {
        log::warn("the program's file is not watched: {}", added.error().what());
        return;
    }
    program_ = program;
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
    looks_left_ = most_looks;
    settled_ = loop_.after(until_settled, [this] { on_settled(); });
}

void ProgramWatch::on_settled() {
    if (is_whole_program(program_)) return on_change_();
    log::debug("the program's file is not whole yet");
    if (--looks_left_ > 0) settled_ = loop_.after(until_settled, [this] { on_settled(); });
}

}  // namespace tined::daemon
