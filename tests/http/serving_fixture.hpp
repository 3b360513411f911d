// A server on a free port, with a small service and clients, all in one thread: the loop turns
// until what a test waits for is there.
#pragma once

#include <arpa/inet.h>
#include <linux/sockios.h>
#include <netinet/in.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>
#include <chrono>
#include <coroutine>
#include <csignal>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "event/timer.hpp"
#include "http/server.hpp"

namespace tined::tests {

/// A door that handlers wait at until the test opens it.
class Gate {
public:
    struct Waiting {
        Gate& gate;
        bool await_ready() const noexcept { return false; }
        void await_suspend(std::coroutine_handle<> whom) noexcept { gate.waiting_ = whom; }
        void await_resume() const noexcept {}
        ~Waiting() { gate.waiting_ = nullptr; }
    };
    Waiting pass() noexcept { return Waiting{*this}; }
    bool has_somebody() const noexcept { return waiting_ != nullptr; }
    void open() { std::exchange(waiting_, nullptr).resume(); }

private:
    std::coroutine_handle<> waiting_;
};

/// Answers by path; what is not there is echoed.
class SmallService : public http::Service {
public:
    Gate gate;
    std::map<std::string, http::Response, std::less<>> constant;
    int given_up = 0;
    std::optional<http::BodyError> body_error;
    std::uint64_t body_limit = 0;

    event::Task<http::Response> serve(http::Request& request) override {
        const std::string& path = request.path().text;
        if (path == "/at-once") throw std::runtime_error("thrown before there is a task");
        if (path == "/collect") return collect(request);
        if (path == "/pieces") return count_pieces(request);
        if (path == "/wait") return wait(request);
        if (path == "/throw") return fail();
        return plain(request);
    }

    http::Response refuse(const http::Refusal& refusal, const http::RequestParts& read) override {
        if (read.head->target == "/worse") throw std::runtime_error("no page for that");
        http::Response response(refusal.status);
        response.set_body(std::string(refusal.reason_text));
        return response;
    }

private:
    struct Witness {
        int& count;
        bool is_done = false;
        ~Witness() {
            if (!is_done) ++count;
        }
    };

    event::Task<http::Response> plain(http::Request& request) {
        const auto found = constant.find(request.path().text);
        if (found != constant.end()) co_return found->second;
        http::Response response;
        response.set_body(std::string(request.head().method_text) + " " + request.path().text);
        co_return response;
    }
    event::Task<http::Response> collect(http::Request& request) {
        if (body_limit != 0) request.body().set_limit(body_limit);
        const auto body = co_await request.body().collect();
        co_return answer_with(body ? *body : std::string_view("error"), body);
    }
    event::Task<http::Response> count_pieces(http::Request& request) {
        std::string all;
        for (;;) {
            const auto piece = co_await request.body().read();
            if (!piece) co_return answer_with("error", piece);
            if (piece->empty()) break;
            all += *piece;
        }
        http::Response response;
        response.set_body(std::move(all));
        co_return response;
    }
    http::Response answer_with(std::string_view text,
                               const std::expected<std::string_view, http::BodyError>& body) {
        http::Response response(body ? 200 : http::status_for(body.error()));
        if (!body) body_error = body.error();
        response.set_body(std::string(text));
        return response;
    }
    event::Task<http::Response> wait(http::Request& request) {
        Witness witness{given_up};
        co_await gate.pass();
        witness.is_done = true;
        http::Response response;
        response.set_body("waited for " + std::string(request.head().query));
        co_return response;
    }
    event::Task<http::Response> fail() {
        throw std::runtime_error("thrown by a handler");
        co_return http::Response();
    }
};

/// Writes down what it is told.
class Witnesses : public http::Observer {
public:
    struct Record {
        std::string id, peer, address, target;
        int status = 0;
        std::uint64_t bytes = 0;
        std::uint64_t body_bytes = 0;
        bool is_cut_short = false;
    };
    int opened = 0;
    int closed = 0;
    int came = 0;
    int left = 0;
    int exhausted = 0;
    std::vector<std::string> started;
    std::vector<Record> finished;
    std::vector<std::string> failures;

    void on_connection_opened() override { ++opened; }
    void on_connection_closed() override { ++closed; }
    void on_connection_came() override { ++came; }
    void on_connection_left() override { ++left; }
    void on_request_started(std::string_view id, const http::RequestHead&) override {
        started.emplace_back(id);
    }
    void on_request_finished(const http::AccessRecord& record) override {
        finished.push_back({std::string(record.id), std::string(record.peer), record.client.address,
                            std::string(record.head.target), record.status, record.bytes,
                            record.body_bytes, record.is_cut_short});
    }
    void on_service_failure(std::string_view, std::string_view what) override {
        failures.emplace_back(what);
    }
    void on_descriptors_exhausted() override { ++exhausted; }
};

/// Replaces what differs from run to run.
inline std::string without_date(std::string text) {
    constexpr std::string_view name = "Date: ";
    for (std::size_t at = 0; (at = text.find(name, at)) != text.npos; at += name.size())
        text.replace(at + name.size(), 29, "D");
    return text;
}

/// A client that never blocks.
class Client {
public:
    explicit Client(base::Descriptor socket) : socket_(std::move(socket)) {}

