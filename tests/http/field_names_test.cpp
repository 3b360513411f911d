#include "http/field_names.hpp"

#include <boost/test/unit_test.hpp>
#include <string>

#include "base/text.hpp"

using tined::http::FieldNames;
using tined::http::is_field;

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

// Names of fewer bytes than a step, of one, and of steps that overlap.
BOOST_AUTO_TEST_CASE(a_name_is_its_literal_in_any_case_and_no_other_token_is) {
    BOOST_TEST(is_field("te", "te"));
    BOOST_TEST(is_field("HOST", "host"));
    BOOST_TEST(is_field("if-match", "If-Match"));
    BOOST_TEST(is_field("Transfer-ENCODING", "transfer-encoding"));
    BOOST_TEST(!is_field("Hosts", "host"));
    BOOST_TEST(!is_field("Hos", "host"));
    const std::string known = "x-forwarded-proto";
    for (std::size_t at = 0; at < known.size(); ++at) {
        for (int byte = 0; byte < 256; ++byte) {
            std::string name = known;
            name[at] = static_cast<char>(byte);
            if (!tined::base::is_token(name)) continue;
            const bool is_same = tined::base::equals_ignoring_case(name, known);
            BOOST_TEST(is_field(name, "x-forwarded-proto") == is_same, name);
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
