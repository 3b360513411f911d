#include "handlers/debug_service.hpp"

#include <utility>

#include "base/log.hpp"
#include "base/text.hpp"
#include "event/timeout.hpp"
#include "handlers/debug_report.hpp"
#include "handlers/local_name.hpp"
#include "handlers/request_trace.hpp"
#include "http/accept.hpp"

namespace tined::handlers {

namespace {

using namespace std::chrono_literals;

constexpr std::string_view wait_field = "Tined-Wait";

// Long enough to be rare in the access log, and shorter than a proxy's patience.
constexpr auto longest_wait = 20s;
// One for each tab of a browser that shows an error.
constexpr std::size_t most_waits = 100;

// What a page asks on hearing them: all over again; once more; nothing.
constexpr int has_changed = 205;
constexpr int nothing_yet = 204;
constexpr int too_many = 503;

bool is_read(http::Method method) noexcept {
    return method == http::Method::get || method == http::Method::head;
}

event::Task<void> happening(event::Event& what) { co_await what.wait(); }

/// Counts a wait for as long as its coroutine lives, which a client that goes may end.
class Counted {
public:
    explicit Counted(std::size_t& count) noexcept : count_(count) { ++count_; }
    ~Counted() { --count_; }
    Counted(const Counted&) = delete;
    Counted& operator=(const Counted&) = delete;

private:
    std::size_t& count_;
};

}  // namespace

DebugService::DebugService(const config::Loaded& loaded, std::shared_ptr<Site> site)
    : loaded_(loaded), site_(std::move(site)) {}

event::Task<http::Response> DebugService::serve(http::Request& request) {
    const http::RequestHead& head = request.head();
    if (!is_shown_to(request)) {
        const std::shared_ptr<Site> site = site_;
        http::Response response = co_await site->serve(request);
        co_return response;
    }
    if (const auto since = head.fields.find(wait_field)) {
        http::Response waited = co_await wait(*since);
        co_return waited;
    }
    if (is_broken() && is_read(head.method) && http::asks_for_html(head.fields)) {
        co_return broken_page(request);
    }
    const std::shared_ptr<Site> site = site_;
    RequestTrace trace(page_);
    http::Response response = co_await site->serve_traced(request, trace);
    trace.finish();
    response.set("Server-Timing", trace.server_timing());
    co_return response;
}

http::Response DebugService::refuse(const http::Refusal& refusal, const http::RequestParts& read) {
    return site_->refuse(refusal, read);
}

const DebugService::Problems& DebugService::compile_anew() {
    config::Problems problems;
    if (auto fresh = Site::read(loaded_, site_->handlers(), problems)) site_ = std::move(fresh);
    site_problems_ = problems.sorted();
    on_change();
    return site_problems_;
}

void DebugService::set_file_trouble(value::Value report) {
    file_trouble_ = std::move(report);
    on_change();
}

void DebugService::on_change() {
    changed_ = std::chrono::system_clock::now();
    end_waits();
}

void DebugService::end_waits() {
    change_.set();
    change_.clear();
}

bool DebugService::is_shown_to(const http::Request& request) {
    const std::string_view host = request.client().host;
    if (is_local_name(host) || site_->router().names(host)) return true;
    if (!std::exchange(has_told_of_names_, true)) {
        log::warn(
            "debug mode: under the name {}, which may be a stranger's, it answers as without debug "
            "mode; ask by an address or a local name, or give a group this `host`",
            base::escape_for_message(host));
    }
    return false;
}

bool DebugService::has_changed_since(std::string_view time) const {
    const auto count = base::parse_integer<std::int64_t>(time);
    return !count || changed_.time_since_epoch() >= std::chrono::microseconds(*count);
}

event::Task<http::Response> DebugService::wait(std::string_view since) {
    if (has_changed_since(since)) co_return http::Response(has_changed);
    if (waits_ >= most_waits) co_return http::Response(too_many);
    const Counted counted(waits_);
    const auto waited = co_await event::with_timeout(happening(change_), longest_wait);
    co_return http::Response(waited ? has_changed : nothing_yet);
}

http::Response DebugService::broken_page(const http::Request& request) const {
    http::Response response(500);
    const value::Value report =
        file_trouble_.is_undefined() ? debug_report(site_problems_) : file_trouble_;
    page_.write(report, http::preferred_page(request.head().fields), response);
    return response;
}

}  // namespace tined::handlers
