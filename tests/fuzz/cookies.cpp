// Cookies both ways: each line of the input is a Cookie line, and the value of a new cookie.
#include <string>

#include "base/text.hpp"
#include "base/utf8.hpp"
#include "http/cookies.hpp"
#include "http/field_syntax.hpp"
#include "tests/fuzz/fuzzer.hpp"

namespace tined::fuzz {
namespace {

http::Pairs cookies_of(std::string_view line) {
    http::Fields fields;
    fields.add("Cookie", line);
    return http::parse_cookies(fields);
}

// What is set must come back as it was.
void set(std::string_view value) {
    http::SetCookie cookie;
    cookie.name = "name";
    cookie.value = value;
    const auto written = http::write_set_cookie(cookie, std::chrono::sys_seconds{});
    if (!written) return must(written.error() == http::CookieError::bad_value);
    must(http::is_field_value(*written));
    must(written->find_first_of("\r\n") == written->npos);
    const http::Pairs sent_back = cookies_of(http::without_parameters(*written));
    must(sent_back.size() == 1);
    must_equal(sent_back.begin()->first, "name");
    if (base::is_utf8(value)) must_equal(sent_back.begin()->second, value);
}

}  // namespace

void read(std::string_view input) {
    http::Fields fields;
    std::size_t most = 0;
    for (const std::string_view line : base::split(input, '\n')) {
        fields.add("Cookie", line);
        most += base::split(line, ';').size();
        set(line);
    }
    const http::Pairs cookies = http::parse_cookies(fields);
    must(cookies.size() <= most);
    for (const auto& [name, value] : cookies) must(base::is_utf8(name) && base::is_utf8(value));
}

}  // namespace tined::fuzz
