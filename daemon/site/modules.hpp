// The modules of a configuration: what they have is asked of a child, before the site is read; the
// code itself comes into the workers, and into children that ask the site's tests.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "base/loaded_code.hpp"
#include "config/module_settings.hpp"
#include "config/place.hpp"
#include "config/settings.hpp"
#include "handlers/handler_table.hpp"

namespace tined::daemon {

/// For all modules together: to be loaded, and to name their handlers.
constexpr std::chrono::seconds module_patience{5};

/// Adds the modules' handlers, with their options and without code, as a child tells them that has
/// become the user of `settings` and opens each. What is wrong with a module (no file, another
/// version, a crash, too slow, a name that is taken, too much to tell) is told at its place; the
/// table is then incomplete.
void look_into_modules(const config::Settings& settings, handlers::HandlerTable& table,
                       config::Problems& problems);

/// Opens the modules in this process, for good, and gives `table`, which look_into_modules() has
/// filled, the code. One line for each module that is not as it was then; its handlers are then
/// without code. Says in `code`, if it is not null, where each is in memory.
std::vector<std::string> load_modules(const std::vector<config::Module>& modules,
                                      handlers::HandlerTable& table, base::LoadedCode* code);

}  // namespace tined::daemon
