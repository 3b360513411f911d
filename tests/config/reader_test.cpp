#include "config/reader.hpp"

#include <boost/test/unit_test.hpp>

#include "config/typed.hpp"
#include "tests/config/written.hpp"

namespace tined::config {
namespace {

BOOST_AUTO_TEST_SUITE(reader)

BOOST_AUTO_TEST_CASE(a_key_that_is_not_written_leaves_the_default) {
    Written text("a: ~\n");
    MappingReader in(text.reader());
    std::string a = "default a";
    std::string b = "default b";
    in.read("a", a, as_text);
    in.read("b", b, as_text);
    in.finish();
    BOOST_TEST(a == "default a");
    BOOST_TEST(b == "default b");
    BOOST_TEST(text.said() == "");
}

BOOST_AUTO_TEST_CASE(a_wrong_value_is_told_and_leaves_the_default) {
    Written text("a: soon\n");
    MappingReader in(text.reader());
    bool a = true;
    in.read("a", a, as_boolean);
    BOOST_TEST(a);
    BOOST_TEST(text.said() == "f:1:4: a: expected true or false, found \"soon\"\n");
}

BOOST_AUTO_TEST_CASE(an_optional_target_is_filled_by_the_getter_of_its_type) {
    Written text("a: 5\n");
    MappingReader in(text.reader());
    std::optional<int> a;
    in.read("a", a, Integer<int>{});
    BOOST_CHECK(a == 5);
}

BOOST_AUTO_TEST_CASE(an_unknown_key_is_told_at_its_place_with_the_nearest_known_one) {
    Written text("get:\n  tempalte: x\n  zzz: y\n");
    MappingReader in(text.at("get"));
    in.take("template");
    in.take("text");
    in.finish();
    BOOST_TEST(text.said() ==
               "f:2:3: get.tempalte: unknown key; did you mean \"template\"?\n"
               "f:3:3: get.zzz: unknown key\n");
}

BOOST_AUTO_TEST_CASE(a_key_of_a_later_version_is_told_as_one) {
    Written text("proxy: x\n");
    MappingReader in(text.reader());
    in.later({"proxy"});
    in.finish();
    BOOST_TEST(text.said() == "f:1:1: proxy: not in this version of tined yet\n");
}

BOOST_AUTO_TEST_CASE(of_keys_that_exclude_each_other_the_later_ones_are_told) {
    Written text("html: a\ntext: b\njson: ~\n");
    const MappingReader in(text.reader());
    BOOST_TEST(in.only_one_of({"text", "html", "json"}) == "html");
    BOOST_TEST(text.said() == "f:2:1: text: cannot stand beside \"html\"\n");
}

BOOST_AUTO_TEST_CASE(keys_of_the_users_own_are_all_known) {
    Written text("X-A: 1\nX-B: ~\nX-C: 3\n");
    MappingReader in(text.reader());
    const auto all = in.take_all();
    in.finish();
    BOOST_REQUIRE(all.size() == 2u);
    BOOST_TEST(all[1].first == "X-C");
    BOOST_TEST(all[1].second.path() == "X-C");
    BOOST_TEST(text.said() == "");
}

BOOST_AUTO_TEST_CASE(what_is_no_mapping_reads_as_an_empty_one_and_is_told) {
    Written text("a: [1]\n");
    MappingReader in(text.at("a"), "a step");
    BOOST_TEST(!in.take("b").has_value());
    in.finish();
    BOOST_TEST(text.said() == "f:1:4: a: expected a step, found a list\n");
}

BOOST_AUTO_TEST_CASE(one_or_a_list_reads_the_same) {
    Written text("a: x\nb: [x, y]\nc: x\n");
    BOOST_TEST(text.at("a").items_or_self().size() == 1u);
    BOOST_TEST(text.at("b").items_or_self().size() == 2u);
    BOOST_TEST(text.at("b").items_or_self()[1].path() == "b[1]");
    BOOST_TEST(text.said() == "");
    BOOST_TEST(text.at("c").items().empty());
    BOOST_TEST(text.said() == "f:3:4: c: expected a list, found \"x\"\n");
}

BOOST_AUTO_TEST_CASE(off_is_a_word_only_where_it_is_not_quoted) {
    Written text("a: off\nb: \"off\"\n");
    BOOST_TEST(text.at("a").is_off());
    BOOST_TEST(!text.at("b").is_off());
}

BOOST_AUTO_TEST_CASE(what_has_been_told_is_not_told_again) {
    Written text("a: {{ x }}\n");
    const std::string before = text.said();
    BOOST_TEST(!before.empty());
    BOOST_TEST(!as_duration(text.at("a")).has_value());
    MappingReader(text.at("a")).finish();
    BOOST_TEST(text.said() == before);
}

BOOST_AUTO_TEST_CASE(a_problem_at_a_key_that_is_not_written_is_told_at_its_mapping) {
    Written text("a: {b: 1}\n");
    const MappingReader in(text.at("a"));
    in.fail_at_key("c", "is missing");
    BOOST_TEST(text.said() == "f:1:4: a.c: is missing\n");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace tined::config
