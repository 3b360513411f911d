#include "app/answer.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <set>
#include <stdexcept>
#include <utility>

#include "app/of_worker.hpp"
#include "base/log.hpp"
#include "base/system_error.hpp"
#include "base/text.hpp"
#include "crypto/signed_value.hpp"
#include "handlers/file_cache.hpp"
#include "handlers/folder.hpp"
#include "handlers/part.hpp"
#include "handlers/send_file.hpp"
#include "handlers/set_cookies.hpp"
#include "handlers/template_answer.hpp"
#include "http/cookies.hpp"
#include "http/status.hpp"
#include "template/environment.hpp"
#include "template/names.hpp"

namespace tined::app {

namespace {

using handlers::Exchange;
using handlers::Failure;
using Done = std::expected<void, Failure>;

/// What a page sees: the names that the handler gives, and behind them those of the exchange.
class PageNames final : public templates::Names {
public:
    PageNames(const value::Value& values, const templates::Symbols& symbols,
              const Exchange& exchange) noexcept
        : values_(values), symbols_(symbols), exchange_(exchange) {}

    value::Value value_of(templates::Slot slot) const override {
        if (slot >= handlers::name_count) {
            value::Value given = values_.member(symbols_.name_of(slot));
            if (!given.is_undefined()) return given;
        }
        return exchange_.value_of(slot);
    }

private:
    const value::Value& values_;
    const templates::Symbols& symbols_;
    const Exchange& exchange_;
};

Failure site_fault(std::string detail) { return {.status = 500, .detail = std::move(detail)}; }

/// A built-in name stays what it is, as it does for `with`.
void refuse_built_in_names(const value::Value& values) {
    for (const auto name : handlers::built_in_names()) {
        if (values.member(name).is_undefined()) continue;
        throw std::invalid_argument(fmt::format("render: {} is a built-in name", name));
    }
}

constexpr const char* moved_from = "the handler gave a Response::stream that it had moved from";
constexpr const char* sent_before =
    "the handler gave a Response::stream that was sent before: each answer needs one of its own";

/// What a worker was kept from reading, each told once.
struct RefusedFiles {
    std::set<std::string> told;
};

// The client need not know that the file is there; who runs the site should, for he can mend it.
void tell_refused(const std::filesystem::path& file, std::string_view why) {
    constexpr std::size_t most_told = 64;  // a program may name any number
    auto& told = of_worker<RefusedFiles>().told;
    if (told.size() == most_told || !told.insert(file.native()).second) return;
    log::warn("Response::file: {}; in the sandbox a handler reads only what tined.yaml names{}",
              base::escape_for_message(why),
              told.size() == most_told ? "; of further files this is not told" : "");
}

Failure failure_of_folder(const std::filesystem::path& file, const base::SystemError& error) {
    const int code = error.code();
    if (code == EACCES || code == EPERM) tell_refused(file, error.what());
    const bool is_exhausted = code == EMFILE || code == ENFILE || code == ENOMEM || code == EIO;
    return {.status = is_exhausted ? 503 : 404, .detail = error.what()};
}

struct BodyWriter {
    Exchange& exchange;
    const handlers::HandlerPlace& place;

