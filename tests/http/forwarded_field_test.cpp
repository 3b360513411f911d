#include "http/forwarded_field.hpp"

#include <boost/test/unit_test.hpp>

namespace tined::http {
namespace {

/// "for|proto|host" of each element, one after the other; a dot for what is not there.
std::string elements_of(std::string_view value) {
    const auto elements = parse_forwarded(value);
    if (!elements) {
        return elements.error() == ForwardedError::bad_element ? "bad_element"
                                                               : "repeated_parameter";
    }
    std::string all;
    for (const ForwardedElement& element : *elements) {
        if (!all.empty()) all += ' ';
        all += element.node.value_or(".") + '|' + element.proto.value_or(".") + '|' +
               element.host.value_or(".");
    }
    return all;
}

std::string node_of(std::string_view node) {
    const auto address = parse_node(node);
    if (!address) return address.error() == ForwardedError::bad_node ? "bad_node" : "?";
    return *address ? (*address)->text() : "none";
}

struct Row {
    std::string_view text;
    std::string_view meaning;
};

BOOST_AUTO_TEST_SUITE(forwarded_field)

BOOST_AUTO_TEST_CASE(elements_are_read_by_the_grammar) {
    for (const Row& row : {
             // RFC 7239 §4's own
             Row{"for=\"_gazonk\"", "_gazonk|.|."},
             Row{"For=\"[2001:db8:cafe::17]:4711\"", "[2001:db8:cafe::17]:4711|.|."},
             Row{"for=192.0.2.60;proto=http;by=203.0.113.43", "192.0.2.60|http|."},
             Row{"for=192.0.2.43, for=198.51.100.17", "192.0.2.43|.|. 198.51.100.17|.|."},
             // and what else it allows
             Row{"", ""},
             Row{",,", ""},
             Row{" , for=a ,, for=b , ", "a|.|. b|.|."},
             Row{";for=a;;proto=b;", "a|b|."},
             Row{"HOST=a;PROTO=b;FOR=c", "c|b|a"},
             Row{"for=a; proto=b ; host=c", "a|b|c"},
             Row{"secret=1;for=a;secret=2", "a|.|."},
             Row{"for=\"a,b;c\\\"d\\\\e\"", "a,b;c\"d\\e|.|."},
             Row{"for=\"\"", "|.|."},
             Row{"for=\"a\tb\xc3\xa4\"", "a\tb\xc3\xa4|.|."},
         }) {
        BOOST_TEST(elements_of(row.text) == row.meaning, row.text);
    }
}

BOOST_AUTO_TEST_CASE(what_is_no_element_is_refused) {
    for (const std::string_view text : {"for",        "for=",        "=a",
                                        "for =a",     "for= a",      "for=a b",
                                        "for=[::1]",  "for=::1",     "for=1.2.3.4:80",
                                        "for=\"a",    "for=\"a\\\"", "for=\"a\\",
                                        "for=\"a\"b", "for=a\"b\"",  "\"for\"=a",
                                        "a",          "for=a,b",     "for=a proto=b",
                                        "for=(a)",    "f/r=a",       "for=a;;b",
                                        "for==a",     "for=a=b"}) {
        BOOST_TEST(elements_of(text) == "bad_element", text);
    }
}

BOOST_AUTO_TEST_CASE(a_parameter_that_stands_twice_is_refused) {
    for (const std::string_view text : {"for=a;for=a", "for=a;FOR=b", "proto=a;for=x;proto=a",
                                        "host=a;host=b", "by=a;by=b", "for=x, for=a;for=b"}) {
        BOOST_TEST(elements_of(text) == "repeated_parameter", text);
    }
    BOOST_TEST(elements_of("for=a, for=a") == "a|.|. a|.|.");
}

BOOST_AUTO_TEST_CASE(nodes_are_addresses_with_a_port_or_without) {
    for (const Row& row :
         {Row{"192.0.2.43", "192.0.2.43"}, Row{"192.0.2.43:47011", "192.0.2.43"},
          Row{"192.0.2.43:0", "192.0.2.43"}, Row{"192.0.2.43:_b.u-g_", "192.0.2.43"},
          Row{"[2001:db8:cafe::17]", "2001:db8:cafe::17"},
          Row{"[2001:DB8:cafe::17]:4711", "2001:db8:cafe::17"},
          Row{"[::ffff:192.0.2.43]", "192.0.2.43"}}) {
        BOOST_TEST(node_of(row.text) == row.meaning, row.text);
    }
}

BOOST_AUTO_TEST_CASE(unknown_and_obfuscated_nodes_have_no_address) {
    for (const std::string_view text : {"unknown", "Unknown", "unknown:80", "_hidden", "_SEVKISEK",
                                        "_a.b-c_", "_a:80", "_a:_b"}) {
        BOOST_TEST(node_of(text) == "none", text);
    }
}

BOOST_AUTO_TEST_CASE(other_nodes_are_refused) {
    for (const std::string_view text : {"",
                                        "_",
                                        "_ a",
                                        "_a$",
                                        "a",
                                        "localhost",
                                        "192.0.2",
                                        "192.0.2.256",
                                        "192.0.2.43:",
                                        "192.0.2.43:65536",
                                        "192.0.2.43:000080",
                                        "192.0.2.43:8o",
                                        "192.0.2.43:_",
                                        "::1",
                                        "2001:db8::17",
                                        "[::1",
                                        "[::1]x",
                                        "[::1]80",
                                        "[192.0.2.43]",
                                        "[]",
                                        "[:]",
                                        "[::1%lo]",
                                        "[_a]",
                                        "[unknown]",
                                        ":80",
                                        "192.0.2.43 ",
                                        " 192.0.2.43",
                                        "[::1]:80:80"}) {
        BOOST_TEST(node_of(text) == "bad_node", text);
    }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace tined::http
