#include "handlers/exchange.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"
#include "base/utf8.hpp"
#include "http/refusal.hpp"
#include "http/status.hpp"
#include "value/json.hpp"

namespace tined::handlers {

namespace {

using value::Value;

/// The media type of a Content-Type, without its parameters.
std::string_view media_type(const http::Request& request) {
    const auto field = request.head().fields.find("content-type");
    if (!field) return {};
    return base::trim_blanks(field->substr(0, field->find(';')));
}

Value file_value(const http::UploadedFile& file) {
    value::Map map;
    map.set("filename", Value::borrowed(file.filename));
    map.set("content_type",
            base::is_utf8(file.content_type) ? Value::borrowed(file.content_type) : Value());
    map.set("size", static_cast<std::int64_t>(file.content.size()));
    map.set("text", base::is_utf8(file.content) ? Value::borrowed(file.content) : Value());
    return map;
}

Failure failure_for(const http::Refusal& refusal) {
    return {.status = refusal.status, .detail = std::string(refusal.reason_text)};
}

}  // namespace

Exchange::Exchange(const SiteValues& site, http::Request& request)
    : site_(site), request_(request), request_object_(*this), signed_object_(*this) {}

Value Exchange::value_of(templates::Slot slot) const {
    // What a step gave comes first in no case: a built-in name can't be taken.
    if (slot >= name_count) {
        const auto given = std::ranges::find(given_, slot, &Given::slot);
        return given == given_.end() ? Value() : given->value;
    }
    switch (static_cast<Name>(slot)) {
        case Name::request:
            return Value::borrowed(request_object_);
        case Name::params:
            return params_;
        case Name::query:
            return Value::borrowed(query());
        case Name::form:
            return Value::borrowed(form_);
        case Name::arguments:
            return Value::borrowed(arguments());
        case Name::files:
            return Value::borrowed(files_);
        case Name::cookies:
            return Value::borrowed(cookies());
        case Name::signed_:
            return Value::borrowed(signed_object_);
        case Name::options:
            return site_.options;
        case Name::error:
            return error();
        case Name::now:
            return site_.now;
        case Name::url:
            return site_.url;
        case Name::static_url:
            return site_.static_url;
        case Name::random:
            return site_.random;
    }
    return {};
}

void Exchange::give(templates::Slot slot, Value value) {
    const auto given = std::ranges::find(given_, slot, &Given::slot);
    if (given != given_.end()) {
        given->value = std::move(value);
    } else {
        // As many as most routes give, at once: growing one by one is an allocation for each.
        if (given_.empty()) given_.reserve(4);
        given_.push_back({slot, std::move(value)});
    }
}

void Exchange::set_argument(std::string_view name, Value value) {
    const auto declared = std::ranges::find(declared_, name, [](const auto& d) { return d.first; });
    if (declared != declared_.end()) {
        declared->second = std::move(value);
    } else {
        declared_.emplace_back(name, std::move(value));
    }
    arguments_are_made_ = false;
}

const Value& Exchange::error() const {
    if (failure_ == nullptr || !error_.is_undefined()) return error_;
    value::Map error;
    error.set("status", failure_->status);
    error.set("reason", failure_->reason.empty() ? Value(http::reason_phrase(failure_->status))
                                                 : Value(failure_->reason));
    if (!failure_->fields.is_undefined()) error.set("fields", failure_->fields);
    if (failure_->passed.kind() == value::Kind::map) {
        for (const auto& [name, passed] : failure_->passed.as_map()) {
            if (name.as_text() != "status")
                error.set(name, passed);  // the failure has the last word
        }
    }
    error_ = std::move(error);
    return error_;
}

const MultiObject& Exchange::query() const {
    if (!query_pairs_) {
        // The limit of the request line bounds their number.
        query_pairs_ = *http::parse_form(request_.head().query, SIZE_MAX);
        for (const auto& [name, text] : *query_pairs_) query_.add(name, Value::borrowed(text));
    }
    return query_;
}

const MultiObject& Exchange::cookies() const {
    if (!cookie_pairs_) {
        cookie_pairs_ = http::parse_cookies(request_.head().fields);
        for (const auto& [name, text] : *cookie_pairs_) cookies_.add(name, Value::borrowed(text));
    }
    return cookies_;
}

const MultiObject& Exchange::headers() const {
    if (!headers_are_made_) {
        headers_are_made_ = true;
        for (const auto& field : request_.head().fields) {
            if (base::is_utf8(field.value)) headers_.add(field.name, Value::borrowed(field.value));
        }
    }
    return headers_;
}

const MultiObject& Exchange::arguments() const {
    if (arguments_are_made_) return arguments_;
    arguments_are_made_ = true;
    arguments_.clear();
    query();  // fills query_pairs_
    for (const auto& [name, text] : *query_pairs_) arguments_.add(name, Value::borrowed(text));
    for (const auto& [name, text] : form_pairs_) arguments_.add(name, Value::borrowed(text));
    if (json_.kind() == value::Kind::map) {
        for (const auto& [name, member] : json_.as_map()) arguments_.add(name.as_text(), member);
    }
    for (const auto& [name, declared] : declared_) arguments_.replace(name, declared);
    return arguments_;
}

std::string Exchange::full_url() const {
    const auto& client = request_.client();
    std::string url = client.protocol + "://" + client.host;
    const auto& head = request_.head();
    url += head.raw_path;
    if (!head.query.empty()) {
        url += '?';
        url += head.query;
    }
    return url;
}

bool Exchange::body_is_json() const noexcept {
    const auto type = media_type(request_);
    return base::equals_ignoring_case(type, "application/json") ||
           (type.size() > 5 && base::equals_ignoring_case(type.substr(type.size() - 5), "+json"));
}

bool Exchange::has_read(const Needs& needs) const noexcept {
    if (body_is_given_up_) return true;
    if (needs.body && !request_.body().is_collected()) return false;
    return (form_is_read_ || !needs.form) && (json_is_read_ || !needs.json);
}

std::expected<void, Failure> Exchange::read_body(const Needs& needs) {
    if (needs.form && !form_is_read_) {
        form_is_read_ = true;
        if (auto read = read_form(); !read) return read;
    }
    if (needs.json && !json_is_read_) {
        json_is_read_ = true;
        if (!body_is_json()) return {};
        if (auto read = read_json(); !read) return read;
    }
    return {};
}

std::expected<void, Failure> Exchange::read_form() {
    const auto body = request_.body().collected();
    const auto most = site_.settings.server.limits.form_parts;
    const auto type = media_type(request_);
    if (base::equals_ignoring_case(type, "application/x-www-form-urlencoded")) {
        auto pairs = http::parse_form(body, most);
        if (!pairs) return std::unexpected(failure_for(http::refusal_for(pairs.error())));
        form_pairs_ = std::move(*pairs);
    } else if (base::equals_ignoring_case(type, "multipart/form-data")) {
        const auto boundary =
            http::multipart_boundary(*request_.head().fields.find("content-type"));
        if (!boundary) {
            return std::unexpected(failure_for(http::refusal_for(http::FormError::malformed)));
        }
        auto parts = http::parse_multipart(body, *boundary, most);
        if (!parts) return std::unexpected(failure_for(http::refusal_for(parts.error())));
        multipart_ = std::move(*parts);
        form_pairs_ = std::move(multipart_.fields);
        for (const auto& file : multipart_.files) files_.add(file.name, file_value(file));
    }
    for (const auto& [name, text] : form_pairs_) form_.add(name, Value::borrowed(text));
    arguments_are_made_ = false;
    return {};
}

std::expected<void, Failure> Exchange::read_json() {
    auto json = value::parse_json(request_.body().collected());
    if (!json) {
        const auto& [offset, line, column, message] = json.error();
        return std::unexpected(
            Failure{.status = 400,
                    .detail = fmt::format("JSON, line {}, column {}: {}", line, column, message)});
    }
    json_ = std::move(*json);
    arguments_are_made_ = false;
    return {};
}

}  // namespace tined::handlers
