// A site in debug mode: what stands before it in a worker, in place of the Site itself.
//
// Each request is traced, its answer has Server-Timing, and its errors are told on the page of
// debug mode. When files change the site is compiled anew, out of the configuration that was read,
// and the new one takes the place of the old between two requests; requests under way end in the
// one that they began in. One that cannot be compiled leaves the last good one serving, and who
// asks for a page in a browser is shown what is wrong.
//
// A page that tells an error asks again (with the header Tined-Wait, and the time when it was
// made), and is answered when something has changed since: so it reloads itself, once, when the
// mistake is mended.
//
// All this only under a local name (local_name.hpp), or one that a group has as its host:
// under any other the site answers as it does outside debug mode.
#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <vector>

#include "config/load.hpp"
#include "config/place.hpp"
#include "event/event.hpp"
#include "event/task.hpp"
#include "handlers/debug_page.hpp"
#include "handlers/site.hpp"
#include "http/service.hpp"

namespace tined::handlers {

class DebugService final : public http::Service {
public:
    using Problems = std::vector<config::Problem>;

    /// `site` was compiled out of `loaded`, which outlives it, as its handlers do. Shared, because
    /// a request that waits for its body outlives the site's replacement.
    DebugService(const config::Loaded& loaded, std::shared_ptr<Site> site);

    event::Task<http::Response> serve(http::Request& request) override;
    http::Response refuse(const http::Refusal& refusal, const http::RequestParts& read) override;

    /// Compiles the site out of the files as they are now. Empty: it serves; else why it does not,
    /// and the one of before serves on.
    const Problems& compile_anew();
    /// Another has read the configuration as it is now, and `report` (debug_report.hpp) tells what
    /// is wrong with it. That stays until this service ends: with one that is right another begins.
    void set_file_trouble(value::Value report);
    /// Answers all that wait for a change: before the worker goes.
    void end_waits();

private:
    bool is_broken() const noexcept {
        return !site_problems_.empty() || !file_trouble_.is_undefined();
    }
    bool is_shown_to(const http::Request& request);
    bool has_changed_since(std::string_view time) const;
    void on_change();
    event::Task<http::Response> wait(std::string_view since);
    http::Response broken_page(const http::Request& request) const;

    const config::Loaded& loaded_;
    std::shared_ptr<Site> site_;
    DebugPage page_;
    Problems site_problems_;
    value::Value file_trouble_;  // undefined: none
    std::chrono::system_clock::time_point changed_ = std::chrono::system_clock::now();
    event::Event change_;
    std::size_t waits_ = 0;
    bool has_told_of_names_ = false;
};

}  // namespace tined::handlers