    void send(std::string_view bytes) {
        BOOST_REQUIRE(::send(socket_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL) ==
                      static_cast<ssize_t>(bytes.size()));
    }
    /// Until all that was sent lies in the other end's kernel, read or not.
    void wait_until_delivered() const {
        const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(10);
        for (int unacknowledged = 1; unacknowledged > 0;) {
            BOOST_REQUIRE(std::chrono::steady_clock::now() < end);
            BOOST_REQUIRE(::ioctl(socket_.get(), SIOCOUTQ, &unacknowledged) == 0);
        }
    }
    /// As much as the kernel takes.
    std::size_t send_some(std::string_view bytes) {
        const auto sent =
            ::send(socket_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
        return sent > 0 ? static_cast<std::size_t>(sent) : 0;
    }
    void finish_sending() { ::shutdown(socket_.get(), SHUT_WR); }
    void reset() {
        const linger at_once{.l_onoff = 1, .l_linger = 0};
        ::setsockopt(socket_.get(), SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
        socket_.reset();
    }
    void close() { socket_.reset(); }

    /// All that has come so far, taken out of the kernel.
    const std::string& heard() {
        char bytes[65536];
        for (;;) {
            const ssize_t got = ::recv(socket_.get(), bytes, sizeof bytes, MSG_DONTWAIT);
            is_ended_ = is_ended_ || got == 0;
            is_reset_ = is_reset_ || (got < 0 && errno == ECONNRESET);
            if (got <= 0) return heard_;
            heard_.append(bytes, static_cast<std::size_t>(got));
        }
    }
    std::string take() { return std::exchange(heard_, {}); }
    bool is_ended() {
        heard();
        return is_ended_;
    }
    bool is_reset() {
        heard();
        return is_reset_;
    }

private:
    base::Descriptor socket_;
    std::string heard_;
    bool is_ended_ = false;
    bool is_reset_ = false;
};

struct ServingFixture {
    event::Loop loop;
    http::ServerSettings settings;
    http::ForwardedBy family = http::ForwardedBy::x_forwarded;
    SmallService service;
    Witnesses seen;
    http::Observer* observer = &seen;  ///< of the server
    std::unique_ptr<http::Server> server;

    ServingFixture() {
        std::signal(SIGPIPE, SIG_IGN);
        settings.server_header = "t";
        tick_.start_periodic(std::chrono::milliseconds(1));
    }

    /// After the settings are as the test wants them.
    void start() {
        base::Descriptor listening(
            ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
        address_.sin_family = AF_INET;
        address_.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address_;
        auto* const address = reinterpret_cast<sockaddr*>(&address_);
        BOOST_REQUIRE(::bind(listening.get(), address, size) == 0);
        BOOST_REQUIRE(::listen(listening.get(), 128) == 0);
        BOOST_REQUIRE(::getsockname(listening.get(), address, &size) == 0);
        server = std::make_unique<http::Server>(loop, settings, service, *observer);
        BOOST_REQUIRE(server->add_listener(std::move(listening), family));
    }

    bool can_connect() const {
        const base::Descriptor socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
        const auto* const address = reinterpret_cast<const sockaddr*>(&address_);
        return ::connect(socket.get(), address, sizeof address_) == 0;
    }

    /// `receive_buffer` bytes of the kernel's, if given: a client that soon takes no more.
    Client connect(int receive_buffer = 0) {
        base::Descriptor socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
        if (receive_buffer != 0)
            ::setsockopt(socket.get(), SOL_SOCKET, SO_RCVBUF, &receive_buffer,
                         sizeof receive_buffer);
        auto* const address = reinterpret_cast<sockaddr*>(&address_);
        BOOST_REQUIRE(::connect(socket.get(), address, sizeof address_) == 0);
        return Client(std::move(socket));
    }

    /// Turns the loop until `condition` holds. That it never does is a failed test, after 10 s.
    template <typename Condition>
    void until(Condition condition) {
        const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(10);
        while (!condition()) {
            BOOST_REQUIRE(std::chrono::steady_clock::now() < end);
            loop.run_once();
        }
    }
    void until_heard(Client& client, std::string_view text) {
        until([&] { return client.heard().find(text) != std::string::npos; });
    }
    void turn(int times) {
        for (int i = 0; i < times; ++i) loop.run_once();
    }

    /// Sends, waits for the end of the connection, gives all that was answered.
    std::string ask(std::string_view bytes) {
        Client client = connect();
        client.send(bytes);
        until([&] { return client.is_ended(); });
        return without_date(client.take());
    }

private:
    static void ignore(int, short, void*) {}
    event::Timer tick_{loop, &ServingFixture::ignore, nullptr};
    sockaddr_in address_ = {};
};

}  // namespace tined::tests
