// What a handler answers with: made by one of the functions below, and changed by the setters.
//
//     co_return Response::json(user).set_status(201).set_header("Location", url);
//
// What only the site knows (its templates, its keys, the defaults of its cookies) is looked up when
// the handler has ended: a template that is not there is then a 500, with its place in the log.
#pragma once

#include <chrono>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "app/fields.hpp"
#include "event/generator.hpp"
#include "value/value.hpp"

namespace tined::app {

/// A stream's body: pieces that are sent as they come.
using Pieces = event::AsyncGenerator<std::string>;

/// What a cookie has besides its value; what is not said is as tined.yaml's cookies.defaults say.
struct CookieOptions {
    std::optional<std::chrono::seconds> max_age = {};  ///< none: until the browser ends
    std::optional<std::string> path = {};
    std::string domain = {};
    std::optional<bool> http_only = {};
    std::optional<bool> secure = {};
};

class Response {
public:
    /// An answer without a body: 204 unless said otherwise.
    explicit Response(int status = 204) noexcept : status_(status) {}

    static Response text(std::string text);
    static Response html(std::string html);
    /// Any value or struct: see app/fields.hpp. Bytes that are not UTF-8 become U+FFFD, as JSON has
    /// none; nan and the infinities become null.
    template <Convertible T>
    static Response json(const T& value) {
        return json_of(to_value(value));
    }
    static Response bytes(std::string bytes, std::string content_type);
    /// A file, with its type, ranges and conditions. A relative path starts at the folder of the
    /// file that names the handler. Within the sandbox only what tined.yaml names can be read. 404
    /// if it is not there, or may not be read, which the log tells once; what a client sent must
    /// not be in it unchecked.
    static Response file(std::filesystem::path path);
    /// A page of the site's templates. `values` is a mapping of names, or a struct; beside them the
    /// page sees what it would see under a route: request, params, arguments, with, ...
    static Response render(std::string name) { return render_of(std::move(name), value::Map()); }
    template <Convertible T>
    static Response render(std::string name, const T& values) {
        return render_of(std::move(name), to_value(values));
    }
    /// `url` is a URL already: what of it a client sent must have been escaped.
    static Response redirect(std::string url, int status = 303);
    /// Pieces as the generator gives them. The next is asked for when the last one is sent; a
    /// client that goes away destroys it where it waits. What it throws cuts the answer off, which
    /// the client notices, and is logged. It is sent once: a Response that is given a second time,
    /// or was moved from, is a 500. Throws std::invalid_argument for a generator that was moved
    /// from.
    static Response stream(Pieces pieces, std::string content_type = "text/plain; charset=UTF-8");

    int status() const noexcept { return status_; }
    Response& set_status(int status) noexcept;
    Response& set_reason(std::string reason);
    /// In place of all of that name. CR, LF, NUL and what the protocol itself says (Content-Length,
    /// Connection, ...) throw std::invalid_argument when the handler has ended.
    Response& set_header(std::string name, std::string value);
    Response& add_header(std::string name, std::string value);
    Response& set_cookie(std::string name, std::string value, CookieOptions options = {});
    /// Signed by the key of cookies.keys; the site must have one.
    Response& set_signed_cookie(std::string name, std::string value, CookieOptions options = {});
    Response& clear_cookie(std::string name, CookieOptions options = {});

    // What was said, for who puts the answer into the site's own form (app/answer.cpp).

    struct Header {
        std::string name;
        std::string value;
        bool is_added;
    };
    struct Cookie {
        std::string name;
        std::optional<std::string> value;  ///< nothing: cleared
        bool is_signed;
        CookieOptions options;
    };
    struct Page {
        std::string name;
        value::Value values;
    };
    struct Stream {
        /// Shared, for a Response may be copied; only one of its copies is sent. Empty once it is.
        std::shared_ptr<std::optional<Pieces>> pieces;
    };
    using Body = std::variant<std::monostate, std::string, std::filesystem::path, Page, Stream>;

    const std::string& reason() const noexcept { return reason_; }
    const std::vector<Header>& headers() const noexcept { return headers_; }
    const std::vector<Cookie>& cookies() const noexcept { return cookies_; }
    Body& body() noexcept { return body_; }
    /// `owner` lives as long as the stream does, if it is one.
    void keep_with_stream(std::shared_ptr<const void> owner);

private:
    static Response json_of(const value::Value& value);
    static Response render_of(std::string name, value::Value values);

    int status_;
    std::string reason_;
    std::vector<Header> headers_;
    std::vector<Cookie> cookies_;
    Body body_;
};

}  // namespace tined::app
