#include "handlers/answer_head.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

#include "base/text.hpp"
#include "config/typed.hpp"
#include "config/units.hpp"
#include "handlers/exchange.hpp"
#include "http/field_block.hpp"
#include "http/field_syntax.hpp"

namespace tined::handlers {

namespace {

const config::Integer<int> any_status{200, 599};
const config::Integer<int> error_status{400, 599};

/// What the protocol made of an answer out of files, which no status of the file's can stand for: a
/// range, word that the client has it already, the way to the folder's slash.
bool is_of_protocol(int status) noexcept { return status == 206 || status == 304 || status == 308; }

Failure bad_value(const templates::Template& value, std::string_view name) {
    return failure_of(value.fault(fmt::format("{}: the value has control characters", name)));
}

/// The text, or nothing where it is one expression and that is null.
std::expected<std::optional<std::string>, Failure> field_text(const templates::Template& value,
                                                              const templates::Names& names,
                                                              std::string_view name) {
    std::string text;
    if (value.is_single_expression()) {
        const auto made = value.evaluate(names);
        if (!made) return std::unexpected(failure_of(made.error()));
        if (made->is_null()) return std::nullopt;
        text = made->print();
    } else if (const auto rendered = value.render(names, text); !rendered) {
        return std::unexpected(failure_of(rendered.error()));
    }
    text = base::trim_blanks(text);
    if (!http::is_field_value(text)) return std::unexpected(bad_value(value, name));
    return text;
}

/// Whether a constant can be sent.
bool is_right(const templates::Template& constant) noexcept {
    return http::is_field_value(base::trim_blanks(constant.leading_text()));
}

bool may_be_set(const config::Reader& value, std::string_view name) {
    if (!base::is_token(name)) {
        value.fail(fmt::format("\"{}\" cannot name a header", name));
        return false;
    }
    if (http::is_framing_field(name)) {
        value.fail(fmt::format("{} is made by tined itself, out of the answer", name));
        return false;
    }
    if (base::equals_ignoring_case(name, "set-cookie")) {
        value.fail("a cookie is set by `cookies`");
        return false;
    }
    return true;
}

/// Directives of answers (RFC 9111 §5.2.2, RFC 8246, RFC 5861). Others are allowed by the grammar,
/// but here they are a number without its unit, or an expression, which this place does not take.
bool is_cache_control(std::string_view text) noexcept {
    static constexpr std::array<std::string_view, 13> known{"max-age",
                                                            "s-maxage",
                                                            "no-cache",
                                                            "no-store",
                                                            "no-transform",
                                                            "private",
                                                            "public",
                                                            "must-revalidate",
                                                            "immutable",
                                                            "proxy-revalidate",
                                                            "must-understand",
                                                            "stale-if-error",
                                                            "stale-while-revalidate"};
    http::ListReader directives(text);
    bool any = false;
    while (const auto directive = directives.next()) {
        const auto name = directive->substr(0, directive->find('='));
        const auto same = [&](std::string_view word) {
            return base::equals_ignoring_case(word, name);
        };
        if (std::ranges::none_of(known, same)) return false;
        any = true;
    }
    return any && http::is_field_value(text);
}

bool has_no_transform(std::string_view cache_control) noexcept {
    http::ListReader directives(cache_control);
    while (const auto directive = directives.next()) {
        if (base::equals_ignoring_case(*directive, "no-transform")) return true;
    }
    return false;
}

/// What an expression will say of caching is not known before the file's conditions are looked at.
bool forbids_coding_by(const HeaderRule& rule) noexcept {
    if (base::equals_ignoring_case(rule.name, "content-encoding") ||
        base::equals_ignoring_case(rule.name, "etag")) {
        return !rule.values.empty();
    }
    return base::equals_ignoring_case(rule.name, "cache-control") &&
           std::ranges::any_of(rule.values, [](const templates::Template& value) {
               return !value.is_constant() || has_no_transform(value.leading_text());
           });
}

}  // namespace

HeaderRules read_header_rules(const config::Reader& value, StepContext& context, Needs& needs) {
    config::MappingReader in(value, "a mapping of names to values");
    HeaderRules rules;
    for (const auto& [name, written] : in.take_all()) {
        if (!may_be_set(written, name)) continue;
        HeaderRule rule{.name = std::string(name), .values = {}};
        if (!written.is_off()) {
            for (const auto& item : written.items_or_self()) {
                auto text = compile_text(item, context, templates::no_escaping(), needs);
                if (!text) continue;
                if (text->is_constant() && !is_right(*text)) {
                    item.fail("a header's value has no control characters");
                    continue;
                }
                rule.values.push_back(std::move(*text));
            }
        }
        rules.push_back(std::move(rule));
    }
    return rules;
}

std::expected<void, Failure> apply_header_rule(const HeaderRule& rule,
                                               const templates::Names& names,
                                               http::Response& response) {
    if (response.has(rule.name)) response.remove(rule.name);
    for (const auto& value : rule.values) {
        if (value.is_constant()) {  // checked when it was read
            response.add(rule.name, base::trim_blanks(value.leading_text()));
            continue;
        }
        const auto text = field_text(value, names, rule.name);
        if (!text) return std::unexpected(text.error());
        if (*text) response.add(rule.name, **text);
    }
    return {};
}

std::optional<std::string> read_cache(const config::Reader& value) {
    if (value.is_off()) return "no-store";
    const auto text = config::as_nonempty_text(value);
    if (!text) return std::nullopt;
    if (const auto duration = config::parse_duration(*text)) {
        return fmt::format("max-age={}",
                           std::chrono::floor<std::chrono::seconds>(*duration).count());
    }
    if (!is_cache_control(*text)) {
        value.expected("a duration such as 1h, directives of Cache-Control, or off");
        return std::nullopt;
    }
    return text;
}

bool is_constant(const HeaderRule& rule) noexcept {
    return std::ranges::all_of(rule.values, &templates::Template::is_constant);
}

AnswerHead::AnswerHead(config::MappingReader& step, bool has_answer, StepContext& context)
    : is_answer_(!has_answer && step.has("status")) {
    if (!has_answer && !is_answer_) {
        for (const auto key : {"reason", "headers", "content_type", "cache"}) {
            if (step.has(key)) step.fail_at_key(key, "goes with an answer, and this step has none");
        }
    }
    const auto compiled = [&](std::string_view key, std::optional<templates::Template>& into) {
        const auto value = step.take(key);
        if (!value) return;
        into = compile_text(*value, context, templates::no_escaping(), needs_);
        if (into && into->is_constant() && !is_right(*into)) {
            value->fail(std::string(key) + " has no control characters");
            into.reset();  // whoever makes it ready shall not stumble over it
        }
    };
    if (const auto status = step.take("status")) {
        status_ = step.has("error") ? error_status(*status) : any_status(*status);
    }
    compiled("reason", reason_);
    compiled("content_type", content_type_);
    if (const auto headers = step.take("headers")) {
        headers_ = read_header_rules(*headers, context, needs_);
    }
    if (const auto cache = step.take("cache")) cache_ = read_cache(*cache);
    forbids_coding_ =
        (cache_ && has_no_transform(*cache_)) || std::ranges::any_of(headers_, forbids_coding_by);
}

bool AnswerHead::is_constant() const noexcept {
    const auto constant = [](const HeaderRule& rule) { return handlers::is_constant(rule); };
    return (!reason_ || reason_->is_constant()) &&
           (!content_type_ || content_type_->is_constant()) &&
           std::ranges::all_of(headers_, constant);
}

bool AnswerHead::is_empty() const noexcept {
    return !status_ && !reason_ && !content_type_ && !cache_ && headers_.empty();
}

std::expected<void, Failure> AnswerHead::apply(const templates::Names& names,
                                               http::Response& response) const {
    if (status_ && !is_of_protocol(response.status())) response.set_status(*status_);
    if (reason_) {
        auto text = field_text(*reason_, names, "reason");
        if (!text) return std::unexpected(std::move(text.error()));
        response.set_reason(std::move(*text).value_or(""));
    }
    if (content_type_) {
        const auto text = field_text(*content_type_, names, "content_type");
        if (!text) return std::unexpected(text.error());
        response.remove("Content-Type");
        if (*text) response.add("Content-Type", **text);
    }
    if (cache_) response.set("Cache-Control", *cache_);
    for (const auto& rule : headers_) {
        if (auto applied = apply_header_rule(rule, names, response); !applied) return applied;
    }
    return {};
}

std::expected<void, Failure> AnswerHead::apply(const templates::Names& names,
                                               Failure& failure) const {
    if (status_) failure.status = *status_;
    http::Response head;
    if (const auto applied = apply(names, head); !applied) return applied;
    failure.reason = head.reason();
    for (const auto& field : head.fields()) {
        failure.headers.emplace_back(field.name, field.value);
    }
    return {};
}

}  // namespace tined::handlers
