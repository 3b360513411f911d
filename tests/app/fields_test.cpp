#include "app/fields.hpp"

#include <boost/test/unit_test.hpp>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "value/json.hpp"

using tined::value::Value;
namespace app = tined::app;

namespace {

struct Item {
    std::string name;
    double price = 0;
    static constexpr auto fields =
        app::fields(app::field("name", &Item::name), app::field("price", &Item::price));
};

struct Order {
    int id = 0;
    std::vector<Item> items;
    std::optional<std::string> note;
    bool is_paid = true;
    std::map<std::string, int> counts;
    static constexpr auto fields =
        app::fields(app::field("id", &Order::id), app::field("items", &Order::items),
                    app::field("note", &Order::note), app::optional_field("paid", &Order::is_paid),
                    app::optional_field("counts", &Order::counts));
};

std::string json_of(const Value& value) {
    std::string text;
    tined::value::write_json(value, text);
    return text;
}

Order order_of(std::string_view json) {
    return app::from_value<Order>(*tined::value::parse_json(json));
}

std::string why_no_order(std::string_view json) {
    try {
        order_of(json);
    } catch (const app::ConversionError& error) {
        return error.what();
    }
    return "it is one";
}

}  // namespace

BOOST_AUTO_TEST_SUITE(fields)

BOOST_AUTO_TEST_CASE(a_struct_is_a_map_in_the_order_of_its_fields) {
    const Order order{7, {{"tea", 2.5}, {"cup", 4}}, std::nullopt, false, {{"a", 1}}};
    BOOST_TEST(json_of(app::to_value(order)) ==
               R"({"id":7,"items":[{"name":"tea","price":2.5},{"name":"cup","price":4.0}],)"
               R"("note":null,"paid":false,"counts":{"a":1}})");
}

BOOST_AUTO_TEST_CASE(a_map_becomes_the_struct_again) {
    const Order order = order_of(
        R"({"id": 7, "items": [{"name": "tea", "price": 2}], "note": "n", "counts": {"a": 1}})");
    BOOST_TEST(order.id == 7);
    BOOST_TEST(order.items.at(0).name == "tea");
    BOOST_TEST(order.items.at(0).price == 2.0);
    BOOST_TEST(order.note.value() == "n");
    BOOST_TEST(order.counts.at("a") == 1);
}

BOOST_AUTO_TEST_CASE(what_is_optional_may_be_missing_or_null_and_keeps_what_it_began_with) {
    const Order order = order_of(R"({"id": 7, "items": []})");
    BOOST_TEST(!order.note.has_value());
    BOOST_TEST(order.is_paid);
    BOOST_TEST(!order_of(R"({"id": 7, "items": [], "note": null})").note.has_value());
}

BOOST_AUTO_TEST_CASE(members_that_the_struct_does_not_name_are_passed_over) {
    BOOST_TEST(order_of(R"({"id": 7, "items": [], "more": 1})").id == 7);
}

BOOST_AUTO_TEST_CASE(what_is_wrong_is_told_with_the_way_to_it) {
    BOOST_TEST(why_no_order("[]") == "expected a mapping, found list");
    BOOST_TEST(why_no_order(R"({"items": []})") == "id: is missing");
    BOOST_TEST(why_no_order(R"({"id": "7", "items": []})") ==
               "id: expected a whole number, found text");
    BOOST_TEST(why_no_order(R"({"id": 7, "items": [{"name": "a", "price": true}]})") ==
               "items[0].price: expected a number, found boolean");
    BOOST_TEST(why_no_order(R"({"id": 7, "items": [], "counts": {"a": []}})") ==
               "counts.a: expected a whole number, found list");
}

BOOST_AUTO_TEST_CASE(whole_numbers_are_held_against_their_type) {
    BOOST_TEST(app::from_value<std::uint8_t>(Value(255)) == 255);
    BOOST_CHECK_THROW(app::from_value<std::uint8_t>(Value(256)), app::ConversionError);
    BOOST_CHECK_THROW(app::from_value<unsigned>(Value(-1)), app::ConversionError);
    BOOST_TEST(app::from_value<int>(Value(2.0)) == 2);
    BOOST_CHECK_THROW(app::from_value<int>(Value(2.5)), app::ConversionError);
    BOOST_CHECK_THROW(app::to_value(UINT64_MAX), std::range_error);
}

BOOST_AUTO_TEST_SUITE_END()
