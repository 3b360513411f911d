#include "daemon/retirement.hpp"

namespace tined::daemon {
namespace {

// A draining worker ends by itself at drain_timeout, and http::Serving::linger_time for its last
// answers; so much later it is taken to hang.
constexpr std::chrono::seconds drain_grace{4};

// The pair's ends live in the two workers alone, so that the end of either is the end of the pair.
// If one of them loses its end, the other finds the pair ended. False: one of them is not told.
bool connect(const Worker& worker, const Worker& successor) noexcept {
    const auto pair = make_channel();
    if (!pair) return false;
    const int from = pair->worker.get();
    const int to = pair->master.get();
    return send(successor.channel.get(), Message::Kind::receive, 0, {&to, 1}) &&
           send(worker.channel.get(), Message::Kind::hand_over, 0, {&from, 1});
}

}  // namespace

void Retirement::retire(Worker& worker, std::chrono::milliseconds drain_timeout,
                        Message::Queue queue, Worker* successor) {
    if (worker.life == Life::retiring) return;
    worker.life = Life::retiring;
    worker.patience = loop_.after(drain_timeout + drain_grace,
                                  [this, pid = worker.pid] { workforce_.kill_overdue(pid); });
    if (successor != nullptr) connect(worker, *successor);
    send(worker.channel.get(), Message::Kind::retire, queue);  // if it is gone, SIGCHLD says so
}

void Retirement::give_heir(const Worker& worker, const Worker* successor) noexcept {
    if (successor != nullptr && connect(worker, *successor)) return;
    send(worker.channel.get(), Message::Kind::hand_over);  // without an end: there is none
}

}  // namespace tined::daemon
