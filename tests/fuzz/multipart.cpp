// Forms with files: the Content-Type in the first line, the body behind it.
#include <fmt/core.h>

#include <iterator>
#include <string>

#include "base/text.hpp"
#include "base/utf8.hpp"
#include "http/multipart.hpp"
#include "http/target.hpp"
#include "tests/fuzz/fuzzer.hpp"

namespace tined::fuzz {
namespace {

constexpr std::size_t most_parts = 10;

std::string describe(const http::Multipart& form) {
    std::string text;
    for (const auto& [name, value] : form.fields) {
        fmt::format_to(std::back_inserter(text), "field {}={}\n", name, value);
    }
    for (const http::UploadedFile& file : form.files) {
        fmt::format_to(std::back_inserter(text), "file {} {} {} {}\n", file.name, file.filename,
                       file.content_type, file.content);
    }
    return text;
}

// As a browser writes a name in quotes, and besides a backslash before a backslash.
std::string quote(std::string_view name) {
    std::string quoted = "\"";
    for (const char c : name) {
        switch (c) {
            case '"':
                quoted += "%22";
                break;
            case '\r':
                quoted += "%0D";
                break;
            case '\n':
                quoted += "%0A";
                break;
            case '\\':
                quoted += "\\\\";
                break;
            default:
                quoted += c;
        }
    }
    return quoted += '"';
}

std::string write(const http::Multipart& form, std::string_view boundary) {
    std::string body;
    const auto out = std::back_inserter(body);
    for (const auto& [name, value] : form.fields) {
        fmt::format_to(out, "--{}\r\nContent-Disposition: form-data; name={}\r\n\r\n{}\r\n",
                       boundary, quote(name), value);
    }
    for (const http::UploadedFile& file : form.files) {
        fmt::format_to(out,
                       "--{}\r\nContent-Disposition: form-data; name={}; filename*=UTF-8''{}\r\n",
                       boundary, quote(file.name), http::encode_component(file.filename));
        if (!file.content_type.empty())
            fmt::format_to(out, "Content-Type: {}\r\n", file.content_type);
        fmt::format_to(out, "\r\n{}\r\n", file.content);
    }
    fmt::format_to(out, "--{}--\r\n", boundary);
    return body;
}

void check(const http::Multipart& form, std::string_view body, std::string_view boundary) {
    must(form.fields.size() + form.files.size() <= most_parts);
    const std::string delimiter = "\r\n--" + std::string(boundary) + "\r\n";
    const std::string last_delimiter = "\r\n--" + std::string(boundary) + "--";
    for (const auto& [name, value] : form.fields) {
        must(base::is_utf8(name) && base::is_utf8(value));
        must(value.find(delimiter) == value.npos && value.find(last_delimiter) == value.npos);
    }
    for (const http::UploadedFile& file : form.files) {
        must(base::is_utf8(file.name) && base::is_utf8(file.filename));
        must(is_within(file.content, body));
        must(file.content.find(delimiter) == file.content.npos);
        must(file.content.find(last_delimiter) == file.content.npos);
    }
}

}  // namespace

void read(std::string_view input) {
    const auto halves = base::split_once(input, '\n');
    if (!halves) return;
    const auto boundary = http::multipart_boundary(halves->before);
    if (!boundary) return;
    must(!boundary->empty() && boundary->size() <= 70);
    const auto form = http::parse_multipart(halves->after, *boundary, most_parts);
    if (!form) return;
    check(*form, halves->after, *boundary);
    const std::string written = write(*form, *boundary);
    const auto again = http::parse_multipart(written, *boundary, most_parts);
    must(again.has_value());
    must_equal(describe(*again), describe(*form));
}

}  // namespace tined::fuzz
