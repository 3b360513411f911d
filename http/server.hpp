// The serving half of one worker: accepts connections from its listeners and keeps them until they
// end, or until another server has them. What they are asked goes to the Service, what they do is
// told to the Observer.
#pragma once

#include <cstddef>
#include <deque>
#include <functional>
#include <list>
#include <optional>
#include <string_view>
#include <utility>

#include "base/descriptor.hpp"
#include "event/listener.hpp"
#include "event/loop.hpp"
#include "http/connection.hpp"
#include "http/moving_connection.hpp"
#include "http/observer.hpp"
#include "http/server_settings.hpp"
#include "http/service.hpp"
#include "http/serving.hpp"

namespace tined::http {

class Server final : event::Listener::Owner, ConnectionOwner {
public:
    /// All must outlive it. Destroying it ends all connections, also those at work.
    Server(event::Loop& loop, const ServerSettings& settings, Service& service, Observer& observer);
    ~Server();
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    /// Takes a listening, nonblocking socket (TCP or unix) and accepts from it at once. What its
    /// trusted peers say of their clients is read as `family` has it. False: the kernel cannot
    /// watch it.
    [[nodiscard]] bool add_listener(base::Descriptor socket,
                                    ForwardedBy family = ForwardedBy::x_forwarded);
    /// Accepts at once all that has queued up on the listener with that descriptor, which still
    /// accepts after it. No limit holds for these: nobody else will accept them.
    void accept_queued(int listener);
    /// The same, on all of them.
    void accept_queued();
    /// Accepts no more there, and closes the descriptor. Other processes may have the socket too.
    void close_listener(int listener) noexcept;

    /// Stops accepting and closes its listeners; answers what is being asked, or is asked within
    /// Serving::last_chance_time on a connection at rest, with `Connection: close`. `on_drained` is
    /// called once, from the loop, when no connection is left; who will not wait so long destroys
    /// the server, but not in there.
    void drain(std::function<void()> on_drained);

    /// After drain(), when there is no more time: what handlers are still at is answered 503. So
    /// the rest is gone within Serving::linger_time, but for clients that read slowly.
    void give_up();

    /// Stops accepting and closes its listeners. From now on connections at rest wait for
    /// release_one(), and are served on until then; the others are answered, and kept if the client
    /// will, and come to rest between two requests, whatever the client has sent behind the first.
    /// `on_rest` is called whenever one has, and when the last is gone: from within a connection's
    /// work, so it may only see to it that something is done later.
    void hand_over(std::function<void()> on_rest);
    /// The connection that rests longest; it is none of this server's any more. Not from `on_rest`.
    std::optional<MovingConnection> release_one();
    /// One that was released and that nobody took: it ends with its next answer, or if it asks
    /// nothing within Serving::last_chance_time.
    void take_back(MovingConnection connection);
    /// Connections are as in a server that never handed over, but that no others come. drain() does
    /// the same, and ends them.
    void stop_handing_over();

    /// How many connections may be taken over now; none while the server drains.
    std::size_t places() const noexcept;
    /// Serves one that another server has released; what is unread of it is answered in here.
    void take_over(MovingConnection connection);

    /// At Limits::connections, and when the process has only a few descriptors left (those are for
    /// files and the spool), the longest idle connection makes way for a new one. If none rests,
    /// nothing is accepted (one connection is over the limit then) until one has ended.
    struct Counts {
        std::size_t open = 0;  ///< with those that wait in here to be released
        std::size_t idle = 0;  ///< of them at rest between two requests
    };
    Counts counts() const noexcept;

private:
    static int first_spare_descriptor() noexcept;

    struct Door final : event::Listener {
        Door(event::Loop& loop, base::Descriptor socket, event::Listener::Owner& owner,
             ForwardedBy its_family) noexcept
            : Listener(loop, std::move(socket), owner, first_spare_descriptor()),
              family(its_family) {}
        ForwardedBy family;
    };

    Peer peer_at(const Door& door, const event::SocketAddress& address) const;
    void on_accepted(event::Listener& listener, base::Descriptor socket,
                     const event::SocketAddress& peer) override;
    void on_descriptors_exhausted(event::Listener& listener, int error) override;
    bool free_descriptor() override;
    void remove(Connection& connection) override;
    void send_away(Connection& connection, std::string_view unread) override;
    void on_rest() override;

    void stop_accepting() noexcept;
    MovingConnection release(Connection& connection, std::string_view unread);
    void go_on(MovingConnection connection, bool must_end);
    void make_room();
    void go_on_accepting();
    void tell_if_empty();

    Serving serving_;
    std::list<Door> listeners_;
    std::list<Connection> connections_;
    std::function<void()> on_drained_;
    std::function<void()> on_rest_;
    std::deque<MovingConnection> leaving_;  // with unread bytes, or they would rest as the others
};

}  // namespace tined::http
