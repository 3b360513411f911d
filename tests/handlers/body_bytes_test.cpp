#include "handlers/body_bytes.hpp"

#include <fcntl.h>

#include <boost/test/unit_test.hpp>
#include <memory>
#include <string>

#include "event/sleep.hpp"
#include "tests/support/temporary_folder.hpp"

namespace base = tined::base;
namespace http = tined::http;
using tined::handlers::body_bytes;

namespace {

tined::event::AsyncGenerator<std::string> pieces() {
    co_yield "one ";
    co_await tined::event::sleep_for(std::chrono::milliseconds(1));
    co_yield "two";
}

}  // namespace

BOOST_AUTO_TEST_SUITE(body_bytes_)

BOOST_AUTO_TEST_CASE(a_body_is_its_bytes_wherever_they_are) {
    const tined::tests::TemporaryFolder folder;
    const std::string path = folder.write("a", "0123456789");
    const auto file = std::make_shared<const base::Descriptor>(::open(path.c_str(), O_RDONLY));
    const http::FileBody part{.file = file, .offset = 2, .length = 3};
    tined::event::Loop loop;
    http::Response response;
    BOOST_TEST(body_bytes(response, loop) == "");
    response.set_body("text");
    BOOST_TEST(body_bytes(response, loop) == "text");
    response.set_body(std::make_shared<const std::string>("shared"));
    BOOST_TEST(body_bytes(response, loop) == "shared");
    response.set_body(part);
    BOOST_TEST(body_bytes(response, loop) == "234");
    response.set_body(http::PiecesBody{std::string("a "), part});
    BOOST_TEST(body_bytes(response, loop) == "a 234");
    response.set_body(std::make_shared<tined::event::AsyncGenerator<std::string>>(pieces()));
    BOOST_TEST(body_bytes(response, loop) == "one two");
}

BOOST_AUTO_TEST_SUITE_END()
