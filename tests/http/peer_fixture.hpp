// A server that does what a script says, well or badly, for the tests of http::Client.
#pragma once

#include <sys/socket.h>

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <chrono>
#include <cstddef>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/text.hpp"
#include "event/acceptor.hpp"
#include "event/event.hpp"
#include "event/loop.hpp"
#include "event/run.hpp"
#include "event/sleep.hpp"
#include "event/spawn.hpp"
#include "event/stream.hpp"
#include "event/task.hpp"
#include "event/task_group.hpp"
#include "event/turn.hpp"
#include "http/client.hpp"

namespace tined::tests {

using namespace std::chrono_literals;

/// What the peer does with one request, after it has read its head, and the body that has a length.
struct Step {
    enum class Then : std::uint8_t { keep, close, reset, stall };

    std::string answer;
    Then then = Then::keep;
    std::size_t cut = 0;                 ///< bytes that are sent at once; 0: all
    bool reads_body = true;              ///< false: it answers at the head, and reads no more
    std::chrono::milliseconds pause{0};  ///< between what is sent at once
};

inline std::string answer(std::string_view body, std::string_view fields = {},
                          std::string_view status = "200 OK") {
    std::string text = "HTTP/1.1 ";
    text.append(status).append("\r\n").append(fields).append("Content-Length: ");
    return text.append(std::to_string(body.size())).append("\r\n\r\n").append(body);
}

class Peer {
public:
    explicit Peer(event::Loop& loop)
        : loop_(loop),
          acceptor_(loop, event::listen_at(*event::parse_address("127.0.0.1", 0)).value()) {
        group_.spawn(accept());
    }

    std::string url(std::string_view target = "/") const {
        const auto address = event::local_address(acceptor_.fd()).value();
        return "http://" + address.text() + std::string(target);
    }

    std::deque<Step> steps;             ///< for the requests in their order; the last is repeated
    std::vector<std::string> requests;  ///< with their bodies
    int connections = 0;
    int open = 0;
    int answered = 0;            ///< answers that the kernel has taken whole
    bool stops_reading = false;  ///< behind the first head

private:
    event::Task<> accept() {
        while (true) {
            auto accepted = co_await acceptor_.accept();
            BOOST_TEST_REQUIRE(accepted.has_value());
            ++connections;
            group_.spawn(serve(std::move(accepted->socket)));
        }
    }

    event::Task<> serve(base::Descriptor socket) {
        event::Stream stream(loop_, std::move(socket));
        const Counted here(open);
        std::string unread;
        while (true) {
            const bool has_request = co_await read_request(stream, unread);
            if (!has_request) co_return;
            if (stops_reading) co_await never_.wait();
            const Step step = next_step();
            co_await send(stream, step);
            if (step.then == Step::Then::close) co_return;
            if (step.then == Step::Then::reset) co_return reset(stream);
            if (step.then == Step::Then::stall) co_await read_until_end(stream);
        }
    }

    Step next_step() {
        BOOST_TEST_REQUIRE(!steps.empty());
        Step step = steps.front();
        if (steps.size() > 1) steps.pop_front();
        return step;
    }

    // False at the end of the connection.
    event::Task<bool> read_request(event::Stream& stream, std::string& unread) {
        std::size_t size = std::string::npos;
        while (true) {
            if (size == std::string::npos) size = size_of(unread);
            if (size != std::string::npos && unread.size() >= size) break;
            char bytes[4096];
            const auto got = co_await stream.read_some(bytes, event::Stream::no_deadline);
            if (!got || *got == 0) co_return false;
            unread.append(bytes, *got);
        }
        requests.push_back(unread.substr(0, size));
        unread.erase(0, size);
        co_return true;
    }

    // Of the first request in it; npos while that is not known.
    std::size_t size_of(const std::string& text) const {
        const std::size_t end = text.find("\r\n\r\n");
        if (end == std::string::npos) return end;
        const bool reads_body = steps.empty() || steps.front().reads_body;
        if (reads_body && text.find("Transfer-Encoding: chunked") < end) {
            const std::size_t last = text.find("0\r\n\r\n", end);
            return last == std::string::npos ? last : last + 5;
        }
        const std::size_t length = text.find("Content-Length: ");
        if (!reads_body || length > end) return end + 4;
        const std::size_t digits = length + 16;
        return end + 4 +
               *base::parse_integer<std::size_t>(
                   std::string_view(text).substr(digits, text.find('\r', digits) - digits));
    }

