#include "value/compact.hpp"

#include <boost/test/unit_test.hpp>
#include <string>

namespace tined::value {
namespace {

BOOST_AUTO_TEST_SUITE(compacting)

const char* bytes_of_key(const Value& rows, std::size_t row) {
    return rows.as_list()[row].as_map().begin()->first.as_text().data();
}

BOOST_AUTO_TEST_CASE(a_compacted_value_equals_what_it_was_made_of) {
    const Value value(Map{{"rows", List{Map{{"name", "a"}, {"price", 2.5}}, Map{}, List{}}},
                          {1, Value()},
                          {"pair", Value::tuple(List{nullptr, true})},
                          {"safe", Value::safe_text("<b>")}});
    const Value compact = compacted(value);
    BOOST_TEST((compact == value));
    BOOST_TEST(compact.print() == value.print());
    BOOST_TEST(compact.member("safe").is_safe());
    BOOST_TEST(compact.member("pair").is_tuple());
}

BOOST_AUTO_TEST_CASE(maps_share_the_keys_that_several_of_them_have) {
    const Value apart(List{Map{{"name", "a"}}, Map{{"name", "b"}}});
    BOOST_TEST(static_cast<const void*>(bytes_of_key(apart, 0)) != bytes_of_key(apart, 1));
    const Value compact = compacted(apart);
    BOOST_TEST(static_cast<const void*>(bytes_of_key(compact, 0)) == bytes_of_key(compact, 1));
}

BOOST_AUTO_TEST_CASE(a_compacted_text_does_not_point_to_what_it_was_made_of) {
    std::string text = "abc";
    const Value compact = compacted(List{Value::borrowed(text)});
    text = "xyz";
    BOOST_TEST(compact.as_list()[0].as_text() == "abc");
}

BOOST_AUTO_TEST_CASE(a_value_of_any_depth_is_compacted) {
    Value value;
    for (int i = 0; i < 10 * most_nesting; ++i) value = List{std::move(value)};
    BOOST_TEST(compacted(value).print() == value.print());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace tined::value
