#include "value/value.hpp"

#include <boost/test/unit_test.hpp>
#include <limits>
#include <utility>

namespace {

using tined::value::Arguments;
using tined::value::Callable;
using tined::value::Kind;
using tined::value::List;
using tined::value::Map;
using tined::value::Object;
using tined::value::Value;

class Person : public Object {
public:
    explicit Person(bool* gone = nullptr) : gone_(gone) {}
    ~Person() override {
        if (gone_) *gone_ = true;
    }
    Person(const Person&) = delete;
    Person& operator=(const Person&) = delete;

    Value member(std::string_view name) const override {
        return name == "name" ? Value("Ann") : Value();
    }
    std::vector<std::pair<std::string, Value>> members() const override {
        return {{"name", Value("Ann")}};
    }

private:
    bool* gone_;
};

class Nobody : public Object {
public:
    Value member(std::string_view) const override { return {}; }
    std::vector<std::pair<std::string, Value>> members() const override { return {}; }
};

class Doubling : public Callable {
public:
    std::string_view name() const noexcept override { return "double"; }
    std::expected<Value, std::string> call(const Arguments& arguments) const override {
        if (arguments.positional.size() != 1) return std::unexpected("one argument is wanted");
        return Value(2 * arguments.positional[0].as_integer());
    }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(value)

BOOST_AUTO_TEST_CASE(each_type_makes_a_value_of_its_kind) {
    BOOST_TEST((Value().kind() == Kind::undefined));
    BOOST_TEST((Value(nullptr).kind() == Kind::null));
    BOOST_TEST((Value(true).kind() == Kind::boolean));
    BOOST_TEST((Value(7).kind() == Kind::integer));
    BOOST_TEST((Value(std::uint32_t{7}).kind() == Kind::integer));
    BOOST_TEST((Value(7LL).kind() == Kind::integer));
    BOOST_TEST((Value(0.5).kind() == Kind::real));
    BOOST_TEST((Value("a").kind() == Kind::text));
    BOOST_TEST((Value(std::string("a")).kind() == Kind::text));
    BOOST_TEST((Value(std::string_view("a")).kind() == Kind::text));
    BOOST_TEST((Value(List{1}).kind() == Kind::list));
    BOOST_TEST((Value(Map{{"a", 1}}).kind() == Kind::map));
    BOOST_TEST((Value::object(std::make_shared<Person>()).kind() == Kind::object));
    BOOST_TEST((Value::callable(std::make_shared<Doubling>()).kind() == Kind::callable));
}

BOOST_AUTO_TEST_CASE(a_pointer_a_character_and_a_large_unsigned_do_not_silently_become_values) {
    static_assert(!std::is_constructible_v<Value, int*>);
    static_assert(!std::is_constructible_v<Value, std::uint64_t>);
    static_assert(!std::is_convertible_v<char, Value>);
    BOOST_TEST((Value("").kind() == Kind::text));
}

BOOST_AUTO_TEST_CASE(a_kind_has_the_name_that_errors_print) {
    BOOST_TEST(name_of(Kind::text) == "text");
    BOOST_TEST(name_of(Kind::undefined) == "undefined");
    BOOST_TEST(name_of(Kind::callable) == "callable");
}

BOOST_AUTO_TEST_CASE(numbers_come_out_as_they_went_in) {
    BOOST_TEST(Value(std::numeric_limits<std::int64_t>::min()).as_integer() ==
               std::numeric_limits<std::int64_t>::min());
    BOOST_TEST(Value(true).as_boolean());
    BOOST_TEST(Value(true).as_integer() == 1);
    BOOST_TEST(Value(2.5).as_real() == 2.5);
    BOOST_TEST(Value(3).as_real() == 3.0);
    BOOST_TEST(Value(false).as_real() == 0.0);
}

BOOST_AUTO_TEST_CASE(booleans_integers_and_reals_are_numbers_and_nothing_else_is) {
    BOOST_TEST(Value(true).is_number());
    BOOST_TEST(Value(1).is_number());
    BOOST_TEST(Value(1.0).is_number());
    BOOST_TEST(!Value(nullptr).is_number());
    BOOST_TEST(!Value("1").is_number());
}

BOOST_AUTO_TEST_CASE(text_is_copied_and_its_copies_share_it) {
    std::string source = "hello";
    const Value first(source);
    source = "other";
    const Value second = first;
    BOOST_TEST(first.as_text() == "hello");
    BOOST_TEST((second.as_text().data() == first.as_text().data()));
}

BOOST_AUTO_TEST_CASE(text_lives_as_long_as_one_of_its_copies) {
    Value last;
    std::string_view view;
    {
        const Value first("longer than any string in place would be");
        view = first.as_text();
        last = first;
    }
    BOOST_TEST(view == "longer than any string in place would be");
}

BOOST_AUTO_TEST_CASE(borrowed_text_points_to_what_it_was_given) {
    const std::string owner = "bytes of a request";
    const Value value = Value::borrowed(owner);
    const Value copy = value;
    BOOST_TEST((copy.as_text().data() == owner.data()));
    BOOST_TEST(!copy.is_safe());
    BOOST_TEST(Value::borrowed_safe(owner).is_safe());
    BOOST_TEST((Value::borrowed_safe(owner).as_text().data() == owner.data()));
}

BOOST_AUTO_TEST_CASE(text_may_be_empty_or_hold_nul_bytes) {
    BOOST_TEST(Value("").as_text().empty());
    BOOST_TEST((Value("").as_text().data() != nullptr));
    BOOST_TEST((Value::borrowed({}).as_text().data() != nullptr));
    BOOST_TEST(Value(std::string_view("a\0b", 3)).as_text() == std::string_view("a\0b", 3));
}

BOOST_AUTO_TEST_CASE(only_safe_text_is_safe) {
    BOOST_TEST(Value::safe_text("<b>").is_safe());
    BOOST_TEST(Value::safe_text("<b>").as_text() == "<b>");
    BOOST_TEST(Value::safe_text("").is_safe());
    BOOST_TEST(!Value("<b>").is_safe());
    BOOST_TEST(!Value(1).is_safe());
}

BOOST_AUTO_TEST_CASE(undefined_knows_what_was_asked_for) {
    const Value value = Value::undefined("usr");
    BOOST_TEST(value.is_undefined());
    BOOST_TEST(Value(value).undefined_name() == "usr");
    BOOST_TEST(Value().undefined_name() == "");
}

BOOST_AUTO_TEST_CASE(what_was_moved_from_is_undefined) {
    Value from(List{1, 2});
    const Value to(std::move(from));
    BOOST_TEST(from.is_undefined());  // NOLINT(bugprone-use-after-move): that is what is asked
    BOOST_TEST(to.as_list().size() == 2U);
}

BOOST_AUTO_TEST_CASE(assigning_a_value_to_itself_or_from_within_itself_keeps_it) {
    Value text("kept");
    const Value& same = text;
    text = same;
    BOOST_TEST(text.as_text() == "kept");
    Value nested(List{List{"inner"}});
    nested = nested.as_list()[0];
    BOOST_TEST(nested.print() == "['inner']");
}

BOOST_AUTO_TEST_CASE(truth_is_pythons) {
    for (const Value& value :
         {Value(), Value(nullptr), Value(false), Value(0), Value(0.0), Value(-0.0), Value(""),
          Value(List()), Value(Map()), Value::object(std::make_shared<Nobody>())}) {
        BOOST_TEST(!value.truth(), "of " << name_of(value.kind()));
    }
    for (const Value& value : {Value(true), Value(-1), Value(0.1), Value("0"), Value(List{0}),
                               Value(Map{{0, 0}}), Value(std::numeric_limits<double>::quiet_NaN()),
                               Value::object(std::make_shared<Person>()),
                               Value::callable(std::make_shared<Doubling>())}) {
        BOOST_TEST(value.truth(), "of " << name_of(value.kind()));
    }
}

BOOST_AUTO_TEST_CASE(size_counts_characters_elements_and_entries) {
    BOOST_TEST(Value("größe€😀").size() == 7U);
    BOOST_TEST(Value(List{1, 2, 3}).size() == 3U);
    BOOST_TEST(Value(Map{{"a", 1}}).size() == 1U);
    BOOST_TEST(Value::object(std::make_shared<Person>()).size() == 1U);
    BOOST_TEST(Value(12).size() == 0U);
    BOOST_TEST(Value().size() == 0U);
}

BOOST_AUTO_TEST_CASE(a_member_of_what_has_none_is_undefined) {
    const Value map(Map{{"a", 1}});
    BOOST_TEST(map.member("a").as_integer() == 1);
    BOOST_TEST(map.member("b").is_undefined());
    BOOST_TEST(Value::object(std::make_shared<Person>()).member("name").as_text() == "Ann");
    BOOST_TEST(Value::object(std::make_shared<Person>()).member("age").is_undefined());
    BOOST_TEST(Value("text").member("a").is_undefined());
    BOOST_TEST(Value().member("a").is_undefined());
}

BOOST_AUTO_TEST_CASE(maps_and_objects_are_mappings) {
    BOOST_TEST(Value(Map()).is_mapping());
    BOOST_TEST(Value::object(std::make_shared<Person>()).is_mapping());
    BOOST_TEST(!Value(List()).is_mapping());
}

BOOST_AUTO_TEST_CASE(an_object_goes_with_the_last_value_that_holds_it) {
    bool is_gone = false;
    {
        Value first = Value::object(std::make_shared<Person>(&is_gone));
        const Value second = first;
        first = Value();
        BOOST_TEST(!is_gone);
        BOOST_TEST(second.member("name").as_text() == "Ann");
    }
    BOOST_TEST(is_gone);
}

BOOST_AUTO_TEST_CASE(a_borrowed_object_or_callable_is_the_very_one) {
    const Person person;
    const Doubling doubling;
    const Value object = Value::borrowed(person);
    const Value callable = Value::borrowed(doubling);
    BOOST_TEST(&Value(object).as_object() == &person);
    BOOST_TEST(&Value(callable).as_callable() == &doubling);
}

BOOST_AUTO_TEST_CASE(a_callable_answers_or_says_why_not) {
    const Value callable = Value::callable(std::make_shared<Doubling>());
    const Value given(21);
    const auto answer = callable.as_callable().call({.positional = {&given, 1}, .named = {}});
    BOOST_TEST(answer.value().as_integer() == 42);
    const auto refusal = callable.as_callable().call({});
    BOOST_TEST(refusal.error() == "one argument is wanted");
}

BOOST_AUTO_TEST_CASE(what_is_edited_in_place_leaves_copies_as_they_were) {
    Value list{List()};
    list.edit_list().push_back(1);
    const Value copy = list;
    list.edit_list().push_back(2);
    BOOST_TEST(list.print() == "[1, 2]");
    BOOST_TEST(copy.print() == "[1]");

    Value map{Map()};
    map.edit_map().set("a", 1);
    const Value before = map;
    map.edit_map().set("a", 2);
    BOOST_TEST(map.print() == "{'a': 2}");
    BOOST_TEST(before.print() == "{'a': 1}");
}

BOOST_AUTO_TEST_SUITE_END()
