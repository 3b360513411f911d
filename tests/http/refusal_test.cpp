#include "http/refusal.hpp"

#include <boost/test/unit_test.hpp>

#include "http/body.hpp"
#include "http/form.hpp"
#include "http/request_parser.hpp"
#include "http/target.hpp"

namespace tined::http {
namespace {

BOOST_AUTO_TEST_SUITE(refusal)

BOOST_AUTO_TEST_CASE(what_is_malformed_is_400) {
    BOOST_TEST(status_for(ParseError::bad_request_line) == 400);
    BOOST_TEST(status_for(ParseError::ambiguous_framing) == 400);
    BOOST_TEST(status_for(BodyError::malformed) == 400);
    BOOST_TEST(status_for(PathError::nul) == 400);
    BOOST_TEST(status_for(FormError::malformed) == 400);
}

BOOST_AUTO_TEST_CASE(what_is_too_large_says_which_part) {
    BOOST_TEST(status_for(ParseError::target_too_long) == 414);
    BOOST_TEST(status_for(ParseError::head_too_large) == 431);
    BOOST_TEST(status_for(BodyError::too_large) == 413);
    BOOST_TEST(status_for(FormError::too_many_parts) == 413);
}

BOOST_AUTO_TEST_CASE(what_cannot_be_done_says_so) {
    BOOST_TEST(status_for(ParseError::unmet_expectation) == 417);
    BOOST_TEST(status_for(ParseError::unknown_method) == 501);
    BOOST_TEST(status_for(ParseError::authority_target) == 501);
    BOOST_TEST(status_for(ParseError::unsupported_version) == 505);
    BOOST_TEST(status_for(BodyError::no_space) == 507);
}

BOOST_AUTO_TEST_CASE(what_is_late_is_408) {
    BOOST_TEST(head_timed_out().status == 408);
    BOOST_TEST(status_for(BodyError::timed_out) == 408);
}

BOOST_AUTO_TEST_CASE(each_has_a_sentence) {
    BOOST_TEST(refusal_for(ParseError::bad_host).reason_text == "The Host field is malformed.");
    BOOST_TEST(!refusal_for(BodyError::truncated).reason_text.empty());
    BOOST_TEST(!refusal_for(PathError::bad_escape).reason_text.empty());
    BOOST_TEST(!refusal_for(FormError::part_head_too_large).reason_text.empty());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace tined::http
