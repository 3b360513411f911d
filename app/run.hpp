// Runs a program as its own tined: the same master and workers, signals, log and limits. What is
// declared here is defined a floor above, in daemon/commands/run_app.cpp, where all that comes
// together: a module, which is run by another tined, does without it.
#pragma once

#include <functional>
#include <optional>
#include <string_view>

#include "app/app.hpp"
#include "app/registry.hpp"

namespace tined::app {

struct RunOptions {
    std::optional<unsigned> workers = {};  ///< one a core, if not said
    /// Error pages tell what went wrong; templates are read anew as they change.
    bool debug = false;
    /// When the program's own file changes (it was built anew), and is whole again, the new one
    /// takes over: no connection is lost, and one that does not come up changes nothing. It is
    /// another process, which writes to the same terminal but which the shell does not know: for
    /// that the program has ended, with 0. A signal to its pid ends it, Ctrl-C does not.
    bool reload = false;
    /// Whether the workers have the sandbox of tined's, in which a handler can reach no file and no
    /// other machine but those that the configuration names.
    bool sandbox = false;
};

/// Serves `app` at `host` and `port` (0: any that is free; the log says which) until the program is
/// told to stop (SIGTERM, SIGINT), and gives the exit code of main(). Forks the workers: no thread
/// may have been started before, and what the handlers keep is each worker's own. `app` outlives
/// it.
int run(std::string_view host, int port, const App& app, const RunOptions& options = {});

/// The whole of the command `tined` (docs/guide.md), with handlers of the program's own, which a
/// tined.yaml names. `words` are main()'s.
int run_command(int count, char** words, const std::function<void(Registry&)>& add_handlers);

}  // namespace tined::app
