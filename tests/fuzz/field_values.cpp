// The smaller grammars of field values: lists, parameters, Accept, authorities, conditions.
#include <string>

#include "base/text.hpp"
#include "http/accept.hpp"
#include "http/authority.hpp"
#include "http/conditional.hpp"
#include "http/field_syntax.hpp"
#include "tests/fuzz/fuzzer.hpp"

namespace tined::fuzz {
namespace {

void read_list(std::string_view value) {
    http::ListReader list(value);
    std::size_t read = 0;
    while (const auto member = list.next()) {
        must(!member->empty() && is_within(*member, value));
        must(base::trim_blanks(*member) == *member);
        must((read += member->size()) <= value.size());
    }
}

void read_parameters(std::string_view value) {
    must(is_within(http::without_parameters(value), value));
    const auto found = http::find_parameter(value, "name");
    if (found) must(found->size() <= value.size());
}

void read_value(std::string_view value) {
    const char* const end = value.data() + value.size();
    const char* const control = http::find_control(value.data(), end);
    const auto is_bad = [](char c) { return base::is_control(c) && c != '\t'; };
    std::size_t first = 0;
    while (first < value.size() && !is_bad(value[first])) ++first;
    must(control == value.data() + first);
    if (http::is_field_value(value)) must(control == end && base::trim_blanks(value) == value);
    // A Host that passes could stand in a redirect or a log line.
    if (http::is_authority(value)) {
        must(value.find_first_of(" /\\@?#\"<>\r\n") == value.npos);
    }
}

void read_fields(const http::Fields& fields) {
    const int quality = http::media_quality(fields, "text/html");
    must(quality >= 0 && quality <= 1000);
    if (http::asks_for_html(fields)) must(fields.count("Accept") > 0);
    http::preferred_page(fields);
    const http::Validators current = {.etag = "\"tag\"",
                                      .last_modified = std::chrono::sys_seconds{}};
    for (const auto method : {http::Method::get, http::Method::post}) {
        const auto verdict = http::evaluate_conditions(method, fields, current, {});
        must(method == http::Method::get || verdict != http::Verdict::not_modified);
    }
    http::may_send_range(fields, current);
}

}  // namespace

void read(std::string_view input) {
    http::Fields fields;
    for (const std::string_view line : base::split(input, '\n')) {
        const auto halves = base::split_once(line, ':').value_or(base::Halves{"Accept", line});
        const std::string_view value = base::trim_blanks(halves.after);
        read_list(value);
        read_parameters(value);
        read_value(value);
        // A head's names are tokens, or it is refused.
        if (base::is_token(halves.before)) fields.add(halves.before, value);
    }
    read_fields(fields);
}

}  // namespace tined::fuzz
