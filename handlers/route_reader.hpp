// Reads one route: its place, the action of each method, its name.
#pragma once

#include <optional>
#include <utility>

#include "config/reader.hpp"
#include "config/settings.hpp"
#include "handlers/around.hpp"
#include "handlers/route.hpp"
#include "handlers/route_regex.hpp"
#include "handlers/site_files.hpp"
#include "handlers/step_reader.hpp"

namespace tined::handlers {

/// A route as it was read, not yet among the site's.
struct ReadRoute {
    Route route;
    std::unique_ptr<Level> level;     ///< its own; null: it hands nothing down
    std::optional<RouteRegex> regex;  ///< where it is one
};

class RouteReader {
public:
    RouteReader(const config::Settings& settings, SiteFiles& files, const HandlerTable& handlers,
                const Around& around) noexcept
        : settings_(settings), files_(files), handlers_(handlers), around_(around) {}

    /// `route` has problems told where it is not to be used.
    std::optional<ReadRoute> read(const config::Reader& value);
    /// `static: {PREFIX: FOLDER}`, which is short for a route.
    std::optional<ReadRoute> read_static(std::string_view prefix, const config::Reader& folder);

private:
    bool read_place(config::MappingReader& in, ReadRoute& read) const;
    bool read_path(const config::Reader& value, ReadRoute& read) const;
    static bool read_regex(const config::Reader& value, ReadRoute& read);
    void read_name(config::MappingReader& in, Route& route) const;
    void read_level(config::MappingReader& in, StepContext& context, ReadRoute& read) const;
    void read_actions(config::MappingReader& in, const StepContext& context, Route& route) const;
    RouteAction read_action(const config::Reader& value, StepContext context,
                            const Level& level) const;
    RouteAction read_own_answer(config::MappingReader& in, StepContext& context,
                                const Level& level) const;
    StepContext context_of(const ReadRoute& read) const;

    const config::Settings& settings_;
    SiteFiles& files_;
    const HandlerTable& handlers_;
    const Around& around_;
};

}  // namespace tined::handlers
