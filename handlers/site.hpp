// A whole site, compiled: what tined.yaml says about routes, and the service that answers by it.
// site_reader.hpp makes it, in the master before the fork; from then on only caches change in it.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "config/load.hpp"
#include "handlers/error_page.hpp"
#include "handlers/exchange.hpp"
#include "handlers/handler_table.hpp"
#include "handlers/level.hpp"
#include "handlers/request_trace.hpp"
#include "handlers/route.hpp"
#include "handlers/router.hpp"
#include "handlers/site_check.hpp"
#include "handlers/site_files.hpp"
#include "handlers/static_answer.hpp"
#include "http/service.hpp"
#include "template/environment.hpp"

namespace tined::handlers {

/// What the router was told of a folder's file, so that the answer need not look for it again.
struct FileLook {
    const StaticAnswer* folder = nullptr;  ///< none was looked into
    StaticFiles::Search found;
};

class Site final : public http::Service {
public:
    /// Compiles all that is below the site's keys. Null when it told problems; then `loaded` may
    /// have some of its own as well. `loaded` and `handlers` outlive the site.
    static std::unique_ptr<Site> read(const config::Loaded& loaded, const HandlerTable& handlers,
                                      config::Problems& problems);

    event::Task<http::Response> serve(http::Request& request) override;
    http::Response refuse(const http::Refusal& refusal, const http::RequestParts& read) override;
    /// As serve(), in debug mode: `trace`, which outlives the task, is told how it went, and errors
    /// of the site's own are told on its page.
    event::Task<http::Response> serve_traced(http::Request& request, RequestTrace& trace);

    /// In the order of the file.
    const std::deque<Route>& routes() const noexcept { return routes_; }
    /// Those with a path or a host, in the order of the file.
    const std::deque<Group>& groups() const noexcept { return groups_; }
    const std::vector<SiteCheck>& tests() const noexcept { return tests_; }
    const Router& router() const noexcept { return router_; }
    const config::Settings& settings() const noexcept { return settings_; }
    const HandlerTable& handlers() const noexcept { return handlers_; }

    /// What answers `request`. The result is good until the next look, or serve().
    const Match& find(const http::Request& request);

    /// Opens again, as the user that asks, each folder, file and template that is named: one line
    /// on the first that can't be read. For a child that has become the workers' user.
    std::optional<std::string> why_unreadable() const { return files_.why_unreadable(); }
    /// The folders that it reads from while it answers.
    std::vector<std::string> folders() const { return files_.folders(); }

private:
    friend class SiteReader;

    /// What a request comes to: steps, and what is answered if none of them does.
    struct Plan {
        const Level* level;
        const StepList* steps;
        int status = 404;         ///< of the failure that this is then
        MethodSet allowed = {};   ///< for Allow
        bool is_options = false;  ///< answered 204, with Allow, after the guards
        const StaticAnswer* fallback = nullptr;
    };

    Site(const config::Settings& settings, const HandlerTable& handlers);

    /// After all was read: makes the answers that no request changes, and notes where a folder's
    /// file needs no steps.
    void make_constants();
    void make_constant(const Level& level, RouteAction& action);
    /// The file that the router found, with what the route's level gives it, which is the same for
    /// all. False: there is none to send; the steps then tell why.
    bool answer_plainly(const Route& route, const http::Request& request,
                        http::Response& response) const;

    /// The 404 of a path that nobody has, where nothing of the site's has a part in it: then it
    /// needs no Exchange. False: a guard, a page or a field of the site's may ask of one.
    bool answer_missing_plainly(http::Request& request, http::Response& response) const;

    // These go by match_.
    const Level& matched_level() const;
    /// What comes before a group's 404; outside of groups there is nothing to guard.
    const StepList& guards() const;
    Plan plan(const http::Request& request, Exchange& exchange) const;
    // Trace is NoTrace or TraceInto.
    template <typename Trace>
    event::Task<http::Response> serve_with(http::Request& request, Trace trace);
    // Of Failures one at a time: serve_with()'s frame stays one that FramePool keeps.
    using StepsState = std::expected<StepsRun::State, Failure>;
    /// Reads the body, or awaits the handler, that `state` waits for, until none is waited for.
    template <typename Trace>
    event::Task<void> wait_for(StepsRun& steps, StepsState& state, Exchange& exchange, Trace trace);
    /// What is answered if none of the steps did.
    void conclude(const Plan& plan, Exchange& exchange, StepsState& state) const;
    /// Those that the steps have set, to the answer.
    void add_cookies(Exchange& exchange) const;
    /// `trace` is null outside debug mode.
    http::Response answer_error(const Level& level, Failure failure, Exchange& exchange,
                                RequestTrace* trace) const;
    void write_error(const Level& level, const Failure& failure, Exchange& exchange,
                     RequestTrace* trace) const;
    std::expected<void, Failure> run_error_page(const ErrorPage& page, Exchange& exchange) const;
    void write_debug_page(const Failure& failure, Exchange& exchange, RequestTrace& trace) const;

    const config::Settings& settings_;
    const HandlerTable& handlers_;
    templates::Symbols symbols_;
    std::deque<templates::Environment> environments_;
    SiteFiles files_;
    std::vector<std::unique_ptr<const Level>> levels_;  ///< the first is the outermost
    std::deque<Route> routes_;
    std::deque<Group> groups_;
    std::map<std::string, const Route*, std::less<>> routes_by_name_;
    Router router_;
    Match match_;    // of the request at hand, until serve() first suspends: its memory stays
    FileLook look_;  // likewise
    SiteValues values_;
    BuiltinErrorPage error_page_;
    std::vector<SiteCheck> tests_;
};

}  // namespace tined::handlers
