#include "http/conditional.hpp"

#include "base/text.hpp"
#include "http/date.hpp"
#include "http/field_syntax.hpp"

namespace tined::http {
namespace {

using std::chrono::sys_seconds;

bool is_weak(std::string_view tag) noexcept { return tag.starts_with("W/"); }
std::string_view opaque(std::string_view tag) noexcept {
    return is_weak(tag) ? tag.substr(2) : tag;
}

// RFC 9110 §8.8.3.2
bool same_strongly(std::string_view a, std::string_view b) noexcept {
    return !a.empty() && !is_weak(a) && a == b;
}
bool same_weakly(std::string_view a, std::string_view b) noexcept {
    return !a.empty() && opaque(a) == opaque(b);
}

// Whether a list of all the lines of that name holds the tag; `*` is any that exists.
bool names_tag(const Fields& fields, std::string_view field_name, std::string_view tag,
               bool (*same)(std::string_view, std::string_view) noexcept) noexcept {
    for (const Field& field : fields) {
        if (!base::equals_ignoring_case(field.name, field_name)) continue;
        ListReader list(field.value);
        while (const auto member = list.next()) {
            if (*member == "*" || same(*member, tag)) return true;
        }
    }
    return false;
}

std::optional<sys_seconds> find_date(const Fields& fields, std::string_view name,
                                     sys_seconds now) noexcept {
    const auto value = fields.find(name);
    return value ? parse_date(*value, now) : std::nullopt;
}

}  // namespace

Verdict evaluate_conditions(Method method, const Fields& fields, const Validators& current,
                            sys_seconds now) noexcept {
    // Steps 1 and 2. A date that is none is as if it was not there (§13.1.3, §13.1.4).
    if (fields.find("if-match")) {
        if (!names_tag(fields, "if-match", current.etag, same_strongly)) {
            return Verdict::precondition_failed;
        }
    } else if (const auto since = find_date(fields, "if-unmodified-since", now)) {
        if (current.last_modified && *current.last_modified > *since) {
            return Verdict::precondition_failed;
        }
    }
    // Steps 3 and 4.
    const bool is_reading = method == Method::get || method == Method::head;
    if (fields.find("if-none-match")) {
        if (!names_tag(fields, "if-none-match", current.etag, same_weakly)) return Verdict::proceed;
        return is_reading ? Verdict::not_modified : Verdict::precondition_failed;
    }
    if (!is_reading) return Verdict::proceed;
    const auto since = find_date(fields, "if-modified-since", now);
    const bool is_known = since && current.last_modified && *current.last_modified <= *since;
    return is_known ? Verdict::not_modified : Verdict::proceed;
}

bool may_send_range(const Fields& fields, const Validators& current) noexcept {
    const auto value = fields.find("if-range");
    if (!value) return true;
    // A date never holds: it tells two versions of one second not apart (§8.8.2.2), and whoever has
    // it was given a tag as well, which he is to send instead (§13.1.5).
    return same_strongly(*value, current.etag);
}

}  // namespace tined::http
