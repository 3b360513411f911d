#include "app/response.hpp"

#include <limits>
#include <stdexcept>

#include "value/json.hpp"

namespace tined::app {

namespace {

constexpr int ok = 200;

Pieces keeping(std::shared_ptr<const void> /*owner*/, Pieces pieces) {
    Pieces own = std::move(pieces);  // ends before the owner, as a parameter would not surely
    while (true) {
        auto piece = co_await own.next();
        if (!piece) co_return;
        co_yield std::move(*piece);
    }
}

}  // namespace

Response Response::bytes(std::string bytes, std::string content_type) {
    Response response(ok);
    response.body_ = std::move(bytes);
    response.set_header("Content-Type", std::move(content_type));
    return response;
}

Response Response::text(std::string text) {
    return bytes(std::move(text), "text/plain; charset=UTF-8");
}

Response Response::html(std::string html) {
    return bytes(std::move(html), "text/html; charset=UTF-8");
}

Response Response::json_of(const value::Value& value) {
    std::string text;
    value::write_json(value, text, {.most = std::numeric_limits<std::size_t>::max()});
    return bytes(std::move(text), "application/json; charset=UTF-8");
}

Response Response::file(std::filesystem::path path) {
    Response response(ok);
    response.body_ = std::move(path);
    return response;
}

Response Response::render_of(std::string name, value::Value values) {
    Response response(ok);
    response.body_ = Page{std::move(name), std::move(values)};
    return response;
}

Response Response::redirect(std::string url, int status) {
    Response response(status);
    response.set_header("Location", std::move(url));
    return response;
}

Response Response::stream(Pieces pieces, std::string content_type) {
    if (!pieces.has_body()) {
        throw std::invalid_argument("Response::stream: the generator was moved from");
    }
    Response response(ok);
    response.body_ = Stream{std::make_shared<std::optional<Pieces>>(std::move(pieces))};
    response.set_header("Content-Type", std::move(content_type));
    return response;
}

void Response::keep_with_stream(std::shared_ptr<const void> owner) {
    auto* stream = std::get_if<Stream>(&body_);
    if (stream == nullptr || stream->pieces == nullptr || !stream->pieces->has_value()) return;
    Pieces kept = keeping(std::move(owner), *std::exchange(*stream->pieces, std::nullopt));
    stream->pieces = std::make_shared<std::optional<Pieces>>(std::move(kept));
}

Response& Response::set_status(int status) noexcept {
    status_ = status;
    return *this;
}

Response& Response::set_reason(std::string reason) {
    reason_ = std::move(reason);
    return *this;
}

Response& Response::set_header(std::string name, std::string value) {
    headers_.push_back({std::move(name), std::move(value), false});
    return *this;
}

Response& Response::add_header(std::string name, std::string value) {
    headers_.push_back({std::move(name), std::move(value), true});
    return *this;
}

Response& Response::set_cookie(std::string name, std::string value, CookieOptions options) {
    cookies_.push_back({std::move(name), std::move(value), false, std::move(options)});
    return *this;
}

Response& Response::set_signed_cookie(std::string name, std::string value, CookieOptions options) {
    cookies_.push_back({std::move(name), std::move(value), true, std::move(options)});
    return *this;
}

Response& Response::clear_cookie(std::string name, CookieOptions options) {
    cookies_.push_back({std::move(name), std::nullopt, false, std::move(options)});
    return *this;
}

}  // namespace tined::app
