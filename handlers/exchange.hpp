// One request being answered: what its action's steps know, and what they have made so far. It is
// what the names of expressions stand for, so every member is made only when it is asked for.
#pragma once

#include <chrono>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "config/settings.hpp"
#include "handlers/failure.hpp"
#include "handlers/multi_object.hpp"
#include "handlers/names.hpp"
#include "handlers/request_objects.hpp"
#include "http/cookies.hpp"
#include "http/multipart.hpp"
#include "http/request.hpp"
#include "http/response.hpp"
#include "template/names.hpp"
#include "value/value.hpp"

namespace tined::handlers {

/// What all requests of a site share. Outlives every exchange.
struct SiteValues {
    const config::Settings& settings;
    value::Value options = {};  ///< a map
    value::Value url = {};      ///< the callables of the site
    value::Value static_url = {};
    value::Value random = {};
    value::Value now = {};
};

class Exchange final : public templates::Names {
public:
    /// Both outlive it.
    Exchange(const SiteValues& site, http::Request& request);
    // The objects that expressions see point back.
    Exchange(const Exchange&) = delete;
    Exchange& operator=(const Exchange&) = delete;

    http::Request& request() const noexcept { return request_; }
    const SiteValues& site() const noexcept { return site_; }
    value::Value value_of(templates::Slot slot) const override;

    /// A name that a step gives: it holds for all that follows.
    void give(templates::Slot slot, value::Value value);
    void set_params(value::Value params) { params_ = std::move(params); }
    /// Of the path's segments the first that a static route's folder is asked for.
    void set_rest(std::size_t first_segment) noexcept { rest_ = first_segment; }
    std::size_t rest() const noexcept { return rest_; }
    /// The arguments as a step declared them: typed, and with their defaults. The name's bytes
    /// outlive the exchange.
    void set_argument(std::string_view name, value::Value value);
    /// `error` as its pages see it; it outlives all that is asked of the exchange afterwards.
    void set_error(const Failure& failure) noexcept { failure_ = &failure; }

    /// Whether all that is wanted of the body is there already.
    bool has_read(const Needs& needs) const noexcept;
    /// From here on what has not been read counts as read: error pages take what there is.
    void give_up_body() noexcept { body_is_given_up_ = true; }
    /// After the body was collected: makes of it what `needs` asks for.
    std::expected<void, Failure> read_body(const Needs& needs);

    /// Queries and forms as they were sent, for what checks them.
    const MultiObject& query() const;
    const MultiObject& form() const noexcept { return form_; }
    const MultiObject& arguments() const;
    const MultiObject& headers() const;
    const MultiObject& cookies() const;
    const value::Value& json() const noexcept { return json_; }
    const std::vector<http::UploadedFile>& uploads() const noexcept { return multipart_.files; }
    std::string full_url() const;

    /// The answer that the steps make, and the cookies that go with it.
    http::Response response;
    std::vector<http::SetCookie> set_cookies;

private:
    struct Given {
        templates::Slot slot;
        value::Value value;
    };

    const value::Value& error() const;
    std::expected<void, Failure> read_form();
    std::expected<void, Failure> read_json();
    bool body_is_json() const noexcept;

    const SiteValues& site_;
    http::Request& request_;
    std::vector<Given> given_;
    value::Value params_ = value::Map();
    std::size_t rest_ = 0;
    const Failure* failure_ = nullptr;
    value::Value json_;
    bool body_is_given_up_ = false;
    bool form_is_read_ = false;
    bool json_is_read_ = false;
    http::Pairs form_pairs_;
    http::Multipart multipart_;
    MultiObject form_;
    MultiObject files_;

    // Made when first asked for; const callers see no difference.
    mutable value::Value error_;
    mutable std::optional<http::Pairs> query_pairs_;
    mutable std::optional<http::Pairs> cookie_pairs_;
    mutable MultiObject query_;
    mutable MultiObject arguments_;
    mutable MultiObject cookies_;
    mutable MultiObject headers_{MultiObject::Case::insensitive};
    mutable bool arguments_are_made_ = false;
    mutable bool headers_are_made_ = false;
    std::vector<std::pair<std::string_view, value::Value>> declared_;

    RequestObject request_object_;
    SignedObject signed_object_;
};

}  // namespace tined::handlers
