#include "handlers/debug_page.hpp"

#include <chrono>
#include <cstdint>
#include <memory>
#include <stdexcept>

#include "value/json.hpp"

namespace tined::handlers {

namespace {

using value::Value;

constexpr std::string_view html_name = "debug.html";
constexpr std::string_view text_name = "debug.txt";

/// Microseconds since 1970: a page asks what has changed since it was made.
std::int64_t now() {
    const auto time = std::chrono::system_clock::now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::microseconds>(time).count();
}

/// `report`; `text`: the same as text, for who copies it; `time`: now.
class PageNames final : public templates::Names {
public:
    PageNames(const templates::Symbols& symbols, const Value& report,
              std::string_view text) noexcept
        : symbols_(symbols), report_(report), text_(text) {}

    Value value_of(templates::Slot slot) const override {
        const std::string_view name = symbols_.name_of(slot);
        if (name == "report") return report_;
        if (name == "text") return Value(text_);
        return name == "time" ? Value(now()) : Value();
    }

private:
    const templates::Symbols& symbols_;
    const Value& report_;
    std::string_view text_;
};

std::unique_ptr<const templates::Loader> sources() {
    std::map<std::string, std::string, std::less<>> all;
    all.emplace(html_name, debug_page_html());
    all.emplace(text_name, debug_page_text());
    return std::make_unique<const templates::MemoryLoader>(std::move(all));
}

templates::Settings settings() {
    templates::Settings settings;
    settings.trim_blocks = true;
    settings.lstrip_blocks = true;
    return settings;
}

const templates::Template* load(templates::Environment& environment, std::string_view name) {
    const auto page = environment.load(name);
    if (!page) throw std::logic_error(templates::to_string(page.error()));
    return *page;
}

std::string json_of(const Value& report) {
    value::Map page;
    page.set("error", report);
    std::string out;
    value::write_json(page, out);
    return out + "\n";
}

}  // namespace

DebugPage::DebugPage() : environment_(symbols_, settings(), sources()) {
    html_ = load(environment_, html_name);
    text_ = load(environment_, text_name);
}

std::string DebugPage::render(const templates::Template& page, const Value& report,
                              std::string_view text) const {
    std::string out;
    const auto done = page.render(PageNames(symbols_, report, text), out);
    if (!done) throw std::logic_error(templates::to_string(done.error()));
    return out;
}

void DebugPage::write(const Value& report, http::PageKind kind, http::Response& response) const {
    response.set_status(static_cast<int>(report.member("status").as_integer()));
    response.set("Cache-Control", "no-store");
    response.set("Content-Security-Policy",
                 "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; "
                 "connect-src 'self'");
    switch (kind) {
        case http::PageKind::html:
            response.set("Content-Type", "text/html; charset=UTF-8");
            response.set_body(render(*html_, report, render(*text_, report, {})));
            return;
        case http::PageKind::json:
            response.set("Content-Type", "application/json; charset=UTF-8");
            response.set_body(json_of(report));
            return;
        case http::PageKind::text:
            response.set("Content-Type", "text/plain; charset=UTF-8");
            response.set_body(render(*text_, report, {}));
            return;
    }
}

}  // namespace tined::handlers
