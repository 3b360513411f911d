#include "http/target.hpp"

#include <boost/test/unit_test.hpp>
#include <string>
#include <vector>

namespace tined::http {
namespace {

using Segments = std::vector<std::string>;

Segments segments_of(std::string_view raw) {
    Path path;
    BOOST_TEST_REQUIRE(decode_path(raw, path).has_value(), raw);
    return {path.segments.begin(), path.segments.end()};
}

std::string text_of(std::string_view raw) {
    Path path;
    BOOST_TEST_REQUIRE(decode_path(raw, path).has_value(), raw);
    return path.text;
}

bool hides_separator(std::string_view raw) {
    Path path;
    BOOST_TEST_REQUIRE(decode_path(raw, path).has_value(), raw);
    return path.has_hidden_separator;
}

PathError error_of(std::string_view raw) {
    Path path;
    const auto done = decode_path(raw, path);
    BOOST_TEST_REQUIRE(!done.has_value(), raw);
    BOOST_TEST(path.text.empty());
    BOOST_TEST(path.segments.empty());
    return done.error();
}

BOOST_AUTO_TEST_SUITE(target)

BOOST_AUTO_TEST_CASE(a_path_is_split_at_its_slashes_which_are_not_merged) {
    BOOST_TEST(segments_of("/") == Segments{""});
    BOOST_TEST(segments_of("/a") == Segments{"a"});
    BOOST_TEST(segments_of("/a/b/") == (Segments{"a", "b", ""}));
    BOOST_TEST(segments_of("//a//b") == (Segments{"", "a", "", "b"}));
    BOOST_TEST(text_of("//a//b/") == "//a//b/");
}

// The plain ones are taken by a way of their own.
BOOST_AUTO_TEST_CASE(a_plain_path_is_split_as_one_with_an_escape_is) {
    for (const std::string_view raw :
         {"/", "/a", "/a/", "//", "/a//b", "/a/b.c/d..e/", "/a b\"c"}) {
        const std::string escaped = std::string(raw).append("%41");
        Segments plain = segments_of(raw);
        plain.back() += 'A';
        BOOST_TEST(plain == segments_of(escaped), raw);
        BOOST_TEST(text_of(raw) == raw);
    }
}

BOOST_AUTO_TEST_CASE(the_asterisk_is_its_own_segment) {
    BOOST_TEST(segments_of("*") == Segments{"*"});
    BOOST_TEST(text_of("*") == "*");
}

// RFC 3986 §5.2.4, with its own example.
BOOST_AUTO_TEST_CASE(dot_segments_are_removed) {
    BOOST_TEST(text_of("/a/b/c/./../../g") == "/a/g");
    BOOST_TEST(text_of("/a/.") == "/a/");
    BOOST_TEST(text_of("/a/..") == "/");
    BOOST_TEST(text_of("/a/b/..") == "/a/");
    BOOST_TEST(text_of("/a/./b/") == "/a/b/");
    BOOST_TEST(text_of("/a//../b") == "/a/b");
}

BOOST_AUTO_TEST_CASE(nothing_is_above_the_root) {
    BOOST_TEST(text_of("/..") == "/");
    BOOST_TEST(text_of("/../../etc/passwd") == "/etc/passwd");
    BOOST_TEST(text_of("/a/../../../b") == "/b");
}

BOOST_AUTO_TEST_CASE(encoded_dots_are_dots) {
    BOOST_TEST(text_of("/a/%2e%2E/b") == "/b");
    BOOST_TEST(text_of("/a/.%2e/b") == "/b");
    BOOST_TEST(text_of("/a/%2e/b") == "/a/b");
    BOOST_TEST(text_of("/%2e%2e/%2e%2e/x") == "/x");
}

BOOST_AUTO_TEST_CASE(three_dots_and_dots_with_letters_are_names) {
    BOOST_TEST(segments_of("/.../..a/a../.a") == (Segments{"...", "..a", "a..", ".a"}));
    BOOST_TEST(segments_of("/%2e%2e%2e") == Segments{"..."});
}

BOOST_AUTO_TEST_CASE(a_segment_is_decoded_once) {
    BOOST_TEST(segments_of("/a%20b/%25/%252e%252e/%c3%a9") ==
               (Segments{"a b", "%", "%2e%2e", "\xc3\xa9"}));
    BOOST_TEST(text_of("/a+b") == "/a+b");
}

BOOST_AUTO_TEST_CASE(a_separator_that_was_hidden_is_told) {
    BOOST_TEST(hides_separator("/a%2fb"));
    BOOST_TEST(hides_separator("/a%2Fb/c"));
    BOOST_TEST(hides_separator("/a%5cb"));
    BOOST_TEST(hides_separator("/a\\b"));
    BOOST_TEST(hides_separator("/..%2f..%2fetc/passwd"));
    BOOST_TEST(!hides_separator("/a/b%2e"));
    BOOST_TEST(!hides_separator("/a%252fb"));
}

BOOST_AUTO_TEST_CASE(a_hidden_separator_makes_no_segments) {
    BOOST_TEST(segments_of("/a%2f..%2fb/c") == (Segments{"a/../b", "c"}));
}

BOOST_AUTO_TEST_CASE(a_broken_escape_is_an_error) {
    for (const char* raw : {"/%", "/%2", "/%g0", "/%0g", "/a%2/b", "/%%35", "/%u002e", "/%+1"}) {
        BOOST_TEST((error_of(raw) == PathError::bad_escape), raw);
    }
}

BOOST_AUTO_TEST_CASE(a_nul_is_an_error) { BOOST_TEST((error_of("/a%00.html") == PathError::nul)); }

BOOST_AUTO_TEST_CASE(what_is_not_utf_8_is_an_error) {
    for (const char* raw : {"/%ff", "/%c0%ae%c0%ae/", "/\xff", "/%ed%a0%80", "/%c3/%a9"}) {
        BOOST_TEST((error_of(raw) == PathError::not_utf8), raw);
    }
}

BOOST_AUTO_TEST_CASE(a_path_is_used_again) {
    Path path;
    BOOST_TEST(decode_path("/first%2f/" + std::string(100, 'x'), path).has_value());
    BOOST_TEST(decode_path("/b/c", path).has_value());
    BOOST_TEST(path.text == "/b/c");
    BOOST_TEST(path.segments.size() == 2u);
    BOOST_TEST(!path.has_hidden_separator);
    BOOST_TEST(static_cast<const void*>(path.segments[0].data()) == path.text.data() + 1);
}

BOOST_AUTO_TEST_CASE(a_component_is_decoded_strictly) {
    BOOST_TEST(decode_component("a%20b+c").value() == "a b+c");
    BOOST_TEST((decode_component("%zz").error() == PathError::bad_escape));
    BOOST_TEST((decode_component("%00").error() == PathError::nul));
    BOOST_TEST((decode_component("%ff").error() == PathError::not_utf8));
}

BOOST_AUTO_TEST_CASE(a_component_is_encoded_but_for_the_unreserved) {
    BOOST_TEST(encode_component("aZ09-._~") == "aZ09-._~");
    BOOST_TEST(encode_component("/?#[]@!$&'()*+,;= %\"<>\\\r\n") ==
               "%2F%3F%23%5B%5D%40%21%24%26%27%28%29%2A%2B%2C%3B%3D%20%25%22%3C%3E%5C%0D%0A");
    BOOST_TEST(encode_component("\xc3\xa9") == "%C3%A9");
}

BOOST_AUTO_TEST_CASE(a_path_is_encoded_but_for_what_a_path_may_hold) {
    BOOST_TEST(encode_path("/a b/c@d:e,f;g=h/\xc3\xa9?#%") == "/a%20b/c@d:e,f;g=h/%C3%A9%3F%23%25");
}

BOOST_AUTO_TEST_CASE(every_byte_but_nul_survives_encoding_and_decoding) {
    std::string all;
    for (int byte = 1; byte < 128; ++byte) all += static_cast<char>(byte);
    all += "\xc2\x80\xf4\x8f\xbf\xbf";
    BOOST_TEST(decode_component(encode_component(all)).value() == all);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace tined::http
