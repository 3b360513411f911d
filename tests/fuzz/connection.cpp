// A whole connection: what a client sends, whatever it is, is answered the same however it is cut.
#include <sys/socket.h>
#include <sys/un.h>

#include <cerrno>
#include <csignal>
#include <cstddef>
#include <string>
#include <utility>

#include "event/loop.hpp"
#include "http/server.hpp"
#include "tests/fuzz/fuzzer.hpp"

namespace tined::fuzz {
namespace {

/// Reads each body in one of two ways, and tells what it was asked.
class Echo final : public http::Service {
public:
    event::Task<http::Response> serve(http::Request& request) override {
        return request.path().text.starts_with("/p") ? answer_by_pieces(request) : answer(request);
    }
    http::Response refuse(const http::Refusal& refusal, const http::RequestParts&) override {
        http::Response response(refusal.status);
        response.set_body(std::string(refusal.reason_text));
        return response;
    }

private:
    static event::Task<http::Response> answer(http::Request& request) {
        const auto body = co_await request.body().collect();
        co_return body ? tell(request, *body) : give_up(body.error());
    }
    static event::Task<http::Response> answer_by_pieces(http::Request& request) {
        std::string all;
        while (true) {
            const auto piece = co_await request.body().read();
            if (!piece) co_return give_up(piece.error());
            if (piece->empty()) break;
            all += *piece;
        }
        co_return tell(request, all);
    }
    static http::Response tell(const http::Request& request, std::string_view body) {
        http::Response response;
        std::string text(request.head().method_text);
        text += ' ' + request.path().text + '?';
        text += request.head().query;
        text += ' ' + std::to_string(body.size()) + ' ';
        response.set_body(text += body);
        return response;
    }
    // Whether the rest of a refused body is drained depends on how much of it has come.
    static http::Response give_up(http::BodyError error) {
        http::Response response(http::status_for(error));
        response.close_after();
        return response;
    }
};

/// What was begun must have ended when the connection has.
class Tally final : public http::Observer {
public:
    int connections = 0;
    int requests = 0;

    void on_connection_opened() override { ++connections; }
    void on_connection_closed() override { --connections; }
    void on_connection_came() override { ++connections; }
    void on_connection_left() override { --connections; }
    void on_request_started(std::string_view id, const http::RequestHead&) override {
        must(id.size() == 16);
        ++requests;
        is_asked_ = true;
    }
    void on_request_finished(const http::AccessRecord& record) override {
        must(record.status == 0 || (record.status >= 200 && record.status < 600));
        must(record.body_bytes <= record.bytes);
        if (std::exchange(is_asked_, false)) --requests;
    }
    void on_service_failure(std::string_view, std::string_view) override { must(false); }
    void on_descriptors_exhausted() override { must(false); }

private:
    bool is_asked_ = false;  // else the head was refused before anybody was asked
};

/// A server within this process, and sockets to it.
class World {
public:
    World() : server_(loop_, settings_, service_, tally) {
        std::signal(SIGPIPE, SIG_IGN);
        // A name that the kernel chooses: no file, and none that another fuzzer has.
        base::Descriptor listening(::socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0));
        address_.sun_family = AF_UNIX;
        must(::bind(listening.get(), address(), sizeof(sa_family_t)) == 0);
        must(::listen(listening.get(), 8) == 0);
        size_ = sizeof address_;
        must(::getsockname(listening.get(), address(), &size_) == 0);
        must(server_.add_listener(std::move(listening)));
    }

    base::Descriptor connect() {
        base::Descriptor socket(::socket(AF_UNIX, SOCK_STREAM, 0));
        must(::connect(socket.get(), address(), size_) == 0);
        return socket;
    }
    /// Whatever is ready is handled; nothing is waited for.
    void turn() {
        loop_.post([] {});
        loop_.run_once();
    }

    Tally tally;

private:
    static http::ServerSettings make_settings() {
        http::ServerSettings settings;
        settings.server_header.clear();
        settings.limits.request_line = 200;
        settings.limits.header_size = 1000;
        settings.limits.header_count = 20;
        settings.limits.body_size = 300;
        settings.limits.keepalive_requests = 20;
        return settings;
    }
    sockaddr* address() noexcept { return reinterpret_cast<sockaddr*>(&address_); }

    event::Loop loop_;
    http::ServerSettings settings_ = make_settings();
    Echo service_;
    http::Server server_;
    sockaddr_un address_ = {};
    socklen_t size_ = 0;
};

/// One connection of a client that never waits for an answer before it sends.
class Client {
public:
    explicit Client(World& world) : world_(world), socket_(world.connect()) { world.turn(); }

    void send(std::string_view piece) {
        static_cast<void>(::send(socket_.get(), piece.data(), piece.size(), MSG_NOSIGNAL));
        world_.turn();
        receive();
    }
    /// All that was answered, when the server has closed too.
    std::string finish() {
        ::shutdown(socket_.get(), SHUT_WR);
        constexpr int enough = 20;
        for (int turns = 0; turns < enough && !is_ended_; ++turns) {
            world_.turn();
            receive();
        }
        must(is_ended_);
        return std::move(heard_);
    }

private:
    void receive() {
        char bytes[4096];
        while (!is_ended_) {
            const ssize_t got = ::recv(socket_.get(), bytes, sizeof bytes, MSG_DONTWAIT);
            if (got < 0 && errno == EAGAIN) return;
            is_ended_ = got <= 0;
            if (got > 0) heard_.append(bytes, static_cast<std::size_t>(got));
        }
    }

    World& world_;
    base::Descriptor socket_;
    std::string heard_;
    bool is_ended_ = false;
};

void remove_all(std::string& text, std::string_view begin, std::size_t size) {
    for (std::size_t at = text.find(begin); at != text.npos; at = text.find(begin, at)) {
        text.erase(at, size);
    }
}

// Without what may differ: the second, and whether the body came before it was asked for.
std::string comparable(std::string answers) {
    constexpr std::string_view go_on = "HTTP/1.1 100 Continue\r\n\r\n";
    remove_all(answers, go_on, go_on.size());
    remove_all(answers,
               "\r\nDate: ", std::string_view("\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT").size());
    return answers;
}

}  // namespace

void read(std::string_view input) {
    // A line that comes in pieces may be looked at only when its end is there: here is one.
    const std::string sent = std::string(input) + '\n';
    static World world;
    Client whole(world);
    whole.send(sent);
    const std::string answers = comparable(whole.finish());
    must(answers.empty() || answers.starts_with("HTTP/1.1 "));

    Client cut(world);
    Cuts cuts(sent);
    for (std::string_view rest = sent; !rest.empty();) {
        const std::size_t size = cuts.next(rest.size());
        cut.send(rest.substr(0, size));
        rest.remove_prefix(size);
    }
    must_equal(comparable(cut.finish()), answers);
    world.turn();
    must(world.tally.connections == 0 && world.tally.requests == 0);
}

}  // namespace tined::fuzz
