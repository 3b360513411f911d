#include "http/response.hpp"

#include <boost/test/unit_test.hpp>
#include <memory>
#include <stdexcept>
#include <string>

using tined::http::FileBody;
using tined::http::Response;
using tined::http::SharedBody;

BOOST_AUTO_TEST_SUITE(response)

BOOST_AUTO_TEST_CASE(setting_replaces_and_adding_does_not) {
    Response response;
    response.add("A", "1");
    response.add("a", "2");
    response.add("B", "3");
    response.set("A", "4");
    BOOST_TEST(response.fields().text() == "B: 3\r\nA: 4\r\n");
    response.remove("b");
    BOOST_TEST(!response.has("B"));
}

BOOST_AUTO_TEST_CASE(the_size_is_that_of_whatever_body_it_has) {
    Response response;
    BOOST_TEST(response.body_size() == 0U);
    response.set_body("four");
    BOOST_TEST(response.body_size() == 4U);
    response.set_body(std::make_shared<const std::string>("three"));
    BOOST_TEST(response.body_size() == 5U);
    response.set_body(SharedBody());
    BOOST_TEST(response.body_size() == 0U);
    response.set_body(FileBody{nullptr, 10, 77});
    BOOST_TEST(response.body_size() == 77U);
    response.clear_body();
    BOOST_TEST(response.body_size() == 0U);
}

BOOST_AUTO_TEST_CASE(a_body_can_be_taken_away) {
    Response response;
    response.set_body("text");
    BOOST_TEST(std::get<std::string>(response.take_body()) == "text");
    BOOST_TEST(response.body_size() == 0U);
}

BOOST_AUTO_TEST_CASE(copies_of_a_shared_answer_share_until_they_are_changed) {
    Response original(404);
    original.add("A", "1");
    original.set_body("gone");
    original.share();
    Response copy = original;
    BOOST_TEST(copy.status() == 404);
    BOOST_TEST((copy.fields().text().data() == original.fields().text().data()));
    BOOST_TEST(std::get<SharedBody>(copy.body()).get() ==
               std::get<SharedBody>(original.body()).get());

    copy.add("B", "2");
    copy.set("A", "3");
    BOOST_TEST(copy.fields().text() == "B: 2\r\nA: 3\r\n");
    BOOST_TEST(original.fields().text() == "A: 1\r\n");
    original.share();
    BOOST_TEST(original.fields().text() == "A: 1\r\n");
}

BOOST_AUTO_TEST_CASE(removing_what_a_shared_answer_does_not_have_leaves_it_shared) {
    Response original;
    original.add("A", "1");
    original.share();
    Response copy = original;
    copy.remove("B");
    BOOST_TEST((copy.fields().text().data() == original.fields().text().data()));
}

BOOST_AUTO_TEST_CASE(a_reason_cannot_end_the_status_line) {
    Response response;
    response.set_reason("Fine So Far");
    BOOST_CHECK_THROW(response.set_reason("OK\r\nA: b"), std::invalid_argument);
    BOOST_TEST(response.reason() == "Fine So Far");
}

BOOST_AUTO_TEST_SUITE_END()
