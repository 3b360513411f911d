// Heads of answers and their framing: ResponseParser.
#include <fmt/core.h>

#include <iterator>
#include <string>
#include <vector>

#include "base/text.hpp"
#include "http/response_parser.hpp"
#include "tests/fuzz/fuzzer.hpp"

namespace tined::fuzz {
namespace {

using http::ResponseFraming;
using http::ResponseHead;
using Parsed = std::expected<const ResponseHead*, http::ResponseError>;

std::string describe(const Parsed& parsed) {
    if (!parsed) return fmt::format("error {}", static_cast<int>(parsed.error()));
    if (*parsed == nullptr) return "incomplete";
    const ResponseHead& head = **parsed;
    std::string text =
        fmt::format("{} {} 1.{} framing {} length {} keep {}\n", head.status, head.reason,
                    static_cast<int>(head.version), static_cast<int>(head.framing),
                    head.content_length, head.keep_alive);
    for (const http::Field& field : head.fields) {
        fmt::format_to(std::back_inserter(text), "{}: {}\n", field.name, field.value);
    }
    return text;
}

// The shortest head that means the same.
std::string serialise(const ResponseHead& head) {
    std::string bytes =
        fmt::format("HTTP/1.{} {} {}\r\n", head.version == http::Version::http_1_0 ? 0 : 1,
                    head.status, head.reason);
    for (const http::Field& field : head.fields) {
        fmt::format_to(std::back_inserter(bytes), "{}:{}\r\n", field.name, field.value);
    }
    return bytes += "\r\n";
}

// What decides where the next answer begins must be there once, in its plainest form.
void check_framing(const ResponseHead& head) {
    const auto lengths = head.fields.count("Content-Length");
    const auto codings = head.fields.count("Transfer-Encoding");
    must(lengths + codings <= 1);
    must(head.framing != ResponseFraming::chunked || codings == 1);
    must(head.framing != ResponseFraming::length || lengths == 1);
    must((head.framing == ResponseFraming::length) == (head.content_length > 0));
    must(head.framing != ResponseFraming::until_close || (lengths + codings == 0));
    must(head.framing != ResponseFraming::until_close || !head.keep_alive);
    must(!http::is_interim(head.status) || head.framing == ResponseFraming::none);
}

void check(const ResponseHead& head, std::string_view received) {
    must(head.size <= received.size());
    must(received.substr(0, head.size).ends_with("\r\n\r\n"));
    must(head.status >= 100 && head.status <= 999);
    must(head.reason.empty() || is_within(head.reason, received));
    for (const http::Field& field : head.fields) {
        must(is_within(field.name, received) && base::is_token(field.name));
        must(is_within(field.value, received));
        must(field.value.find_first_of(std::string_view("\r\n\0", 3)) == std::string_view::npos);
    }
    check_framing(head);
}

// A few bytes more each time, at a new place each time: a buffer that grows.
std::string describe_in_pieces(std::string_view input, const http::ResponseLimits& limits) {
    Cuts cuts(input);
    http::ResponseParser parser(limits, false);
    std::vector<char> memory;
    std::vector<char> other;
    for (std::size_t size = 0;;) {
        other.assign(input.begin(), input.begin() + static_cast<std::ptrdiff_t>(size));
        memory.swap(other);
        const auto parsed = parser.parse({memory.data(), memory.size()});
        if (!parsed || *parsed != nullptr || size == input.size()) return describe(parsed);
        size += cuts.next(input.size() - size);
    }
}

void read_within(std::string_view input, const http::ResponseLimits& limits) {
    http::ResponseParser parser(limits, false);
    const auto parsed = parser.parse(input);
    const std::string meaning = describe(parsed);
    must_equal(describe_in_pieces(input, limits), meaning);
    if (!parsed || *parsed == nullptr) return;
    check(**parsed, input);
    const std::string bytes = serialise(**parsed);
    http::ResponseParser again(limits, false);
    must_equal(describe(again.parse(bytes)), meaning);
}

}  // namespace

void read(std::string_view input) {
    read_within(input, {});
    read_within(input, {.status_line = 30, .header_size = 80, .header_count = 3});
}

}  // namespace tined::fuzz