    event::Task<> send(event::Stream& stream, const Step& step) {
        std::string_view left = step.answer;
        while (!left.empty()) {
            const std::string_view piece = left.substr(0, step.cut == 0 ? left.size() : step.cut);
            const auto sent = co_await stream.write(piece, 10s);
            if (!sent) co_return;
            left.remove_prefix(piece.size());
            if (!left.empty()) co_await event::sleep_for(step.pause);
        }
        ++answered;
    }

    event::Task<> read_until_end(event::Stream& stream) {
        char bytes[4096];
        while (true) {
            const auto got = co_await stream.read_some(bytes, event::Stream::no_deadline);
            if (!got || *got == 0) co_return;
        }
    }

    static void reset(event::Stream& stream) {
        const linger at_once{.l_onoff = 1, .l_linger = 0};
        ::setsockopt(stream.fd(), SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    }

    struct Counted {
        explicit Counted(int& of) : count(of) { ++count; }
        ~Counted() { --count; }
        Counted(const Counted&) = delete;
        Counted& operator=(const Counted&) = delete;
        int& count;
    };

    event::Loop& loop_;
    event::Acceptor acceptor_;
    event::Event never_;
    event::TaskGroup group_;
};

/// Looks whether who passes pieces on lets the loop's others have their turn in between.
class TurnWatch {
public:
    void on_piece() {
        run_ = turns_ == turns_before_ ? run_ + 1 : 1;
        turns_before_ = turns_;
        longest_ = std::max(longest_, run_);
    }
    /// The most pieces between which nobody else had a turn.
    int longest() const noexcept { return longest_; }
    /// What that may be: who was first in one iteration of the loop may be last in the next.
    static constexpr int most = 2 * event::Turn::most_pieces;

private:
    event::Task<> count() {
        while (true) {
            ++turns_;
            co_await event::sleep_for(0ms);
        }
    }

    int turns_ = 0;
    int turns_before_ = 0;
    int run_ = 0;
    int longest_ = 0;
    event::Spawned<void> counting_ = event::spawn(count());
};

/// A loop with a peer on it; the client is made by the first use, after its settings are set.
struct PeerFixture {
    event::Loop loop;
    event::Loop::Entered entered{loop};
    Peer peer{loop};
    http::ClientSettings settings;

    http::Client& client() {
        if (!client_) client_.emplace(settings);
        return *client_;
    }

    /// What came of a request, body and all.
    struct Outcome {
        int status = 0;
        std::string body;
        std::string url;
        std::string fault;  ///< the name of what went wrong, empty if nothing did
    };
    static event::Task<Outcome> ask_all(http::Client& client, http::ClientRequest request) {
        Outcome outcome;
        auto response = co_await client.send(std::move(request));
        if (!response) {
            outcome.fault = name_of(response.error().fault);
            co_return outcome;
        }
        outcome.status = response->status();
        outcome.url = response->url().text();
        auto body = co_await response->collect();
        if (body) {
            outcome.body = std::move(*body);
        } else {
            outcome.fault = name_of(body.error().fault);
        }
        co_return outcome;
    }
    Outcome ask(http::ClientRequest request) {
        return run(loop, ask_all(client(), std::move(request)));
    }
    Outcome get(std::string_view target = "/") {
        http::ClientRequest request;
        request.url = peer.url(target);
        return ask(std::move(request));
    }

    /// Turns the loop until `condition` holds. That it never does is a failed test, after 10 s.
    template <typename Condition>
    void until(Condition condition) {
        const auto end = std::chrono::steady_clock::now() + 10s;
        while (!condition()) {
            BOOST_REQUIRE(std::chrono::steady_clock::now() < end);
            auto tick = event::spawn(pause());
            while (!tick.is_done()) loop.run_once();
        }
    }

private:
    static event::Task<> pause() { co_await event::sleep_for(1ms); }

    std::optional<http::Client> client_;
};

}  // namespace tined::tests