    Done operator()(std::monostate) const {
        exchange.response.clear_body();
        return {};
    }
    Done operator()(std::string& bytes) const {
        exchange.response.set_body(std::move(bytes));
        return {};
    }
    Done operator()(Response::Stream& stream) const {
        if (stream.pieces == nullptr) return std::unexpected(site_fault(moved_from));
        auto pieces = std::exchange(*stream.pieces, std::nullopt);
        if (!pieces) return std::unexpected(site_fault(sent_before));
        exchange.response.set_body(std::make_shared<Pieces>(std::move(*pieces)));
        return {};
    }
    Done operator()(Response::Page& page) const {
        if (place.folder != handlers::TemplateFolder::there) {
            return std::unexpected(site_fault("render: the site has no folder of templates"));
        }
        const auto found = place.templates.find(page.name);
        if (!found) return std::unexpected(handlers::failure_of(found.error()));
        if (*found == nullptr) {
            return std::unexpected(
                site_fault(fmt::format("render: there is no template {}", page.name)));
        }
        refuse_built_in_names(page.values);
        std::string body;
        const PageNames names(page.values, place.templates.symbols(), exchange);
        const auto rendered = (*found)->render(names, body);
        if (!rendered) return std::unexpected(handlers::failure_of(rendered.error()));
        exchange.response.set_body(std::move(body));
        exchange.response.set("Content-Type", handlers::page_type(place.files, page.name));
        return {};
    }
    /// Opened for this answer: what a program computes could be any number of files, and the
    /// site's cache is for those that it names.
    Done operator()(std::filesystem::path& path) const {
        const auto full = place.folder_of_file / path;
        // A configuration that is in the working directory is in no folder by its name.
        const auto parent = full.has_parent_path() ? full.parent_path() : ".";
        const auto folder = handlers::Folder::open(parent.string());
        if (!folder) return std::unexpected(failure_of_folder(full, folder.error()));
        const auto& compression = exchange.site().settings.server.compression;
        handlers::FileCache cache(place.files.types(), compression);
        const auto file =
            cache.find(*folder, full.filename().string(), exchange.request().received());
        if (!file) {
            const auto& [kind, why] = file.error();
            // It says why only where it is there and may not be read.
            if (kind == handlers::FileError::Kind::not_found && !why.empty()) {
                tell_refused(full, why);
            }
            return std::unexpected(handlers::failure_of(file.error()));
        }
        return handlers::send_file(**file, exchange.request(), exchange.response,
                                   compression.algorithms);
    }
};

std::expected<http::SetCookie, Failure> made(const Response::Cookie& from,
                                             const Exchange& exchange) {
    const auto& settings = exchange.site().settings.cookies;
    const auto now = std::chrono::floor<std::chrono::seconds>(exchange.request().received());
    auto cookie = handlers::cookie_with_defaults(from.name, settings.defaults, exchange.request());
    const CookieOptions& options = from.options;
    if (options.path) cookie.path = *options.path;
    if (options.http_only) cookie.http_only = *options.http_only;
    if (options.secure) cookie.secure = *options.secure;
    cookie.domain = options.domain;
    cookie.max_age = from.value ? options.max_age : std::chrono::seconds(0);
    cookie.value = from.value.value_or("");
    if (from.is_signed && settings.keys.keys.empty()) {
        return std::unexpected(site_fault("nothing can be signed without a key: cookies.keys"));
    }
    if (from.is_signed) {
        cookie.value = crypto::sign_value(settings.keys, cookie.name, cookie.value, now);
    }
    if (!http::write_set_cookie(cookie, now)) {
        return std::unexpected(
            site_fault(fmt::format("the cookie {} cannot be written", from.name)));
    }
    return cookie;
}

}  // namespace

Done put_answer(Response response, Exchange& exchange, const handlers::HandlerPlace& place) {
    const int status = response.status();
    if (!http::is_final_status(status)) {
        throw std::invalid_argument("no status: " + std::to_string(status));
    }
    if (auto written = std::visit(BodyWriter{exchange, place}, response.body()); !written) {
        return written;
    }
    http::Response& out = exchange.response;
    // A file says itself whether it is sent whole.
    if (!std::holds_alternative<std::filesystem::path>(response.body())) out.set_status(status);
    if (!response.reason().empty()) out.set_reason(response.reason());
    for (const auto& header : response.headers()) {
        if (!header.is_added) out.remove(header.name);
        out.add(header.name, header.value);
    }
    for (const auto& cookie : response.cookies()) {
        auto line = made(cookie, exchange);
        if (!line) return std::unexpected(std::move(line.error()));
        exchange.set_cookies.push_back(std::move(*line));
    }
    return {};
}

}  // namespace tined::app
