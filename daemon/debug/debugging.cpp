#include "daemon/debug/debugging.hpp"

#include <utility>

#include "base/log.hpp"
#include "daemon/debug/trouble_message.hpp"

namespace tined::daemon {
namespace {

using namespace std::chrono_literals;

// An editor's several steps are over by then, and a person does not notice it.
constexpr auto until_settled = 50ms;

}  // namespace

Debugging::Debugging(event::Loop& loop, Configuration& configuration, bool tells)
    : tells_(tells),
      folders_(configuration.site->folders()),
      service_(configuration.loaded, std::move(configuration.site)),
      settled_(loop, event::call_member<&Debugging::compile_anew>, this) {
    if (const auto watching = watch(loop); !watching && tells_) {
        log::warn("debug mode: changes of files are not seen: {}", watching.error().what());
    }
    compile_anew();
}

std::expected<void, base::SystemError> Debugging::watch(event::Loop& loop) {
    auto made = event::FileWatch::make();
    if (!made) return std::unexpected(std::move(made.error()));
    files_.emplace(std::move(*made));
    for (const std::string& folder : folders_) {
        if (auto added = files_->add_folder(folder); !added) return added;
    }
    readable_.emplace(loop, files_->fd(), event::Readiness::readable,
                      event::call_member<&Debugging::on_event>, this);
    if (readable_->start()) return {};
    return std::unexpected(base::SystemError::from_errno("epoll_ctl"));
}

void Debugging::on_event() {
    if (files_->take() && !settled_.is_started()) settled_.start(until_settled);
}

void Debugging::compile_anew() {
    const auto& problems = service_.compile_anew();
    if (!tells_) return;
    for (const config::Problem& problem : problems) {
        log::error("{}", problem.to_string());
        for (const std::string& line : problem.more) log::error("{}", line);
    }
    if (!problems.empty()) log::error("the site of before serves on");
    if (problems.empty() && was_wrong_) log::info("the site is right again");
    was_wrong_ = !problems.empty();
}

void Debugging::take_trouble(const Message& message) {
    service_.set_file_trouble(daemon::take_trouble(message));
}

}  // namespace tined::daemon
