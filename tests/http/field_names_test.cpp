#include "http/field_names.hpp"

#include <boost/test/unit_test.hpp>

using tined::http::FieldNames;

BOOST_AUTO_TEST_SUITE(field_names)

BOOST_AUTO_TEST_CASE(a_name_that_was_added_may_be_there_however_it_is_written) {
    FieldNames names;
    names.add("If-None-Match");
    BOOST_TEST(names.may_have("if-none-match"));
    BOOST_TEST(names.may_have("IF-NONE-MATCH"));
    names.clear();
    BOOST_TEST(!names.may_have("if-none-match"));
}

BOOST_AUTO_TEST_CASE(of_common_names_none_is_taken_for_another) {
    for (const auto* name : {"Accept", "Range", "If-Match", "If-None-Match", "If-Modified-Since",
                             "Vary", "ETag", "Date", "Server", "Content-Type"}) {
        FieldNames names;
        names.add(name);
        for (const auto* other : {"Cache-Control", "Content-Encoding", "Location"})
            BOOST_TEST(!names.may_have(other), name << " and " << other);
    }
}

BOOST_AUTO_TEST_CASE(two_sets_may_share_a_name_only_if_one_was_added_to_both) {
    FieldNames a;
    a.add("Vary");
    FieldNames b;
    b.add("ETag");
    BOOST_TEST(!a.may_share_one(b));
    b.add("vary");
    BOOST_TEST(a.may_share_one(b));
    a.clear();
    a.add(b);
    BOOST_TEST(a.may_have("ETag"));
}

BOOST_AUTO_TEST_CASE(an_empty_name_is_never_there) {
    FieldNames names;
    names.add("");
    BOOST_TEST(!names.may_have(""));
}

BOOST_AUTO_TEST_SUITE_END()
