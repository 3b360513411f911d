// Heads and their framing: RequestParser.
#include <fmt/core.h>

#include <iterator>
#include <string>
#include <vector>

#include "base/text.hpp"
#include "http/request_parser.hpp"
#include "tests/fuzz/fuzzer.hpp"

namespace tined::fuzz {
namespace {

using http::Framing;
using http::RequestHead;
using Parsed = std::expected<const RequestHead*, http::ParseError>;

std::string describe(const Parsed& parsed) {
    if (!parsed) return fmt::format("error {}", static_cast<int>(parsed.error()));
    if (*parsed == nullptr) return "incomplete";
    const RequestHead& head = **parsed;
    std::string text = fmt::format("{} {} authority {} path {} query {} 1.{} framing {} length {} ",
                                   head.method_text, head.target, head.authority, head.raw_path,
                                   head.query, static_cast<int>(head.version),
                                   static_cast<int>(head.framing), head.content_length);
    fmt::format_to(std::back_inserter(text), "keep {} continue {}\n", head.keep_alive,
                   head.expects_continue);
    for (const http::Field& field : head.fields) {
        fmt::format_to(std::back_inserter(text), "{}: {}\n", field.name, field.value);
    }
    return text;
}

// The shortest head that means the same.
std::string serialise(const RequestHead& head) {
    std::string bytes = fmt::format("{} {} HTTP/1.{}\r\n", head.method_text, head.target,
                                    head.version == http::Version::http_1_0 ? 0 : 1);
    for (const http::Field& field : head.fields) {
        fmt::format_to(std::back_inserter(bytes), "{}:{}\r\n", field.name, field.value);
    }
    return bytes += "\r\n";
}

// What decides where the next request begins must be there once, in its plainest form.
void check_framing(const RequestHead& head) {
    const auto lengths = head.fields.count("Content-Length");
    const auto codings = head.fields.count("Transfer-Encoding");
    must(lengths + codings <= 1);
    must((codings == 1) == (head.framing == Framing::chunked));
    must((head.framing == Framing::length) == (head.content_length > 0));
    if (codings == 1) {
        must(head.version == http::Version::http_1_1);
        must(base::equals_ignoring_case(*head.fields.find("Transfer-Encoding"), "chunked"));
    }
    if (lengths == 1) {
        const auto digits = *head.fields.find("Content-Length");
        must(base::parse_integer<std::uint64_t>(digits) == head.content_length);
    }
}

void check(const RequestHead& head, std::string_view received) {
    must(head.size <= received.size());
    must(received.substr(0, head.size).ends_with("\r\n\r\n"));
    for (const auto view :
         {head.method_text, head.target, head.authority, head.raw_path, head.query}) {
        // A literal stands for the path that an absolute target has not.
        must(is_within(view, received) || view == "/" || view == "*");
    }
    for (const http::Field& field : head.fields) {
        must(is_within(field.name, received) && base::is_token(field.name));
        must(is_within(field.value, received));
        must(field.value.find_first_of(std::string_view("\r\n\0", 3)) == std::string_view::npos);
    }
    must(head.version == http::Version::http_1_0 || head.fields.count("Host") == 1);
    check_framing(head);
}

void check_the_same_again(const RequestHead& head, const http::Limits& limits) {
    const std::string meaning = describe(&head);
    const std::string bytes = serialise(head);
    http::RequestParser parser(limits);
    must_equal(describe(parser.parse(bytes)), meaning);
    must_equal(describe(parser.parse(std::string_view(bytes).substr(0, bytes.size() - 1))),
               "incomplete");
}

// A few bytes more each time, at a new place each time if `moves`: a buffer that grows. A line that
// comes in pieces may be looked at only when its end is there, so `with_end` ends with one.
std::string describe_in_pieces(std::string_view with_end, const http::Limits& limits, bool moves) {
    Cuts cuts(with_end);
    http::RequestParser parser(limits);
    std::vector<char> memory;
    std::vector<char> other;
    for (std::size_t size = 0;;) {
        std::string_view received = with_end.substr(0, size);
        if (moves) {
            other.assign(received.begin(), received.end());
            memory.swap(other);
            received = {memory.data(), memory.size()};
        }
        const auto parsed = parser.parse(received);
        if (!parsed || *parsed != nullptr || size == with_end.size()) return describe(parsed);
        size += cuts.next(with_end.size() - size);
    }
}

void read_within(std::string_view input, const http::Limits& limits) {
    http::RequestParser parser(limits);
    const auto parsed = parser.parse(input);
    std::string meaning = describe(parsed);
    if (parsed && *parsed != nullptr) {
        check(**parsed, input);
        check_the_same_again(**parsed, limits);
    }
    const std::string with_end = std::string(input) + '\n';
    if (meaning == "incomplete") meaning = describe(parser.parse(with_end));
    must_equal(describe_in_pieces(with_end, limits, false), meaning);
    must_equal(describe_in_pieces(with_end, limits, true), meaning);
}

}  // namespace

void read(std::string_view input) {
    read_within(input, {});
    http::Limits tight;
    tight.request_line = 40;
    tight.header_size = 80;
    tight.header_count = 3;
    read_within(input, tight);
}

}  // namespace tined::fuzz
