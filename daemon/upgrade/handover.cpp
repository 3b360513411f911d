#include "daemon/upgrade/handover.hpp"

#include <sys/socket.h>

#include <algorithm>
#include <limits>
#include <optional>
#include <utility>
#include <variant>

namespace tined::daemon {
namespace {

using http::MovingConnection;

// Behind the head of an offer.
constexpr std::size_t most_bytes = largest_message - 16;

HandoverEnd end_for(Unread unread) noexcept {
    switch (unread) {
        case Unread::unknown_version:
            return HandoverEnd::unknown_version;
        case Unread::malformed:
            return HandoverEnd::malformed;
        case Unread::gone:
        case Unread::nothing_yet:  // which is no end, and is looked at before
            break;
    }
    return HandoverEnd::peer_gone;
}

}  // namespace

const char* describe(HandoverEnd end) noexcept {
    switch (end) {
        case HandoverEnd::done:
            return "all connections are handed over";
        case HandoverEnd::peer_gone:
            return "the other worker is gone";
        case HandoverEnd::peer_silent:
            return "the other worker did not answer in time";
        case HandoverEnd::unknown_version:
            return "the other worker is of another version of tined";
        case HandoverEnd::malformed:
            return "the other worker said what cannot be understood";
        case HandoverEnd::refused:
            return "the kernel has no room for it";
    }
    std::unreachable();
}

// ---- sender ----

ConnectionSender::ConnectionSender(event::Loop& loop, http::Server& server, base::Descriptor end,
                                   std::function<void(HandoverEnd)> on_ended,
                                   std::chrono::milliseconds patience)
    : server_(server),
      on_ended_(std::move(on_ended)),
      end_(std::move(end)),
      readable_(loop, end_.get(), event::Readiness::readable,
                event::call_member<&ConnectionSender::on_readable>, this),
      writable_(loop, end_.get(), event::Readiness::writable,
                event::call_member<&ConnectionSender::send_offer>, this),
      next_(loop, event::call_member<&ConnectionSender::go_on>, this),
      silence_(loop, event::call_member<&ConnectionSender::on_silence>, this),
      patience_(patience) {
    server_.hand_over([this] { next_.start({}); });
    next_.start({});
}

ConnectionSender::~ConnectionSender() {
    if (end_) close();
}

void ConnectionSender::go_on() {
    if (!readable_.start()) return stop(HandoverEnd::refused);
    if (!offer_.empty()) return;  // its answer brings us back here
    fill_offer();
    if (!offer_.empty()) {
        encoded_ = encode(offer_);
        silence_.start(patience_);
        return send_offer();
    }
    if (server_.counts().open > 0) return;
    // If even this finds no room, the end of the pair tells the receiver the same.
    static_cast<void>(send(end_.get(), Done{}));
    stop(HandoverEnd::done);
}

void ConnectionSender::fill_offer() {
    std::size_t size = 0;
    while (offer_.size() < Offer::most && size + largest_record <= most_bytes) {
        auto connection = server_.release_one();
        if (!connection) return;
        size += encoded_size(*connection);
        offer_.push_back(std::move(*connection));
    }
}

void ConnectionSender::send_offer() {
    const auto sent = daemon::send_offer(end_.get(), encoded_, offer_);
    if (!sent && sent.error() == Unsent::no_room) {
        if (!writable_.start()) stop(HandoverEnd::refused);
        return;
    }
    writable_.stop();
    if (!sent) {
        return stop(sent.error() == Unsent::gone ? HandoverEnd::peer_gone : HandoverEnd::refused);
    }
    encoded_.clear();
}

void ConnectionSender::on_readable() {
    const auto message = receive_handover(end_.get());
    if (!message) {
        if (message.error() == Unread::nothing_yet) return;
        return stop(end_for(message.error()));
    }
    const auto* const taken = std::get_if<Taken>(&*message);
    const bool is_awaited = !offer_.empty() && encoded_.empty();
    if (taken == nullptr || !is_awaited) return stop(HandoverEnd::malformed);
    settle(*taken);
    next_.start({});
}

void ConnectionSender::on_silence() { stop(HandoverEnd::peer_silent); }

void ConnectionSender::settle(Taken taken) {
    silence_.stop();
    encoded_.clear();
    for (MovingConnection& connection : std::exchange(offer_, {})) {
        const bool is_taken = (taken.which & 1) != 0;
        taken.which >>= 1;
        if (!is_taken) server_.take_back(std::move(connection));
    }
}

// The order makes both agree: handover_message.hpp.
void ConnectionSender::withdraw() {
    const auto told = send(end_.get(), Withdrawn{});
    ::shutdown(end_.get(), SHUT_RDWR);
    const auto answer = receive_handover(end_.get());
    const auto* const taken = answer ? std::get_if<Taken>(&*answer) : nullptr;
    if (taken != nullptr) return settle(*taken);
    // A receiver that lives and cannot be told would take them for those of a dead sender: better
    // it has them late than that two workers answer the same client.
    const bool may_take = !told && told.error() != Unsent::gone;
    if (may_take) settle({.which = std::numeric_limits<std::uint64_t>::max()});
}

void ConnectionSender::close() {
    const bool is_on_its_way = !offer_.empty() && encoded_.empty();
    if (is_on_its_way) withdraw();
    silence_.stop();
    encoded_.clear();
    // What nobody was asked to take, or nobody could, may be offered to another.
    for (MovingConnection& connection : std::exchange(offer_, {})) {
        server_.take_over(std::move(connection));
    }
    next_.stop();
    writable_.stop();
    readable_.stop();
    end_.reset();
    server_.stop_handing_over();
}

void ConnectionSender::stop(HandoverEnd why) {
    close();
    const auto on_ended = std::move(on_ended_);
    on_ended(why);
}

// ---- receiver ----

ConnectionReceiver::ConnectionReceiver(event::Loop& loop, http::Server& server,
                                       base::Descriptor end,
                                       std::function<void(HandoverEnd)> on_ended)
    : server_(server),
      on_ended_(std::move(on_ended)),
      end_(std::move(end)),
      readable_(loop, end_.get(), event::Readiness::readable,
                event::call_member<&ConnectionReceiver::on_readable>, this),
      begin_(loop, event::call_member<&ConnectionReceiver::begin>, this) {
    begin_.start({});
}

void ConnectionReceiver::begin() {
    if (!readable_.start()) stop(HandoverEnd::refused);
}

void ConnectionReceiver::on_readable() {
    auto message = receive_handover(end_.get());
    if (!message) {
        if (message.error() == Unread::nothing_yet) return;
        return stop(end_for(message.error()));
    }
    if (auto* const offer = std::get_if<Offer>(&*message)) return take(std::move(*offer));
    if (std::holds_alternative<Done>(*message)) return stop(HandoverEnd::done);
    const bool is_withdrawn = std::holds_alternative<Withdrawn>(*message);
    stop(is_withdrawn ? HandoverEnd::peer_gone : HandoverEnd::malformed);
}

// Nothing is read from a connection before the sender can know that it is ours.
void ConnectionReceiver::take(Offer offer) {
    const std::size_t count = std::min(offer.connections.size(), server_.places());
    Taken taken;
    for (std::size_t i = 0; i < count; ++i) taken.which |= std::uint64_t{1} << i;
    const auto told = send(end_.get(), taken);
    if (!told && told.error() != Unsent::gone) return stop(HandoverEnd::refused);
    if (!told && was_withdrawn()) return stop(HandoverEnd::peer_gone);
    for (std::size_t i = 0; i < count; ++i) server_.take_over(std::move(offer.connections[i]));
}

bool ConnectionReceiver::was_withdrawn() const {
    const auto message = receive_handover(end_.get());
    return message && std::holds_alternative<Withdrawn>(*message);
}

void ConnectionReceiver::stop(HandoverEnd why) {
    readable_.stop();
    end_.reset();
    const auto on_ended = std::move(on_ended_);
    on_ended(why);
}

}  // namespace tined::daemon
