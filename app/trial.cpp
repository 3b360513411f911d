#include "app/trial.hpp"

#include <algorithm>
#include <chrono>
#include <stdexcept>

#include "base/text.hpp"
#include "config/load.hpp"
#include "event/executor.hpp"
#include "event/loop.hpp"
#include "event/run.hpp"
#include "handlers/body_bytes.hpp"
#include "handlers/made_request.hpp"
#include "handlers/site.hpp"

namespace tined::app {

struct Trial::Site {
    event::Loop loop;
    event::Executor executor{loop, 1};
    config::Loaded loaded;
    std::unique_ptr<handlers::Site> service;
};

std::optional<std::string> Answered::header(std::string_view name) const {
    const auto found = std::ranges::find_if(headers, [&](const auto& header) {
        return base::equals_ignoring_case(header.first, name);
    });
    return found == headers.end() ? std::nullopt : std::optional(found->second);
}

Trial::Trial(const App& app) : site_(std::make_unique<Site>()) {
    config::Problems problems;
    auto loaded = config::load_text("the app", app.configuration({}), problems);
    if (loaded) {
        site_->loaded = std::move(*loaded);
        site_->service = handlers::Site::read(site_->loaded, app.handlers(), problems);
    }
    if (!problems.empty()) throw std::invalid_argument(problems.to_string());
}

Trial::~Trial() = default;

Answered Trial::ask(std::string_view request, const Headers& headers, std::string body) {
    const auto words = base::split_once(request, ' ');
    if (!words) throw std::invalid_argument("a request is a method and a path, as GET /users/7");
    const auto made = handlers::MadeRequest::make(
        {std::string(words->before), std::string(words->after), headers, std::move(body)},
        std::chrono::system_clock::now());
    if (!made) throw std::invalid_argument(made.error());
    const http::Response response =
        event::run(site_->loop, site_->service->serve((*made)->request()));
    Answered answered{.status = response.status(), .body = {}, .headers = {}};
    for (const http::Field field : response.fields()) {
        answered.headers.emplace_back(field.name, field.value);
    }
    answered.body = handlers::body_bytes(response, site_->loop);
    return answered;
}

}  // namespace tined::app
