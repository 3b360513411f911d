// A handler that asks another server.
#include <sys/socket.h>

#include <boost/test/unit_test.hpp>
#include <string>
#include <thread>

#include "app/tined.hpp"
#include "event/acceptor.hpp"

namespace {

using namespace tined;

/// Answers one connection with `answer`, whatever it asks.
class OneAnswer {
public:
    explicit OneAnswer(std::string answer)
        : listening_(event::listen_at(*event::parse_address("127.0.0.1", 0)).value()),
          address_(event::local_address(listening_.get()).value()) {
        base::set_nonblocking(listening_.get(), false).value();
        thread_ = std::thread([this, answer = std::move(answer)] {
            const base::Descriptor peer(
                ::accept4(listening_.get(), nullptr, nullptr, SOCK_CLOEXEC));
            char head[4096];
            if (::recv(peer.get(), head, sizeof head, 0) <= 0) return;
            ::send(peer.get(), answer.data(), answer.size(), MSG_NOSIGNAL);
        });
    }
    ~OneAnswer() {
        ::shutdown(listening_.get(), SHUT_RDWR);
        thread_.join();
    }
    OneAnswer(const OneAnswer&) = delete;
    OneAnswer& operator=(const OneAnswer&) = delete;

    std::string url() const { return "http://" + address_.text() + "/"; }

private:
    base::Descriptor listening_;
    event::SocketAddress address_;
    std::thread thread_;
};

Task<Response> hand_on(Request request) {
    const std::string url = request.argument<std::string>("url");
    auto answer = co_await of_worker<Client>().get(url);
    if (!answer) throw HttpError(502, answer.error().what);
    co_return Response::stream(pieces_of(std::move(*answer)), "text/plain");
}

app::Answered ask(const std::string& url) {
    App app;
    app.get("/", hand_on);
    return Trial(app).ask("GET /?url=" + url);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(client_in_a_handler)

BOOST_AUTO_TEST_CASE(the_answer_of_another_server_is_handed_on_as_it_comes) {
    const OneAnswer other("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello");
    const app::Answered seen = ask(other.url());
    BOOST_TEST(seen.status == 200);
    BOOST_TEST(seen.body == "hello");
}

BOOST_AUTO_TEST_CASE(what_goes_wrong_with_it_can_be_told) {
    const OneAnswer other("no HTTP");
    BOOST_TEST(ask(other.url()).status == 502);
}

BOOST_AUTO_TEST_SUITE_END()
