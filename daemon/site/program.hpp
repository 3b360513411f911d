// What a program that is made of tined brings of its own; tined itself brings nothing.
#pragma once

#include <optional>
#include <string>

#include "handlers/handler_table.hpp"

namespace tined::daemon {

/// Outlives all that is read and run with it.
struct Program {
    /// The text of a configuration, in place of a file and a command line.
    struct Text {
        std::string name;  ///< what its errors are told by, and the commands find it by
        std::string yaml;
    };

    handlers::HandlerTable handlers = {};  ///< that `handler: NAME` finds in every file
    std::optional<Text> configuration = {};
    /// Its file is watched, and a new one upgraded to.
    bool is_upgraded_on_change = false;
};

}  // namespace tined::daemon
