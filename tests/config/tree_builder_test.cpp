#include "config/tree_builder.hpp"

#include <boost/test/unit_test.hpp>

namespace tined::config {
namespace {

/// A builder that is fed by hand, with the offsets that a parser would give.
struct Building {
    explicit Building(std::string text) : source("f", std::move(text)) {}

    Source source;
    std::vector<std::size_t> refused;
    Problems problems;
    TreeBuilder builder{source, refused, problems};
};

BOOST_AUTO_TEST_SUITE(tree_builder)

BOOST_AUTO_TEST_CASE(events_become_a_tree) {
    Building b("a: [x, 'y']");
    b.builder.begin(NodeKind::mapping, 0, false);
    b.builder.scalar(0, "a");
    b.builder.begin(NodeKind::sequence, 3, true);
    b.builder.scalar(4, "x");
    b.builder.scalar(7, "y");
    b.builder.end();
    b.builder.end();
    const Node root = b.builder.take_root();
    BOOST_TEST(b.problems.to_string() == "");
    BOOST_REQUIRE(root.find("a"));
    BOOST_TEST(root.find("a")->items[1].text == "y");
    BOOST_CHECK(root.find("a")->items[1].style == Style::single_quoted);
}

BOOST_AUTO_TEST_CASE(how_far_it_has_come_is_known_at_every_event) {
    Building b("a: [x, 'y'");
    b.builder.begin(NodeKind::mapping, 0, false);
    b.builder.scalar(0, "a");
    BOOST_TEST(!b.builder.innermost_flow().has_value());
    b.builder.begin(NodeKind::sequence, 3, true);
    b.builder.scalar(4, "x");
    BOOST_TEST(b.builder.path_at(4) == "a[0]");
    BOOST_TEST(b.builder.path_at(7) == "a[1]");
    BOOST_TEST(b.builder.path_at(3) == "a");
    BOOST_CHECK(b.builder.innermost_flow() == 3u);
    BOOST_CHECK(b.builder.outermost_flow() == 3u);
    BOOST_TEST(!b.builder.last_was_quoted());
    b.builder.scalar(7, "y");
    BOOST_TEST(b.builder.last_was_quoted());
    BOOST_TEST(b.builder.last_scalar() == 7u);
}

BOOST_AUTO_TEST_CASE(what_was_blanked_out_becomes_a_refused_node) {
    Building b("a: x");
    b.refused.push_back(3);
    TreeBuilder builder(b.source, b.refused, b.problems);
    builder.begin(NodeKind::mapping, 0, false);
    builder.scalar(0, "a");
    builder.scalar(3, "x");
    builder.end();
    BOOST_TEST(builder.take_root().find("a")->is_refused);
    BOOST_TEST(b.problems.empty());
}

BOOST_AUTO_TEST_CASE(below_what_was_refused_nothing_is_told) {
    Building b("{{ a }}");
    b.builder.begin(NodeKind::mapping, 0, true);
    b.builder.begin(NodeKind::mapping, 1, true);
    b.builder.scalar(3, "a");
    b.builder.null(5);
    b.builder.end();
    b.builder.null(6);
    b.builder.end();
    BOOST_TEST(b.problems.size() == 1u);
    BOOST_CHECK(b.builder.last_refused() == 0u);
    const Node root = b.builder.take_root();
    BOOST_TEST(root.is_refused);
    BOOST_TEST(root.entries.empty());
}

BOOST_AUTO_TEST_CASE(it_stops_the_parser_when_the_tree_grows_too_deep) {
    const std::size_t most = TreeBuilder::most_levels;
    Building b(std::string(most + 1, '['));
    for (std::size_t i = 0; i < most; ++i) b.builder.begin(NodeKind::sequence, i, true);
    BOOST_CHECK_THROW(b.builder.begin(NodeKind::sequence, most, true), StopParsing);
    BOOST_TEST(b.problems.to_string() == "f:1:65: nested deeper than 64 levels\n");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace tined::config
