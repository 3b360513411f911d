#include "http/proxy_preamble.hpp"

#include <boost/test/unit_test.hpp>

#include "tests/support/split_points.hpp"

namespace tined::http {
namespace {

using namespace std::string_literals;

std::string name_of(PreambleError error) {
    switch (error) {
        case PreambleError::missing:
            return "missing";
        case PreambleError::bad_line:
            return "bad_line";
        case PreambleError::bad_address:
            return "bad_address";
        case PreambleError::bad_port:
            return "bad_port";
        case PreambleError::bad_version:
            return "bad_version";
        case PreambleError::bad_family:
            return "bad_family";
        case PreambleError::bad_length:
            return "bad_length";
        case PreambleError::bad_tlv:
            return "bad_tlv";
        case PreambleError::too_large:
            return "too_large";
    }
    return "?";
}

/// "203.0.113.9 +42": the client, and the bytes of the preamble; or the name of the error.
std::string read(std::string_view received) {
    const auto preamble = parse_preamble(received);
    if (!preamble) return name_of(preamble.error());
    if (!*preamble) return "more";
    return (*preamble)->client + " +" + std::to_string((*preamble)->size);
}

/// What it is read as, whole and however it is cut; what follows must not matter.
void check(const std::string& bytes, const std::string& meaning) {
    BOOST_TEST(read(bytes) == meaning, bytes);
    tests::at_every_split(bytes, [&](std::string_view first, std::string_view) {
        const std::string seen = read(first);
        BOOST_TEST((seen == "more" || seen == meaning), bytes << " cut at " << first.size());
    });
    if (meaning != "more") BOOST_TEST(read(bytes + "GET / HTTP/1.1\r\n\r\n") == meaning, bytes);
}

std::string line(const std::string& words) { return "PROXY " + words + "\r\n"; }

std::string sized(const std::string& bytes) { return " +" + std::to_string(bytes.size()); }

void check_line(const std::string& words, const std::string& client) {
    check(line(words), client + sized(line(words)));
}

std::string number(std::size_t value) {
    return {static_cast<char>(value >> 8), static_cast<char>(value & 0xff)};
}

const std::string signature = "\r\n\r\n\0\r\nQUIT\n"s;

std::string binary(const std::string& command_and_family, const std::string& block) {
    return signature + command_and_family + number(block.size()) + block;
}

std::string tlv(char type, const std::string& value) { return type + number(value.size()) + value; }

const std::string v4_block = "\xcb\x00\x71\x09\x0a\x00\x00\x01\xc3\x50\x00\x50"s;
const std::string v6_block =
    "\x20\x01\x0d\xb8\0\0\0\0\0\0\0\0\0\0\0\1"
    "\x20\x01\x0d\xb8\0\0\0\0\0\0\0\0\0\0\0\2\xc3\x50\x00\x50"s;
const std::string unix_block(216, '\0');

void check_binary(const std::string& command_and_family, const std::string& block,
                  const std::string& client) {
    const std::string bytes = binary(command_and_family, block);
    check(bytes, client + sized(bytes));
}

BOOST_AUTO_TEST_SUITE(proxy_preamble)

BOOST_AUTO_TEST_CASE(a_line_names_the_client) {
    check_line("TCP4 203.0.113.9 10.0.0.1 50000 80", "203.0.113.9");
    check_line("TCP4 255.255.255.255 255.255.255.255 65535 65535", "255.255.255.255");
    check_line("TCP4 203.0.113.9 10.0.0.1 0 0", "203.0.113.9");
    check_line("TCP6 2001:DB8::1 2001:db8::2 50000 80", "2001:db8::1");
    check_line("TCP6 ::ffff:203.0.113.9 ::1 50000 80", "203.0.113.9");
    check_line(
        "TCP6 ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff "
        "65535 65535",
        "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff");
}

BOOST_AUTO_TEST_CASE(a_line_that_knows_no_client_names_none) {
    check_line("UNKNOWN", "");
    check_line("UNKNOWN ffff::1 ffff::2 65535 65535", "");
    check_line("UNKNOWN what ever it says", "");
}

BOOST_AUTO_TEST_CASE(a_line_that_is_none_is_refused) {
    for (const char* words :
         {"", "TCP", "TCP4", "TCP5 203.0.113.9 10.0.0.1 1 2", "tcp4 203.0.113.9 10.0.0.1 1 2",
          "TCP4 203.0.113.9 10.0.0.1 1", "TCP4 203.0.113.9 10.0.0.1 1 2 3",
          "TCP4  203.0.113.9 10.0.0.1 1 2", "TCP4 203.0.113.9 10.0.0.1 1 2 ",
          "UDP4 1.1.1.1 1.1.1.1 1 2", "UNKNOWNS", " TCP4 203.0.113.9 10.0.0.1 1 2",
          "TCP4\t203.0.113.9 10.0.0.1 1 2"}) {
        check(line(words), "bad_line");
    }
    check("PROXY TCP4 203.0.113.9 10.0.0.1 50000 80\n", "bad_line");
    check("PROXY UNKNOWN\n", "bad_line");
}

BOOST_AUTO_TEST_CASE(addresses_of_a_line_are_strict) {
    for (const char* words :
         {"TCP4 203.0.113 10.0.0.1 1 2", "TCP4 203.0.113.256 10.0.0.1 1 2",
          "TCP4 203.0.113.09 10.0.0.1 1 2", "TCP4 2001:db8::1 10.0.0.1 1 2",
          "TCP4 203.0.113.9 ::1 1 2", "TCP4 203.0.113.9 nobody 1 2",
          "TCP6 203.0.113.9 10.0.0.1 1 2", "TCP6 [::1] ::1 1 2", "TCP6 ::1%lo ::1 1 2",
          "TCP6 ::1 10.0.0.1 1 2", "TCP4 203.0.113.9\r 10.0.0.1 1 2"}) {
        check(line(words), "bad_address");
    }
}

BOOST_AUTO_TEST_CASE(ports_of_a_line_are_strict) {
    for (const char* words : {"TCP4 1.1.1.1 2.2.2.2 65536 80", "TCP4 1.1.1.1 2.2.2.2 1 080",
                              "TCP4 1.1.1.1 2.2.2.2 -1 80", "TCP4 1.1.1.1 2.2.2.2 +1 80",
                              "TCP4 1.1.1.1 2.2.2.2 1 80\r", "TCP4 1.1.1.1 2.2.2.2 http 80"}) {
        check(line(words), "bad_port");
    }
}

BOOST_AUTO_TEST_CASE(a_line_has_its_bound) {
    const std::string longest = line("UNKNOWN " + std::string(91, 'x'));
    BOOST_TEST_REQUIRE(longest.size() == 107U);
    check(longest, " +107");
    check(line("UNKNOWN " + std::string(92, 'x')), "too_large");
    check("PROXY UNKNOWN " + std::string(200, 'x'), "too_large");
    check("PROXY UNKNOWN " + std::string(80, 'x'), "more");
}

BOOST_AUTO_TEST_CASE(what_begins_like_neither_version_is_none) {
    for (const char* bytes :
         {"GET / HTTP/1.1\r\n\r\n", "PROXY\r\n", "PROXYTCP4", "proxy TCP4", "P ", "\n",
          "\r\n\r\nGET / HTTP/1.1\r\n\r\n", "\r\n\r\r", " PROXY "}) {
        check(bytes, "missing");
    }
    check("PROX", "more");
    check("\r\n\r\n", "more");
}

BOOST_AUTO_TEST_CASE(a_binary_preamble_names_the_client) {
    check_binary("\x21\x11", v4_block, "203.0.113.9");
    check_binary("\x21\x21", v6_block, "2001:db8::1");
    check_binary("\x21\x31", unix_block, "unix");
}

BOOST_AUTO_TEST_CASE(a_binary_preamble_of_the_proxys_own_names_none) {
    check_binary("\x20\0"s, "", "");
    check_binary("\x20\x11", v4_block, "");
    check_binary("\x20\xff", "whatever there is", "");
    check_binary("\x21\0"s, "", "");
}

BOOST_AUTO_TEST_CASE(its_additions_are_passed_over) {
    const std::string name = tlv('\x02', "shop.example");
    check_binary("\x21\x11", v4_block + name, "203.0.113.9");
    check_binary("\x21\x21", v6_block + name + tlv('\x04', "") + tlv('\x20', "\x01\0\0\0\0"s),
                 "2001:db8::1");
    check_binary("\x21\0"s, name, "");
    const std::string filling(max_preamble - v4_block.size() - 3, 'x');
    check_binary("\x21\x11", v4_block + tlv('\x04', filling), "203.0.113.9");
}

BOOST_AUTO_TEST_CASE(additions_that_are_not_whole_are_refused) {
    for (const std::string& rest : {"\x02"s, "\x02\0"s, "\x02\0\x01"s, "\x02\xff\xff..."s,
                                    tlv('\x02', "shop.example") + "\x04"}) {
        check(binary("\x21\x11", v4_block + rest), "bad_tlv");
    }
}

BOOST_AUTO_TEST_CASE(other_versions_commands_and_families_are_refused) {
    for (const char* command : {"\x11\x11", "\x31\x11", "\x22\x11", "\x2f\x11", "\x01\x11"}) {
        check(binary(command, v4_block), "bad_version");
    }
    for (const char* family : {"\x21\x12", "\x21\x22", "\x21\x32", "\x21\x10", "\x21\x13",
                               "\x21\x41", "\x21\x01", "\x21\xff"}) {
        check(binary(family, unix_block), "bad_family");
    }
}

BOOST_AUTO_TEST_CASE(a_length_that_cannot_be_is_refused) {
    check(binary("\x21\x11", ""), "bad_length");
    check(binary("\x21\x11", v4_block.substr(1)), "bad_length");
    check(binary("\x21\x21", v4_block), "bad_length");
    check(binary("\x21\x31", unix_block.substr(1)), "bad_length");
    check(signature + "\x21\x11" + number(max_preamble + 1), "too_large");
    check(signature + "\x20\x11" + number(0xffff), "too_large");
}

BOOST_AUTO_TEST_CASE(a_signature_with_one_wrong_byte_is_none) {
    const std::string whole = binary("\x21\x11", v4_block);
    for (std::size_t i = 0; i < signature.size(); ++i) {
        std::string wrong = whole;
        wrong[i] ^= 1;
        BOOST_TEST(read(wrong) == "missing", i);
    }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace tined::http
