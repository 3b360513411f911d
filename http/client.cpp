#include "http/client.hpp"

#include <fmt/format.h>

#include <optional>
#include <stdexcept>
#include <utility>

#include "base/text.hpp"
#include "event/loop.hpp"
#include "http/field_syntax.hpp"
#include "http/redirect.hpp"

namespace tined::http {
namespace {

using event::Stream;

std::unexpected<ClientError> bad_request(std::string what) {
    return std::unexpected(ClientError{ClientFault::bad_request, std::move(what)});
}

// Where the answer sends to: nothing if nowhere, or not by this client.
std::optional<std::string_view> location_of(const ClientResponse& response, const RequestBody& sent,
                                            std::string_view method) {
    const int status = response.status();
    if (!is_redirect(status) || response.fields().count("Location") != 1) return std::nullopt;
    if (!becomes_get(status, method) && !is_repeatable(sent)) return std::nullopt;
    return response.fields().find("Location");
}

}  // namespace

Client::Client(ClientSettings settings) : settings_(std::move(settings)), pool_(settings_) {
    for (const std::string* const value : {&settings_.user_agent, &settings_.proxy_authorization}) {
        if (!is_field_value(*value)) throw std::invalid_argument("no value of a field: " + *value);
    }
}
Client::~Client() = default;

event::Task<Client::Answer> Client::get(std::string url) {
    ClientRequest request;
    request.url = std::move(url);
    return send(std::move(request));
}

event::Task<Client::Answer> Client::post(std::string url, std::string type, std::string body) {
    ClientRequest request;
    request.method = "POST";
    request.url = std::move(url);
    request.fields.add("Content-Type", type);
    request.body = std::move(body);
    return send(std::move(request));
}

event::Task<Client::Answer> Client::send(ClientRequest request) {
    auto url = parse_url(request.url);
    if (!url)
        co_return bad_request(fmt::format("a URL with {}: {}", to_text(url.error()),
                                          base::escape_for_message(request.url)));
    // RFC 9110 §9.3.6: CONNECT asks for no answer, but for a tunnel.
    if (!base::is_token(request.method) || request.method == "CONNECT") {
        co_return bad_request("a method that cannot be sent");
    }
    const auto total = request.total_timeout ? request.total_timeout : settings_.total_timeout;
    const Stream::Time deadline =
        total ? event::Loop::current().now() + *total : Stream::no_deadline;
    Answer answer = co_await follow(std::move(request), std::move(*url), deadline);
    co_return answer;
}

event::Task<Client::Answer> Client::follow(ClientRequest request, Url url, Stream::Time deadline) {
    const unsigned most = request.redirects.value_or(settings_.redirects);
    for (unsigned redirects = 0;; ++redirects) {
        Answer answer = co_await ask(request, url, deadline);
        if (!answer || most == 0) co_return answer;
        const auto location = location_of(*answer, request.body, request.method);
        if (!location) co_return answer;
        if (redirects == most) {
            co_return std::unexpected(ClientError{ClientFault::too_many_redirects,
                                                  fmt::format("{} redirects", redirects)});
        }
        auto next = resolve_url(url, *location);
        if (!next) {
            co_return std::unexpected(
                ClientError{ClientFault::malformed,
                            fmt::format("it redirects to a URL with {}", to_text(next.error()))});
        }
        const int status = answer->status();
        request.body = answer->take_request_body();
        co_await answer->discard();
        redirect(request, status, url.origin, next->origin);
        url = std::move(*next);
    }
}

// Leaves the body with the answer, which gives it back if it shall be sent again.
event::Task<Client::Answer> Client::ask(ClientRequest& request, const Url& url,
                                        Stream::Time deadline) {
    const bool decodes = asks_for_codings(request, settings_);
    const bool is_harmless = is_idempotent(request.method) && is_repeatable(request.body);
    for (bool is_new = false;; is_new = true) {
        auto lease = co_await pool_.take(url.origin, is_new, deadline);
        if (!lease) co_return std::unexpected(std::move(lease.error()));
        const bool is_reused = lease->is_reused();
        auto exchange = std::make_unique<ClientExchange>(std::move(*lease), settings_,
                                                         request.method == "HEAD", deadline);
        const auto asked =
            co_await exchange->ask(write_head(request, url, settings_), std::move(request.body));
        if (asked) {
            co_return ClientResponse(std::move(exchange), url, settings_.body_size, decodes);
        }
        const bool was_at_rest =
            is_reused && exchange->is_unheard() && asked.error().fault == ClientFault::disconnected;
        if (!was_at_rest || !is_harmless) co_return std::unexpected(asked.error());
        request.body = exchange->take_body();
    }
}

}  // namespace tined::http
