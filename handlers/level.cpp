#include "handlers/level.hpp"

#include <algorithm>
#include <iterator>

#include "base/text.hpp"
#include "config/typed.hpp"

namespace tined::handlers {

namespace {

/// "404", "4xx" or "5xx". Empty when it told a problem.
std::optional<std::pair<int, bool>> as_error_code(std::string_view text,
                                                  const config::Reader& value) {
    if (text == "4xx") return std::pair(400, true);
    if (text == "5xx") return std::pair(500, true);
    const auto status = base::parse_integer<int>(text);
    if (status && *status >= 400 && *status <= 599) return std::pair(*status, false);
    value.fail("an error page is for a status from 400 to 599, or for 4xx or 5xx");
    return std::nullopt;
}

/// What the outermost level has before the file says anything.
HeaderRule nosniff(StepContext& context) {
    HeaderRule rule{.name = "X-Content-Type-Options", .values = {}};
    auto text = context.templates.compile_text("nosniff", {}, templates::no_escaping());
    rule.values.push_back(std::move(*text));
    return rule;
}

}  // namespace

Level::Level(const Level* outer, Holder holder, config::MappingReader& in, StepContext& context)
    : outer_(outer) {
    if (outer_ != nullptr) {
        before_ = outer_->before_;
        headers_ = outer_->headers_;
        body_size_ = outer_->body_size_;
        cache_ = outer_->cache_;
    } else {
        own_headers_.push_back(nosniff(context));
    }
    if (holder == Holder::group) read_answer_defaults(in, context);
    make_ready();
    if (const auto pages = in.take("error_pages")) read_error_pages(*pages, context);
    if (const auto before = in.take("before")) own_before_ = read_steps(*before, context);
    for (const auto& step : own_before_) before_.push_back(step.get());
}

void Level::read_answer_defaults(config::MappingReader& in, StepContext& context) {
    if (const auto headers = in.take("headers")) {
        Needs needs;  // they go with every answer, errors too: no body is read for their sake
        std::ranges::move(read_header_rules(*headers, context, needs),
                          std::back_inserter(own_headers_));
    }
    for (const auto& rule : own_headers_) {
        std::erase_if(headers_, [&](const HeaderRule* other) {
            return base::equals_ignoring_case(other->name, rule.name);
        });
        headers_.push_back(&rule);
    }
    if (const auto size = in.take("body_size")) {
        if (const auto bytes = config::as_size(*size)) body_size_ = *bytes;
    }
    if (const auto cache = in.take("cache")) {
        if (auto text = read_cache(*cache)) cache_ = std::move(*text);
    }
}

void Level::read_error_pages(const config::Reader& value, const StepContext& context) {
    config::MappingReader in(value, "a mapping of statuses to actions");
    for (const auto& [code, action] : in.take_all()) {
        const auto status = as_error_code(code, action);
        if (!status) continue;
        // Each page has the names of its own steps only: an error may come before any other step.
        StepContext of_page = context;
        of_page.is_error_page = true;
        ErrorPage page{status->first, status->second, read_steps(action, of_page), {}};
        for (const auto& step : page.steps) page.list.push_back(step.get());
        error_pages_.push_back(std::move(page));
    }
}

void Level::make_ready() {
    if (!std::ranges::all_of(headers_,
                             [](const auto* rule) { return handlers::is_constant(*rule); }))
        return;
    Ready& ready = ready_.emplace();
    if (cache_) ready.answer.add("Cache-Control", *cache_);
    for (http::FieldBlock* fields : {&ready.answer, &ready.error}) {
        for (const auto* rule : headers_) {
            fields->remove(rule->name);
            for (const auto& value : rule->values) {
                fields->add(rule->name, base::trim_blanks(value.leading_text()));
            }
        }
    }
}

std::expected<void, Failure> Level::dress(const templates::Names& names, bool is_error,
                                          http::Response& response) const {
    if (ready_) {
        response.set(is_error ? ready_->error : ready_->answer);
        return {};
    }
    if (cache_ && !is_error) response.set("Cache-Control", *cache_);
    for (const auto* rule : headers_) {
        if (auto applied = apply_header_rule(*rule, names, response); !applied) return applied;
    }
    return {};
}

const ErrorPage* Level::error_page(int status) const noexcept {
    const auto exact = [&](const ErrorPage& page) {
        return !page.is_class && page.status == status;
    };
    const auto of_class = [&](const ErrorPage& page) {
        return page.is_class && page.status == status / 100 * 100;
    };
    for (const Level* level = this; level != nullptr; level = level->outer_) {
        for (const auto& page : level->error_pages_) {
            if (exact(page)) return &page;
        }
        for (const auto& page : level->error_pages_) {
            if (of_class(page)) return &page;
        }
    }
    return nullptr;
}

}  // namespace tined::handlers
