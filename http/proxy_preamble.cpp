#include "http/proxy_preamble.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include "base/text.hpp"
#include "http/address.hpp"

namespace tined::http {
namespace {

using Outcome = std::expected<std::optional<Preamble>, PreambleError>;
using namespace std::string_view_literals;

constexpr std::string_view line_begin = "PROXY ";
constexpr std::size_t max_line = 107;  // with its CRLF

constexpr std::string_view signature = "\r\n\r\n\0\r\nQUIT\n"sv;
constexpr std::size_t fixed_size = 16;  // signature, version and command, family, length

// True if `received`, as far as it goes, is the beginning of such a preamble.
bool may_begin_with(std::string_view received, std::string_view begin) noexcept {
    const std::size_t size = std::min(received.size(), begin.size());
    return received.substr(0, size) == begin.substr(0, size);
}

// ---- version 1 ----

std::expected<std::string, PreambleError> read_address(std::string_view text, bool is_v6) {
    const auto address = Address::parse(text);
    const bool has_colon = text.find(':') != text.npos;
    if (!address || has_colon != is_v6) return std::unexpected(PreambleError::bad_address);
    return address->text();
}

bool is_port(std::string_view text) noexcept {
    const bool has_zeros = text.size() > 1 && text.starts_with('0');
    return !has_zeros && base::parse_integer<std::uint16_t>(text).has_value();
}

// "TCP4 203.0.113.9 192.0.2.1 50000 80"
std::expected<std::string, PreambleError> read_words(std::string_view line) {
    const auto words = base::split(line, ' ');
    // What follows it is not looked at: the proxy says that it does not know.
    if (words[0] == "UNKNOWN") return std::string();
    const bool is_v6 = words[0] == "TCP6";
    if ((words[0] != "TCP4" && !is_v6) || words.size() != 5) {
        return std::unexpected(PreambleError::bad_line);
    }
    auto source = read_address(words[1], is_v6);
    const auto destination = read_address(words[2], is_v6);
    if (!source || !destination) return std::unexpected(PreambleError::bad_address);
    if (!is_port(words[3]) || !is_port(words[4])) return std::unexpected(PreambleError::bad_port);
    return source;
}

Outcome parse_line(std::string_view received) {
    const std::string_view there = received.substr(0, max_line);
    const std::size_t feed = there.find('\n');
    if (feed == there.npos) {
        if (there.size() == max_line) return std::unexpected(PreambleError::too_large);
        return std::nullopt;
    }
    const std::string_view line = there.substr(0, feed);
    if (!line.ends_with('\r')) return std::unexpected(PreambleError::bad_line);
    const std::string_view words = line.substr(line_begin.size());
    auto client = read_words(words.substr(0, words.size() - 1));
    if (!client) return std::unexpected(client.error());
    return Preamble{feed + 1, *std::move(client)};
}

// ---- version 2 ----

unsigned byte_at(std::string_view bytes, std::size_t index) noexcept {
    return static_cast<unsigned char>(bytes[index]);
}

std::size_t length_at(std::string_view bytes, std::size_t index) noexcept {
    return byte_at(bytes, index) << 8 | byte_at(bytes, index + 1);
}

struct Family {
    unsigned code;
    std::size_t addresses;  // bytes of source, destination and their ports
    std::size_t source;     // bytes of the first of them
};
// Datagrams do not come over a stream.
constexpr std::array<Family, 4> families = {
    {{0x00, 0, 0}, {0x11, 12, 4}, {0x21, 36, 16}, {0x31, 216, 108}}};

const Family* find_family(unsigned code) noexcept {
    for (const Family& family : families) {
        if (family.code == code) return &family;
    }
    return nullptr;
}

// type, length in two bytes, value
bool are_tlvs(std::string_view rest) noexcept {
    while (!rest.empty()) {
        if (rest.size() < 3 || rest.size() - 3 < length_at(rest, 1)) return false;
        rest.remove_prefix(3 + length_at(rest, 1));
    }
    return true;
}

std::expected<std::string, PreambleError> read_block(const Family& family, std::string_view block) {
    if (block.size() < family.addresses) return std::unexpected(PreambleError::bad_length);
    if (!are_tlvs(block.substr(family.addresses))) return std::unexpected(PreambleError::bad_tlv);
    if (family.source == 0) return std::string();
    const auto address = Address::from_bytes(block.substr(0, family.source));
    return address ? address->text() : "unix";
}

Outcome parse_binary(std::string_view received) {
    if (received.size() < fixed_size) return std::nullopt;
    constexpr unsigned local = 0x20;
    constexpr unsigned proxy = 0x21;
    const unsigned command = byte_at(received, 12);
    if (command != local && command != proxy) return std::unexpected(PreambleError::bad_version);
    const Family* const family = find_family(byte_at(received, 13));
    // LOCAL's family and addresses are not to be looked at.
    if (family == nullptr && command == proxy) return std::unexpected(PreambleError::bad_family);
    const std::size_t length = length_at(received, 14);
    if (length > max_preamble) return std::unexpected(PreambleError::too_large);
    if (received.size() - fixed_size < length) return std::nullopt;
    if (command == local) return Preamble{fixed_size + length, {}};
    auto client = read_block(*family, received.substr(fixed_size, length));
    if (!client) return std::unexpected(client.error());
    return Preamble{fixed_size + length, *std::move(client)};
}

}  // namespace

std::expected<std::optional<Preamble>, PreambleError> parse_preamble(std::string_view received) {
    if (may_begin_with(received, line_begin)) {
        return received.size() < line_begin.size() ? Outcome() : parse_line(received);
    }
    if (may_begin_with(received, signature)) return parse_binary(received);
    return std::unexpected(PreambleError::missing);
}

}  // namespace tined::http
