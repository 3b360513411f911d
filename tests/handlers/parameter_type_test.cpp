#include "handlers/parameter_type.hpp"

#include <boost/test/unit_test.hpp>

using namespace tined::handlers;

BOOST_AUTO_TEST_SUITE(parameter_types)

BOOST_AUTO_TEST_CASE(each_type_is_found_by_its_name_and_named_back) {
    for (const std::string_view name : parameter_type_names) {
        const auto type = parameter_type(name);
        BOOST_REQUIRE(type.has_value());
        BOOST_TEST(name_of(*type) == name);
    }
    BOOST_TEST(!parameter_type("integer").has_value());
    BOOST_TEST(!parameter_type("").has_value());
}

BOOST_AUTO_TEST_CASE(a_string_is_anything_but_nothing) {
    BOOST_TEST(is_of(ParameterType::string, "a b/\xC3\xA9"));
    BOOST_TEST(!is_of(ParameterType::string, ""));
}

BOOST_AUTO_TEST_CASE(an_int_fits_64_bits) {
    BOOST_TEST(is_of(ParameterType::integer, "9223372036854775807"));
    BOOST_TEST(!is_of(ParameterType::integer, "9223372036854775808"));
    BOOST_TEST(is_of(ParameterType::integer, "-9223372036854775808"));
    BOOST_TEST(is_of(ParameterType::integer, "007"));
    for (const char* text : {"", "-", "+1", "1.0", "0x1", " 1", "1 ", "1_000"}) {
        BOOST_TEST(!is_of(ParameterType::integer, text), text);
    }
}

BOOST_AUTO_TEST_CASE(a_float_is_finite) {
    for (const char* text : {"1", "-1.5", "1e3", "0.25"}) {
        BOOST_TEST(is_of(ParameterType::real, text), text);
    }
    for (const char* text : {"", "nan", "inf", "-infinity", "1e999", "1,5", "0x1p3"}) {
        BOOST_TEST(!is_of(ParameterType::real, text), text);
    }
}

BOOST_AUTO_TEST_CASE(a_uuid_has_its_dashes_where_they_belong) {
    BOOST_TEST(is_of(ParameterType::uuid, "123e4567-e89b-12d3-A456-426614174000"));
    for (const char* text :
         {"", "123e4567e89b12d3a456426614174000", "123e4567-e89b-12d3-a456-42661417400",
          "123e4567-e89b-12d3-a456-4266141740000", "123e4567-e89b-12d3-a456_426614174000",
          "g23e4567-e89b-12d3-a456-426614174000"}) {
        BOOST_TEST(!is_of(ParameterType::uuid, text), text);
    }
}

BOOST_AUTO_TEST_CASE(a_slug_is_of_letters_digits_dash_and_underscore) {
    BOOST_TEST(is_of(ParameterType::slug, "A_first-post-2"));
    for (const char* text : {"", "a.b", "a b", "caf\xC3\xA9", "a/b"}) {
        BOOST_TEST(!is_of(ParameterType::slug, text), text);
    }
}

BOOST_AUTO_TEST_CASE(a_path_may_be_empty) { BOOST_TEST(is_of(ParameterType::path, "")); }

BOOST_AUTO_TEST_SUITE_END()
