#include "handlers/site.hpp"

#include <utility>

#include "base/log.hpp"
#include "base/text.hpp"
#include "handlers/candidates.hpp"
#include "handlers/debug_page.hpp"
#include "handlers/debug_report.hpp"
#include "handlers/error_page.hpp"
#include "handlers/request_objects.hpp"
#include "handlers/site_callables.hpp"
#include "handlers/site_reader.hpp"
#include "handlers/static_answer.hpp"
#include "http/accept.hpp"
#include "http/compressor.hpp"
#include "http/memory_body.hpp"
#include "http/refusal.hpp"

namespace tined::handlers {

namespace {

using value::Value;

/// What the router asks about one request.
class RequestProbe final : public Probe {
public:
    /// `look` is the last that was made for a file: what it found need not be looked for again.
    RequestProbe(const std::deque<Route>& routes, const http::Request& request,
                 FileLook& look) noexcept
        : routes_(routes), request_(request), look_(look) {}

    bool has_file(RouteId route, std::span<const std::string_view> rest) override {
        look_.folder = routes_[route].folder;
        if (look_.folder == nullptr) return false;
        look_.found = look_.folder->search(rest, request_.received());
        return StaticFiles::has(look_.found);
    }
    bool accepts_html() override { return http::asks_for_html(request_.head().fields); }

private:
    const std::deque<Route>& routes_;
    const http::Request& request_;
    FileLook& look_;
};

Failure failure_for(http::BodyError error, const http::Body& body) {
    const auto refusal = http::refusal_for(error);
    const std::string_view why = body.why_no_space();
    return {.status = refusal.status,
            .detail = std::string(why.empty() ? refusal.reason_text : why)};
}

bool waits(const std::expected<StepsRun::State, Failure>& state) noexcept {
    return state && (*state == StepsRun::State::wants_body || *state == StepsRun::State::suspends);
}

/// A parameter's text as its type has it. The router has checked that it is of that type.
Value typed(const Parameter& parameter) {
    if (!parameter.is_set) return {};
    if (parameter.type == ParameterType::integer) {
        return *base::parse_integer<std::int64_t>(parameter.text);
    }
    if (parameter.type == ParameterType::real) return *base::parse_real(parameter.text);
    return Value::borrowed(parameter.text);
}

/// `params`: by name, and those of a regular expression by their number too.
Value params_of(const Match& match, bool is_regex) {
    value::Map params;
    params.reserve(match.parameters.size());
    std::int64_t number = 0;
    for (const auto& parameter : match.parameters) {
        Value text = typed(parameter);
        if (is_regex) params.set(number++, text);
        if (!parameter.name.empty()) params.set(Value::borrowed(parameter.name), std::move(text));
    }
    return params;
}

/// Of a path that the route has, the segments before those that its folder is asked for.
std::size_t segments_before(const Route& route) noexcept {
    return route.pattern ? route.pattern->segments().size() - 1 : 0;
}

/// One line for what the site, not the client, has done wrong.
void tell(const http::Request& request, const Failure& failure) {
    if (failure.is_asked || failure.detail.empty()) return;
    const auto level = failure.status >= 500 ? log::Level::error : log::Level::debug;
    log::write_formatted(level, "request {}: {} {}: {} {}", id_of(request),
                         request.head().method_text,
                         base::escape_for_message(request.head().raw_path), failure.status,
                         base::escape_for_message(failure.detail));
}

/// `OPTIONS *` asks about the server as a whole (RFC 9110 §9.3.7).
http::Response answer_for_the_server() {
    http::Response response(204);
    response.set("Allow", allow_text(MethodSet::any()));
    return response;
}

}  // namespace

Site::Site(const config::Settings& settings, const HandlerTable& handlers)
    : settings_(settings),
      handlers_(handlers),
      files_(settings.server.compression),
      values_{.settings = settings} {
    add_built_in_names(symbols_);
}

std::unique_ptr<Site> Site::read(const config::Loaded& loaded, const HandlerTable& handlers,
                                 config::Problems& problems) {
    std::unique_ptr<Site> site(new Site(loaded.settings, handlers));
    SiteReader(*site, loaded, problems).read();
    if (!problems.empty()) return nullptr;
    site->make_constants();
    return site;
}

void Site::make_constants() {
    for (auto& route : routes_) {
        for (auto& action : route.actions) {
            if (action) make_constant(*route.level, *action);
        }
        if (route.any) make_constant(*route.level, *route.any);
    }
}

void Site::make_constant(const Level& level, RouteAction& action) {
    if (!level.is_constant() || action.steps.size() != 1) return;
    const Step& step = *action.steps.front();
    if (step.is_plain_folder() && !level.body_size()) action.plain_folder = step.folder();
    if (!step.is_constant()) return;
    const http::RequestHead head;
    http::RequestParts parts;
    parts.head = &head;
    http::MemoryBody nothing;
    http::Request request(parts, nothing);
    Exchange exchange(values_, request);
    // What fails here fails at each request, and is told there.
    if (!level.dress(exchange, false, exchange.response)) return;
    if (!step.run(exchange)) return;
    if (!http::can_be_compressed(settings_.server.compression, exchange.response)) {
        exchange.response.set_coding_choice({.state = http::CodingChoice::State::fixed});
    }
    exchange.response.share();
    action.constant = std::move(exchange.response);
}

event::Task<http::Response> Site::serve(http::Request& request) {
    return serve_with(request, NoTrace());
}

event::Task<http::Response> Site::serve_traced(http::Request& request, RequestTrace& trace) {
    return serve_with(request, TraceInto(trace));
}

template <typename Trace>
event::Task<http::Response> Site::serve_with(http::Request& request, Trace trace) {
    if (request.head().raw_path == "*") co_return answer_for_the_server();
    trace.enter("routing");
    find(request);
    if (match_.outcome == Outcome::found) {
        const Route& route = routes_[*match_.route];
        const auto& action = route.action_for(request.head().method);
        if (action.constant) co_return *action.constant;
        if (action.plain_folder != nullptr && look_.folder == action.plain_folder) {
            const http::FieldBlock& around = route.level->constant_fields();
            const auto* const whole = look_.folder->whole_answer(look_.found, request, around);
            if (whole != nullptr) co_return *whole;
            http::Response response;
            if (answer_plainly(route, request, response)) co_return response;
        }
    }
    if (match_.outcome == Outcome::not_found && trace.trace() == nullptr) {
        http::Response response;
        if (answer_missing_plainly(request, response)) co_return response;
    }
    trace.set_place(match_.route ? &routes_[*match_.route] : nullptr,
                    match_.group ? &groups_[*match_.group] : nullptr);
    trace.enter("steps");
    Exchange exchange(values_, request);
    const Plan plan = this->plan(request, exchange);
    if (const auto most = plan.level->body_size()) request.body().set_limit(*most);
    auto dressed = plan.level->dress(exchange, false, exchange.response);
    if (!dressed) {
        co_return answer_error(*plan.level, std::move(dressed.error()), exchange, trace.trace());
    }
    StepsRun steps(*plan.steps);
    auto state = steps.go_on(exchange);
    if (waits(state)) co_await wait_for(steps, state, exchange, trace);  // most do not
    conclude(plan, exchange, state);
    if (!state) {
        co_return answer_error(*plan.level, std::move(state.error()), exchange, trace.trace());
    }
    add_cookies(exchange);
    co_return std::move(exchange.response);
}

bool Site::answer_plainly(const Route& route, const http::Request& request,
                          http::Response& response) const {
    response.set(route.level->constant_fields());
    const std::size_t first = segments_before(route);
    return look_.folder->answer(look_.found, first, request, response).has_value();
}

bool Site::answer_missing_plainly(http::Request& request, http::Response& response) const {
    const Level& level = matched_level();
    if (!guards().empty() || !level.is_constant() || level.error_page(404) != nullptr) return false;
    request.show(base::Stage::error_page);
    if (const auto most = level.body_size()) request.body().set_limit(*most);
    response.set(level.constant_error_fields());
    const auto kind = http::preferred_page(request.head().fields);
    error_page_.write(404, kind, id_of(request), response);
    return true;
}

const Match& Site::find(const http::Request& request) {
    look_.folder = nullptr;
    RequestProbe probe(routes_, request, look_);
    router_.find(request.client().host, request.path(), request.head().method, probe, match_);
    if (match_.route) request.show(routes_[*match_.route].label);
    request.show(base::Stage::steps);
    return match_;
}

const Level& Site::matched_level() const {
    if (match_.route) return *routes_[*match_.route].level;
    if (match_.group) return *groups_[*match_.group].level;
    return *levels_.front();
}

const StepList& Site::guards() const {
    static const StepList nothing;
    return match_.route || match_.group ? matched_level().before() : nothing;
}

Site::Plan Site::plan(const http::Request& request, Exchange& exchange) const {
    const Route* route = match_.route ? &routes_[*match_.route] : nullptr;
    if (!match_.parameters.empty()) {
        exchange.set_params(params_of(match_, route != nullptr && route->is_regex));
    }
    if (route != nullptr) exchange.set_rest(segments_before(*route));
    const Level* level = &matched_level();
    switch (match_.outcome) {
        case Outcome::found:
            return {.level = level, .steps = &route->action_for(request.head().method).steps};
        case Outcome::fallback:
            return {.level = level, .steps = &guards(), .fallback = route->folder};
        case Outcome::options:
            return {
                .level = level, .steps = &guards(), .allowed = match_.allowed, .is_options = true};
        case Outcome::method_not_allowed:
            return {.level = level, .steps = &guards(), .status = 405, .allowed = match_.allowed};
        case Outcome::not_found:
            break;
    }
    return {.level = level, .steps = &guards()};
}

template <typename Trace>
event::Task<void> Site::wait_for(StepsRun& steps, StepsState& state, Exchange& exchange,
                                 Trace trace) {
    while (waits(state)) {
        if (*state == StepsRun::State::suspends) {
            trace.enter("handler");
            auto answered = co_await steps.await_answer(exchange);
            state = StepsRun::State::answered;
            if (!answered) state = std::unexpected(std::move(answered.error()));
            co_return;
        }
        auto& body = exchange.request().body();
        if (!body.is_collected()) {
            exchange.request().show(base::Stage::body);
            trace.enter("body");
            const auto collected = co_await body.collect();
            trace.enter("steps");
            exchange.request().show(base::Stage::steps);
            if (!collected) {
                state = std::unexpected(failure_for(collected.error(), body));
                co_return;
            }
        }
        if (auto read = exchange.read_body(steps.needs()); !read) {
            state = std::unexpected(std::move(read.error()));
        } else {
            state = steps.go_on(exchange);
        }
    }
}

void Site::conclude(const Plan& plan, Exchange& exchange, StepsState& state) const {
    if (!state || *state == StepsRun::State::answered) return;
    state = StepsRun::State::answered;
    if (plan.fallback != nullptr) {
        auto done = plan.fallback->answer_fallback(exchange);
        if (!done) state = std::unexpected(std::move(done.error()));
    } else if (plan.is_options) {
        exchange.response.set_status(204);
        exchange.response.set("Allow", allow_text(plan.allowed));
    } else {
        Failure failure{.status = plan.status};
        if (plan.status == 405) failure.headers.emplace_back("Allow", allow_text(plan.allowed));
        state = std::unexpected(std::move(failure));
    }
}

void Site::add_cookies(Exchange& exchange) const {
    if (exchange.set_cookies.empty()) return;
    const auto now = std::chrono::floor<std::chrono::seconds>(exchange.request().received());
    for (const auto& cookie : exchange.set_cookies) {
        // Cookies were checked when they were made.
        if (const auto line = http::write_set_cookie(cookie, now)) {
            exchange.response.add("Set-Cookie", *line);
        }
    }
}

http::Response Site::answer_error(const Level& level, Failure failure, Exchange& exchange,
                                  RequestTrace* trace) const {
    exchange.request().show(base::Stage::error_page);
    if (trace != nullptr) trace->enter("error_page");
    tell(exchange.request(), failure);
    if (!failure.is_asked) exchange.set_cookies.clear();
    exchange.response = http::Response(failure.status);
    exchange.set_error(failure);
    exchange.give_up_body();
    // Headers that cannot be made are told once, by the answer that they failed first.
    if (!level.dress(exchange, true, exchange.response)) {
        exchange.response = http::Response(failure.status);
    }
    write_error(level, failure, exchange, trace);
    // In place of what is there, but a name may have several lines of its own.
    for (const auto& [name, value] : failure.headers) exchange.response.remove(name);
    for (const auto& [name, value] : failure.headers) exchange.response.add(name, value);
    add_cookies(exchange);
    return std::move(exchange.response);
}

// The site's own page, if it has one that can be made; else tined's. In debug mode what the site
// has done wrong goes before its own page, which would hide it.
void Site::write_error(const Level& level, const Failure& failure, Exchange& exchange,
                       RequestTrace* trace) const {
    const bool hides_a_fault = trace != nullptr && failure.status >= 500 && !failure.is_asked;
    const auto* const page = hides_a_fault ? nullptr : level.error_page(failure.status);
    if (page != nullptr) {
        const auto done = run_error_page(*page, exchange);
        if (done && exchange.response.status() == failure.status && !failure.reason.empty() &&
            exchange.response.reason().empty()) {
            exchange.response.set_reason(failure.reason);
        }
        if (done) return;
        if (trace != nullptr) return write_debug_page(done.error(), exchange, *trace);
    }
    if (trace != nullptr) return write_debug_page(failure, exchange, *trace);
    const auto kind = http::preferred_page(exchange.request().head().fields);
    error_page_.write(failure, kind, id_of(exchange.request()), exchange.response);
}

void Site::write_debug_page(const Failure& failure, Exchange& exchange, RequestTrace& trace) const {
    trace.finish();
    const http::Request& request = exchange.request();
    std::vector<Candidate> candidates;
    if (!failure.is_asked && (failure.status == 404 || failure.status == 405)) {
        // A look of its own: the site may have answered others since that of this request.
        FileLook look;
        RequestProbe probe(routes_, request, look);
        Match match;
        router_.find(request.client().host, request.path(), request.head().method, probe, match);
        candidates = find_candidates(routes_, groups_, match, request);
    }
    trace.page().write(debug_report(failure, exchange, trace, candidates),
                       http::preferred_page(request.head().fields), exchange.response);
}

// The failure of a page that answers nothing is the one that it was to tell.
std::expected<void, Failure> Site::run_error_page(const ErrorPage& page, Exchange& exchange) const {
    const http::Response plain = exchange.response;
    const auto cookies = exchange.set_cookies.size();
    StepsRun steps(page.list);
    auto state = steps.go_on(exchange);
    if (state && *state == StepsRun::State::answered) return {};
    exchange.response = plain;
    exchange.set_cookies.resize(cookies);  // of the page that failed
    if (state) return std::unexpected(Failure{.status = plain.status()});
    tell(exchange.request(), state.error());
    return std::unexpected(std::move(state.error()));
}

http::Response Site::refuse(const http::Refusal& refusal, const http::RequestParts& read) {
    http::MemoryBody nothing;
    http::Request request(read, nothing);
    Exchange exchange(values_, request);
    log::debug("request {}: refused: {} {}", id_of(request), refusal.status, refusal.reason_text);
    return answer_error(*levels_.front(), {.status = refusal.status}, exchange, nullptr);
}

}  // namespace tined::handlers
