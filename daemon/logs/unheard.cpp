#include "daemon/logs/unheard.hpp"

#include <exception>
#include <source_location>
#include <string>

#include "base/log.hpp"
#include "base/text.hpp"
#include "daemon/control/task_report.hpp"

namespace tined::daemon {
namespace {

std::string what_of(const std::exception_ptr& thrown) {
    try {
        std::rethrow_exception(thrown);
    } catch (const std::exception& error) {
        return base::escape_for_message(error.what());
    } catch (...) {
        return "what is no exception";
    }
}

void log_one(void* /*context*/, const std::exception_ptr& thrown,
             const std::source_location& made_at) noexcept {
    log::error("a task threw, and nobody awaits it: {}; it is {}", what_of(thrown),
               describe(made_at));
}

}  // namespace

void log_unheard(event::Loop& loop) noexcept { loop.set_on_unheard(log_one, nullptr); }

}  // namespace tined::daemon
