// Asks an App without a port and without workers: what the tests of its handlers are written with.
//
//     tined::Trial trial(app);
//     assert(trial.ask("GET /hello").body == "hello");
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "app/app.hpp"

namespace tined::app {

struct Answered {
    int status = 0;
    std::string body;  ///< of a stream, what came until there was a MiB of it
    std::vector<std::pair<std::string, std::string>> headers;

    /// The first of that name, in any case.
    std::optional<std::string> header(std::string_view name) const;
};

class Trial {
public:
    /// Throws std::invalid_argument with all that is wrong with what the App says. `app` outlives
    /// it.
    explicit Trial(const App& app);
    ~Trial();
    Trial(const Trial&) = delete;
    Trial& operator=(const Trial&) = delete;

    /// `request` is a method and a path, or a URL: "GET /users/7". Runs the handler to its end, and
    /// all that it waits for. Throws std::invalid_argument for what is no request.
    using Headers = std::vector<std::pair<std::string, std::string>>;
    Answered ask(std::string_view request, const Headers& headers = {}, std::string body = {});

private:
    struct Site;
    std::unique_ptr<Site> site_;
};

}  // namespace tined::app
