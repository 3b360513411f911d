#include "config/yaml.hpp"

#include <boost/test/unit_test.hpp>
#include <string>

namespace tined::config {
namespace {

/// The tree of a good text; its places name the file "f".
Node tree_of(std::string text) {
    Problems problems;
    auto node = parse_yaml("f", std::move(text), problems);
    BOOST_TEST(problems.to_string() == "");
    BOOST_REQUIRE(node.has_value());
    return std::move(*node);
}

std::string problems_of(std::string text) {
    Problems problems;
    parse_yaml("f", std::move(text), problems);
    return problems.to_string();
}

BOOST_AUTO_TEST_SUITE(yaml)

BOOST_AUTO_TEST_CASE(mappings_keep_their_order_and_places) {
    const Node root = tree_of("b: 1\na:\n  c: 2\n");
    BOOST_REQUIRE(root.entries.size() == 2u);
    BOOST_TEST(root.entries[0].key == "b");
    BOOST_TEST(to_string(root.entries[1].place) == "f:2:1");
    const Node* inner = root.find("a")->find("c");
    BOOST_REQUIRE(inner);
    BOOST_TEST(inner->text == "2");
    BOOST_TEST(to_string(inner->place) == "f:3:6");
}

BOOST_AUTO_TEST_CASE(how_a_scalar_was_written_is_known) {
    const Node root = tree_of("a: x\nb: 'x'\nc: \"x\"\nd: |\n  x\ne: >-\n  x\n");
    BOOST_CHECK(root.find("a")->style == Style::plain);
    BOOST_CHECK(root.find("b")->style == Style::single_quoted);
    BOOST_CHECK(root.find("c")->style == Style::double_quoted);
    BOOST_CHECK(root.find("d")->style == Style::literal);
    BOOST_CHECK(root.find("e")->style == Style::folded);
    BOOST_TEST(root.find("d")->text == "x\n");
    BOOST_TEST(root.find("e")->text == "x");
}

BOOST_AUTO_TEST_CASE(flow_and_block_are_told_apart) {
    const Node root = tree_of("a: [1, {b: 2}]\nc:\n  - d: 3\n");
    BOOST_TEST(root.find("a")->is_flow);
    BOOST_TEST(root.find("a")->items[1].is_flow);
    BOOST_TEST(!root.find("c")->is_flow);
    BOOST_TEST(!root.find("c")->items[0].is_flow);
}

BOOST_AUTO_TEST_CASE(the_origin_of_text_is_past_its_quote_and_its_tag) {
    const Node root = tree_of("a: x\nb: 'x'\nc: !file  \"x\"\n");
    BOOST_TEST(to_string(root.find("a")->origin.place) == "f:1:4");
    BOOST_TEST(to_string(root.find("b")->origin.place) == "f:2:5");
    BOOST_TEST(to_string(root.find("c")->origin.place) == "f:3:12");
    BOOST_TEST(to_string(root.find("c")->place) == "f:3:4");
}

BOOST_AUTO_TEST_CASE(the_lines_of_a_literal_block_are_the_lines_of_the_file) {
    const Node root = tree_of("a:\n  b: |   # a comment\n\n    one\n      two\nc: 1\n");
    const Node& block = *root.find("a")->find("b");
    BOOST_TEST(block.text == "\none\n  two\n");
    BOOST_TEST(to_string(block.origin.place_of(2, 1)) == "f:4:5");
    BOOST_TEST(to_string(block.origin.place_of(3, 3)) == "f:5:7");
}

BOOST_AUTO_TEST_CASE(an_indentation_indicator_is_heeded) {
    const Node root = tree_of("a: |2\n    one\n  two\n");
    const Node& block = *root.find("a");
    BOOST_TEST(block.text == "  one\ntwo\n");
    BOOST_TEST(to_string(block.origin.place_of(1, 3)) == "f:2:5");
    BOOST_TEST(to_string(block.origin.place_of(2, 1)) == "f:3:3");
}

BOOST_AUTO_TEST_CASE(the_three_tags_are_known) {
    const Node root = tree_of("a: !env NAME some default\nb: !file x\nc: !credential y\n");
    BOOST_CHECK(root.find("a")->tag == Tag::env);
    BOOST_TEST(root.find("a")->text == "NAME some default");
    BOOST_CHECK(root.find("b")->tag == Tag::file);
    BOOST_CHECK(root.find("c")->tag == Tag::credential);
}

BOOST_AUTO_TEST_CASE(a_tilde_and_nothing_are_null_but_the_word_null_is_text) {
    const Node root = tree_of("a: ~\nb:\nc: null\nd: [~, null]\nnull: e\n");
    BOOST_CHECK(root.find("a")->kind == NodeKind::null);
    BOOST_CHECK(root.find("b")->kind == NodeKind::null);
    BOOST_CHECK(root.find("c")->kind == NodeKind::scalar);
    BOOST_CHECK(root.find("d")->items[0].kind == NodeKind::null);
    BOOST_TEST(root.find("d")->items[1].text == "null");
    BOOST_TEST(root.find("null")->text == "e");
}

BOOST_AUTO_TEST_CASE(a_key_called_null_is_not_the_value_of_the_key_above) {
    const Node root = tree_of("a:\nnull: b\n");
    BOOST_CHECK(root.find("a")->kind == NodeKind::null);
    BOOST_TEST(root.find("null")->text == "b");
}

BOOST_AUTO_TEST_CASE(line_ends_of_windows_and_a_byte_order_mark_change_nothing) {
    const Node root = tree_of(
        "\xEF\xBB\xBF"
        "a: one\r\nb: two\r\n");
    BOOST_TEST(root.find("a")->text == "one");
    BOOST_TEST(to_string(root.entries[0].place) == "f:1:1");
    BOOST_TEST(to_string(root.find("b")->place) == "f:2:4");
}

BOOST_AUTO_TEST_CASE(columns_count_bytes) {
    const Node root = tree_of("{\xC3\xA4: 1, b: 2}\n");
    BOOST_TEST(to_string(root.find("b")->place) == "f:1:12");
}

BOOST_AUTO_TEST_CASE(json_is_yaml_too) {
    const Node root = tree_of("{\"a\": [1, \"b\", {\"c\": null}], \"d\":true}\n");
    BOOST_TEST(root.find("a")->items[1].text == "b");
    BOOST_TEST(root.find("d")->text == "true");
}

BOOST_AUTO_TEST_CASE(a_file_with_nothing_in_it_is_null) {
    BOOST_CHECK(tree_of("").kind == NodeKind::null);
    BOOST_CHECK(tree_of("# only this\n").kind == NodeKind::null);
}

BOOST_AUTO_TEST_CASE(comments_after_values_are_no_trap) {
    tree_of("a: 4 # four\nb: two words   # two\nc: 'x' #y\nd:  # later\n  - x\ne: ##\n");
}

BOOST_AUTO_TEST_CASE(what_looks_like_a_trap_inside_quotes_and_blocks_is_text) {
    const Node root = tree_of(
        "a: '{{ x }} #1: &y'\nb: |\n  {{ x }} #1\n  *not* @an &alias: %d\n  \tc\nc: \"a\tb\"\n");
    BOOST_TEST(root.find("a")->text == "{{ x }} #1: &y");
    BOOST_TEST(root.find("b")->text == "{{ x }} #1\n*not* @an &alias: %d\n\tc\n");
}

BOOST_AUTO_TEST_CASE(traps_are_told_and_what_stands_beside_them_is_still_read) {
    Problems problems;
    const auto root = parse_yaml("f", "a: {{ x }} y\nb: *z\nc: ok\n", problems);
    BOOST_TEST(problems.size() == 2u);
    BOOST_REQUIRE(root.has_value());
    BOOST_TEST(root->find("a")->is_refused);
    BOOST_TEST(root->find("b")->is_refused);
    BOOST_TEST(root->find("c")->text == "ok");
}

BOOST_AUTO_TEST_CASE(the_first_of_two_same_keys_is_kept_and_the_second_told) {
    BOOST_TEST(problems_of("a: 1\nb: {a: 1}\na: 2\n") ==
               "f:3:1: a: written twice; the first is on line 1\n");
}

BOOST_AUTO_TEST_CASE(a_key_with_a_tag_or_an_anchor_is_in_the_tree_no_more_than_once) {
    for (const std::string_view twice :
         {"!t a: 1\n!t a: 2\n", "&x a: 1\na: 2\n", "a: 1\n&x a: 2\n"}) {
        Problems problems;
        const auto root = parse_yaml("f", "z: 0\n" + std::string(twice), problems);
        BOOST_TEST(!problems.empty());
        BOOST_REQUIRE(root.has_value());
        BOOST_REQUIRE(root->entries.size() == 2u);
        BOOST_TEST(root->find("a")->text == "1");
    }
}

BOOST_AUTO_TEST_CASE(nesting_that_would_overflow_the_stack_is_a_problem) {
    for (const std::string_view opening : {"[", "{a: ", "- ", "? ", "{"}) {
        std::string text;
        for (int i = 0; i < 20'000; ++i) text += opening;
        BOOST_TEST(problems_of(text).find("nested deeper than 64 levels") != std::string::npos);
    }
}

BOOST_AUTO_TEST_CASE(a_file_that_is_cut_anywhere_is_read_or_told_but_never_crashes) {
    const std::string text =
        "listen: [\"[::1]:80\", x]\nroutes:\n  - {path: '/{id}', text: \"{{ a }}\"}\n"
        "  - path: /b\n    html: |\n      <b>{{ x }}</b>\n    c: !env A b # c\n  - &x {{ y }}: "
        "*z\n";
    for (std::size_t size = 0; size <= text.size(); ++size) {
        Problems problems;
        const auto root = parse_yaml("f", text.substr(0, size), problems);
        BOOST_TEST((root.has_value() || !problems.empty()));
    }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace tined::config
