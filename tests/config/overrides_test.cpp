#include "config/overrides.hpp"

#include <boost/test/unit_test.hpp>

#include "tests/config/written.hpp"

namespace tined::config {
namespace {

BOOST_AUTO_TEST_SUITE(overrides)

BOOST_AUTO_TEST_CASE(a_value_that_is_written_is_replaced) {
    Written text("limits: {body_size: 1KiB}\n");
    apply_override(text.document, "limits.body_size=2KiB", text.problems);
    BOOST_TEST(text.at("limits").node().find("body_size")->text == "2KiB");
    BOOST_TEST(text.said() == "");
}

BOOST_AUTO_TEST_CASE(mappings_on_the_way_are_made) {
    Written text("workers: 1\n");
    apply_override(text.document, "supervise.backoff.first=1s", text.problems);
    const Node* supervise = text.document.root.find("supervise");
    BOOST_REQUIRE(supervise);
    BOOST_TEST(supervise->find("backoff")->find("first")->text == "1s");
}

BOOST_AUTO_TEST_CASE(items_are_reached_by_their_index_and_one_can_be_added) {
    Written text("listen: [a, b]\nroutes:\n  - get: {text: x}\n");
    apply_override(text.document, "listen[1]=c", text.problems);
    apply_override(text.document, "listen[2]=d", text.problems);
    apply_override(text.document, "routes[0].get.text=hi = there", text.problems);
    BOOST_TEST(text.at("listen").node().items[1].text == "c");
    BOOST_TEST(text.at("listen").node().items[2].text == "d");
    BOOST_TEST(text.at("routes").node().items[0].find("get")->find("text")->text == "hi = there");
    BOOST_TEST(text.said() == "");
}

BOOST_AUTO_TEST_CASE(keys_that_are_no_words_stand_in_brackets) {
    Written text("static: {/a.b/: x}\n");
    apply_override(text.document, "static[\"/a.b/\"]=y", text.problems);
    BOOST_TEST(text.at("static").node().find("/a.b/")->text == "y");
}

BOOST_AUTO_TEST_CASE(a_tilde_unsets) {
    Written text("user: nobody\n");
    apply_override(text.document, "user=~", text.problems);
    BOOST_CHECK(text.at("user").node().kind == NodeKind::null);
}

BOOST_AUTO_TEST_CASE(what_is_wrong_names_the_flag) {
    Written text("limits: {body_size: 1KiB}\nlisten: [a]\nuser: x\n");
    for (const char* assignment : {"nothing", "=x", "a..b=x", "a.=x", "a[b]=x", "a[0=x"}) {
        apply_override(text.document, assignment, text.problems);
    }
    apply_override(text.document, "limits=1", text.problems);
    apply_override(text.document, "listen[2]=x", text.problems);
    apply_override(text.document, "user[0]=x", text.problems);
    apply_override(text.document, "user.name=x", text.problems);
    BOOST_TEST(text.said() ==
               "--set: expected KEY=VALUE, found \"=x\"\n"
               "--set: expected KEY=VALUE, found \"a..b=x\"\n"
               "--set: expected KEY=VALUE, found \"a.=x\"\n"
               "--set: expected KEY=VALUE, found \"a[0=x\"\n"
               "--set: expected KEY=VALUE, found \"a[b]=x\"\n"
               "--set: expected KEY=VALUE, found \"nothing\"\n"
               "--set: limits: this is a mapping, and --set sets single values\n"
               "--set: listen: the list has 1 items and no [2]\n"
               "--set: user: this is \"x\" and has no \"name\"\n"
               "--set: user: this is \"x\", no list\n");
}

BOOST_AUTO_TEST_CASE(a_key_has_as_many_parts_as_a_file_may_have_levels) {
    std::string key = "a";
    for (int i = 1; i < 64; ++i) key += ".a";
    Written text("workers: 1\n");
    apply_override(text.document, key + "=x", text.problems);
    BOOST_TEST(text.said() == "");
    apply_override(text.document, key + ".a=x", text.problems);
    BOOST_TEST(text.said() == "--set: the key has more than 64 parts\n");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace tined::config
