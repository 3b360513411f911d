#include "template/value_stack.hpp"

#include <boost/test/unit_test.hpp>
#include <memory>

namespace {

using tined::templates::ValueStack;
using tined::value::List;
using tined::value::Value;

}  // namespace

BOOST_AUTO_TEST_SUITE(value_stack)

BOOST_AUTO_TEST_CASE(values_come_back_in_the_opposite_order) {
    ValueStack stack;
    for (int i = 0; i < 1000; ++i) stack.push(List{i});
    BOOST_TEST(stack.size() == 1000U);
    BOOST_TEST(stack.from(998).size() == 2U);
    for (int i = 1000; i-- > 0;) BOOST_TEST((stack.take() == Value(List{i})));
    BOOST_TEST(stack.size() == 0U);
}

BOOST_AUTO_TEST_CASE(what_is_added_is_undefined_whatever_stood_there) {
    ValueStack stack;
    stack.push("a");
    stack.push("b");
    stack.set(0, Value("c"));
    BOOST_TEST(stack[0].as_text() == "c");
    stack.resize(0);
    stack.resize(200);
    for (std::size_t i = 0; i < 200; ++i) BOOST_TEST(stack[i].is_undefined());
}

BOOST_AUTO_TEST_CASE(what_leaves_the_stack_is_let_go) {
    struct Watched final : tined::value::Object {
        explicit Watched(int& left) : left_(left) {}
        ~Watched() override { ++left_; }
        Value member(std::string_view) const override { return {}; }
        std::vector<std::pair<std::string, Value>> members() const override { return {}; }
        int& left_;
    };
    int left = 0;
    ValueStack stack;
    for (int i = 0; i < 3; ++i) stack.push(Value::object(std::make_shared<Watched>(left)));
    stack.pop();
    BOOST_TEST(left == 1);
    stack.set(1, Value());
    BOOST_TEST(left == 2);
    stack.resize(0);
    BOOST_TEST(left == 3);
}

BOOST_AUTO_TEST_SUITE_END()
