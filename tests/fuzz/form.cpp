// Queries and URL-encoded forms: parse_form().
#include <string>

#include "base/utf8.hpp"
#include "http/form.hpp"
#include "http/target.hpp"
#include "tests/fuzz/fuzzer.hpp"

namespace tined::fuzz {
namespace {

constexpr std::size_t most_parts = 20;

std::string write(const http::Pairs& pairs) {
    std::string text;
    for (const auto& [name, value] : pairs) {
        text += http::encode_component(name) + '=' + http::encode_component(value) + '&';
    }
    return text;
}

}  // namespace

void read(std::string_view input) {
    const auto pairs = http::parse_form(input, most_parts);
    if (!pairs) return must(pairs.error() == http::FormError::too_many_parts);
    must(pairs->size() <= most_parts);
    for (const auto& [name, value] : *pairs) {
        must(base::is_utf8(name) && base::is_utf8(value));
        must(pairs->find_last(name) == pairs->all(name).back());
    }
    const std::string written = write(*pairs);
    const auto again = http::parse_form(written, most_parts);
    must(again.has_value());
    must_equal(write(*again), written);
}

}  // namespace tined::fuzz
