// PROXY's preamble, versions 1 and 2: parse_preamble().
#include <fmt/core.h>

#include <string>

#include "http/address.hpp"
#include "http/proxy_preamble.hpp"
#include "tests/fuzz/fuzzer.hpp"

namespace tined::fuzz {
namespace {

using Parsed = std::expected<std::optional<http::Preamble>, http::PreambleError>;

std::string describe(const Parsed& parsed) {
    if (!parsed) return fmt::format("error {}", static_cast<int>(parsed.error()));
    if (!*parsed) return "incomplete";
    return fmt::format("{} bytes for {}", (*parsed)->size, (*parsed)->client);
}

void check(const http::Preamble& preamble, std::string_view received) {
    must(preamble.size > 0 && preamble.size <= received.size());
    must(preamble.size <= 16 + http::max_preamble);
    const std::string& client = preamble.client;
    must(client.empty() || client == "unix" || http::Address::parse(client).has_value());
    // What follows is the request's, and does not count.
    must_equal(describe(http::parse_preamble(received.substr(0, preamble.size))),
               describe(preamble));
    must_equal(describe(http::parse_preamble(received.substr(0, preamble.size - 1))), "incomplete");
}

}  // namespace

void read(std::string_view input) {
    const Parsed whole = http::parse_preamble(input);
    if (whole && *whole) check(**whole, input);
    Cuts cuts(input);
    std::size_t size = 0;
    while (true) {
        const Parsed parsed = http::parse_preamble(input.substr(0, size));
        if (!parsed || *parsed || size == input.size()) {
            return must_equal(describe(parsed), describe(whole));
        }
        size += cuts.next(input.size() - size);
    }
}

}  // namespace tined::fuzz
