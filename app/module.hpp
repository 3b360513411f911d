// What makes a shared object a module: TINED_MODULE, once, in one of its files.
//
//     #include <tined/tined.hpp>
//
//     TINED_MODULE(tined::Registry& registry) {
//         registry.add("hello", hello);
//     }
//
// Its body runs when the module is loaded: once in each worker, before that serves, and in a child
// that checks the configuration. It names the handlers and their options and does nothing else:
// what a handler needs is made when it is first asked for. What it throws is an error of the
// configuration.
#pragma once

#include <cstdint>

#include "base/version.hpp"

namespace tined::app {

class Registry;

/// Rises with each change of the installed headers after which a module must be compiled anew.
inline constexpr std::uint32_t module_interface = 1;

/// What tined looks for in a module. Its beginning is the same in all versions.
struct ModuleDescription {
    std::uint32_t interface;  ///< module_interface as the module was compiled with
    const char* version;      ///< of the tined whose headers those were
    void (*add_handlers)(Registry& registry);
};

}  // namespace tined::app

#define TINED_MODULE(parameter)                                                                \
    static void tined_add_handlers(parameter);                                                 \
    extern "C" {                                                                               \
    [[gnu::visibility("default")]] extern const ::tined::app::ModuleDescription tined_module;  \
    const ::tined::app::ModuleDescription tined_module = {::tined::app::module_interface,      \
                                                          TINED_VERSION, &tined_add_handlers}; \
    }                                                                                          \
    static void tined_add_handlers(parameter)
