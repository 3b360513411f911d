// A request as a handler sees it: cheap to copy, taken by value. Good until handle() has ended:
// asked after that (by a stream that goes on sending) it throws std::logic_error, so a stream is
// given what it needs of it. All views are good for as long.
//
// What is the client's fault throws HttpError, which need not be caught: it is the answer.
#pragma once

#include <chrono>
#include <concepts>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "app/call.hpp"
#include "app/fields.hpp"
#include "event/task.hpp"
#include "value/value.hpp"

namespace tined::app {

/// A file of a form.
struct Upload {
    std::string_view name;          ///< of the form's field
    std::string_view filename;      ///< a client's word: never a path to write to
    std::string_view content_type;  ///< the same; empty if it said none
    std::string_view content;
};

class Request {
public:
    /// Made by the site. Shared, because a coroutine may keep its Request for longer than the call
    /// lasts, and must be told so.
    explicit Request(std::shared_ptr<const Call> call) noexcept : call_(std::move(call)) {}

    std::string_view method() const;  ///< GET, POST, ...
    std::string_view path() const;    ///< decoded
    std::string_view uri() const;     ///< as the client wrote it, with the query
    std::string_view query_string() const;
    std::string_view host() const;      ///< with the port, if one was said
    std::string_view protocol() const;  ///< http or https
    /// Of the client: that of the connection, or what a trusted proxy says.
    std::string_view remote_address() const;
    std::string_view id() const;  ///< as the log and the error page have it
    std::chrono::system_clock::time_point received() const;

    /// The last of that name, in any case.
    std::optional<std::string_view> header(std::string_view name) const;
    std::vector<std::pair<std::string_view, std::string_view>> headers() const;
    /// Raw: never trust one for identity.
    std::optional<std::string> cookie(std::string_view name) const;
    /// Nothing if it is not there, its signature does not hold, or it is too old.
    std::optional<std::string> signed_cookie(std::string_view name) const;

    /// A parameter of the route's path, of the type that the route gives it. Throws
    /// std::logic_error if the route has none of that name, or it is of another type;
    /// HttpError 404 for a number that T is too small for: a client may write any.
    template <typename T = std::string>
    T param(std::string_view name) const {
        const value::Value given = param_value(name);
        if constexpr (std::integral<T> && !std::same_as<T, bool>) {
            const bool is_whole = given.kind() == value::Kind::integer;
            if (is_whole && !std::in_range<T>(given.as_integer())) refuse_param();
        }
        return of_program<T>(given, "the parameter ", name);
    }

    /// An argument of the query, or of what has been read of the body: as `arguments` of the route
    /// declares it, else text, which is read as a T. Throws HttpError 422 if it is missing (and T
    /// is no std::optional) or no T.
    template <typename T = std::string>
    T argument(std::string_view name) const {
        return of_client<T>(typed<T>(argument_value(name)), name);
    }
    template <typename T>
    T argument(std::string_view name, T fallback) const {
        const value::Value sent = argument_value(name);
        return sent.is_undefined() ? std::move(fallback) : of_client<T>(typed<T>(sent), name);
    }
    /// All that were given by that name.
    std::vector<std::string> arguments(std::string_view name) const;

    /// What the `with` of the route's step gives the handler. Throws std::logic_error for one that
    /// the handler has not declared as an option, or if it is no T.
    template <typename T = std::string>
    T setting(std::string_view name) const {
        return of_program<T>(setting_value(name), "the option ", name);
    }

    // The body, which may still be coming: these wait for it. Too large 413, too slow 408, broken
    // 400. Once it has been read whole it may be asked for again.

    /// All of it. The view is good as long as the request.
    event::Task<std::string_view> body() const;
    /// The same as text: 400 if it is no UTF-8.
    event::Task<std::string> text() const;
    /// 400 if it is no JSON, whatever its Content-Type says.
    event::Task<value::Value> json() const;
    /// As a struct (app/fields.hpp): 422 if it is none, with `error.fields` naming what is wrong.
    template <typename T>
    event::Task<T> json_as() const {
        const Request self = *this;
        const value::Value sent = co_await self.json();
        co_return of_client<T>(sent, {});
    }
    /// Reads the fields and files of a form: from then on its fields are arguments().
    event::Task<std::vector<Upload>> form() const;
    /// The next piece, for a body that is worked on as it comes: good until the next call; empty at
    /// the end. Not together with the others.
    event::Task<std::string_view> read() const;

private:
    handlers::Exchange& exchange() const;

    value::Value param_value(std::string_view name) const;
    value::Value argument_value(std::string_view name) const;
    value::Value setting_value(std::string_view name) const;

    /// A text that was sent, as the number or truth value that T is, if it can be read as one.
    template <typename T>
    static value::Value typed(const value::Value& sent) {
        if constexpr (is_optional<T>) {
            return typed<typename T::value_type>(sent);
        } else if constexpr (std::same_as<T, bool>) {
            return boolean_from(sent);
        } else if constexpr (std::integral<T>) {
            return integer_from(sent);
        } else if constexpr (std::floating_point<T>) {
            return real_from(sent);
        } else {
            return sent;
        }
    }
    static value::Value boolean_from(const value::Value& sent);
    static value::Value integer_from(const value::Value& sent);
    static value::Value real_from(const value::Value& sent);

    template <typename T>
    static T of_client(const value::Value& sent, std::string_view name) {
        try {
            if (sent.is_undefined() && !is_optional<T>) {
                throw ConversionError(std::string(name), "is missing");
            }
            return from_value<T>(sent, std::string(name));
        } catch (const ConversionError& error) {
            refuse(error, sent);
        }
    }
    template <typename T>
    static T of_program(const value::Value& given, std::string_view what, std::string_view name) {
        try {
            return from_value<T>(given);
        } catch (const ConversionError& error) {
            blame(what, name, error);
        }
    }
    [[noreturn]] static void refuse_param();
    [[noreturn]] static void refuse(const ConversionError& error, const value::Value& sent);
    [[noreturn]] static void blame(std::string_view what, std::string_view name,
                                   const ConversionError& error);

    std::shared_ptr<const Call> call_;
};

}  // namespace tined::app
