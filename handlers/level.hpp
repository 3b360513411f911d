// What a group or a route hands down to all below it: headers, error pages, steps that run before,
// the most that a body may have, caching. The nearer level wins; `before` adds up.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "config/reader.hpp"
#include "handlers/action.hpp"
#include "handlers/answer_head.hpp"
#include "handlers/failure.hpp"
#include "handlers/step_reader.hpp"

namespace tined::handlers {

/// The action for some errors: of one status, or of a class.
struct ErrorPage {
    int status;     ///< 404; for a class 400 or 500
    bool is_class;  ///< 4xx, 5xx
    Steps steps;
    StepList list;  ///< the same, as they are run
};

/// Levels are kept by the site; each points to the one around it.
class Level {
public:
    enum class Holder {
        group,  ///< a group, or a route with actions by method
        answer  ///< a route that has its answer right in it: `headers`, `cache` and `body_size`
                ///< there are the answer's own
    };

    /// The outermost: `outer` is null. Takes its keys out of the mapping of the group or route.
    /// Names that `before` gives are in `context` afterwards.
    Level(const Level* outer, Holder holder, config::MappingReader& in, StepContext& context);
    // Others point to it, and it to its own rules.
    Level(const Level&) = delete;
    Level& operator=(const Level&) = delete;

    const Level* outer() const noexcept { return outer_; }
    /// The steps of all levels up to this one, outermost first.
    const StepList& before() const noexcept { return before_; }
    std::optional<std::uint64_t> body_size() const noexcept { return body_size_; }

    /// Gives an answer what this level and those around it hand down, before a step makes it: its
    /// fields are the first. `is_error` leaves `cache` out: an error is not kept as long as the
    /// page.
    std::expected<void, Failure> dress(const templates::Names& names, bool is_error,
                                       http::Response& response) const;

    /// Whether dress() does the same for every request.
    bool is_constant() const noexcept { return ready_.has_value(); }
    /// If so: what it gives an answer, and one that is an error.
    const http::FieldBlock& constant_fields() const noexcept { return ready_->answer; }
    const http::FieldBlock& constant_error_fields() const noexcept { return ready_->error; }

    /// The page for an error: of the nearest level that has one, and there of the nearest code.
    const ErrorPage* error_page(int status) const noexcept;

private:
    void read_answer_defaults(config::MappingReader& in, StepContext& context);
    void make_ready();
    void read_error_pages(const config::Reader& value, const StepContext& context);

    const Level* outer_;
    HeaderRules own_headers_;
    std::vector<const HeaderRule*> headers_;  // of all levels, merged by name
    std::vector<ErrorPage> error_pages_;
    Steps own_before_;
    StepList before_;
    std::optional<std::uint64_t> body_size_;
    std::optional<std::string> cache_;
    /// Where it is the same for every request: what dress() gives.
    struct Ready {
        http::FieldBlock answer;
        http::FieldBlock error;
    };
    std::optional<Ready> ready_;
};

}  // namespace tined::handlers
