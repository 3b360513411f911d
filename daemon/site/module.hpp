// A module: a shared object whose code has handlers (app/module.hpp). Whoever opens one runs its
// code: the workers do, each for itself, and children that only look; never the master.
#pragma once

#include <expected>
#include <string>

#include "app/module.hpp"
#include "config/module_settings.hpp"
#include "handlers/handler_table.hpp"

namespace tined::daemon {

/// Loads it for good: code that tables point to is never unloaded. The error says what is wrong
/// with the file, and what to do, in one line.
std::expected<const app::ModuleDescription*, std::string> open_module(const config::Module& module);

/// Has it add its handlers, each with the module's name as its origin. The error says which
/// handler is wrong, or what it threw; then some are in the table.
std::expected<void, std::string> add_handlers(const app::ModuleDescription& description,
                                              const config::Module& module,
                                              handlers::HandlerTable& table);

}  // namespace tined::daemon
