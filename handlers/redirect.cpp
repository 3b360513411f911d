#include "handlers/redirect.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "handlers/escaping.hpp"
#include "handlers/exchange.hpp"
#include "http/field_syntax.hpp"
#include "http/method.hpp"

namespace tined::handlers {

namespace {

class Redirect final : public Part {
public:
    Redirect(templates::Template url, bool must_stay, Needs needs)
        : url_(std::move(url)), must_stay_(must_stay) {
        needs_ = needs;
    }

    std::expected<Progress, Failure> run(Exchange& exchange) const override {
        std::string url;
        const auto rendered = url_.render(exchange, url);
        if (!rendered) return std::unexpected(failure_of(rendered.error()));
        if (must_stay_ && !is_own_path(url)) {
            Failure failure = failure_of(
                url_.fault("redirect: \"" + base::escape_for_message(url) + "\" leaves this site"));
            failure.status = 400;
            return std::unexpected(std::move(failure));
        }
        if (!http::is_field_value(url)) {
            return std::unexpected(
                failure_of(url_.fault("redirect: the URL has control characters")));
        }
        const auto method = exchange.request().head().method;
        exchange.response.set_status(http::is_safe(method) ? 302 : 303);
        exchange.response.set("Location", url);
        return Progress::answered;
    }

private:
    templates::Template url_;
    bool must_stay_;  // an expression leads, at most behind a slash: it may only give an own path
};

}  // namespace

std::unique_ptr<Part> read_redirect(const config::Reader& value, StepContext& context) {
    Needs needs;
    auto url = compile_text(value, context, url_escaping(), needs);
    if (!url) return nullptr;
    if (url->is_constant() && url->leading_text().empty()) {
        value.expected("a URL");
        return nullptr;
    }
    const auto leading = url->leading_text();
    if (std::ranges::any_of(leading, base::is_control) || leading.starts_with(' ')) {
        value.fail("a URL has no control characters and no space in front");
        return nullptr;
    }
    if (!url->is_constant() && ends_within_authority(leading)) {
        value.fail("the host of a redirect must be literal: an expression here could name any");
        return nullptr;
    }
    // Behind a slash too: `| safe` text that begins with another would lead to a host.
    const bool dynamic_start = !url->is_constant() && (leading.empty() || leading == "/");
    const bool must_stay = dynamic_start && !leads_away(value.node().text);
    return std::make_unique<Redirect>(std::move(*url), must_stay, needs);
}

}  // namespace tined::handlers
