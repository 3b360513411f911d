#include "daemon/sockets/sockets.hpp"

#include <fmt/format.h>
#include <netinet/in.h>

#include <algorithm>
#include <cassert>
#include <cerrno>
#include <limits>
#include <utility>

#include "daemon/sockets/socket_filters.hpp"

namespace tined::daemon {
namespace {

using base::Descriptor;
using base::SystemError;

std::unexpected<SystemError> failed(std::string_view about) {
    return std::unexpected(SystemError::from_errno(about));
}

bool set_option(int fd, int level, int option) noexcept {
    const int on = 1;
    return ::setsockopt(fd, level, option, &on, sizeof on) == 0;
}

std::uint16_t port_of(const sockaddr_storage& address) noexcept {
    if (address.ss_family == AF_INET) {
        return ntohs(reinterpret_cast<const sockaddr_in&>(address).sin_port);
    }
    if (address.ss_family == AF_INET6) {
        return ntohs(reinterpret_cast<const sockaddr_in6&>(address).sin6_port);
    }
    return 0;
}

void set_port(sockaddr_storage& address, std::uint16_t port) noexcept {
    if (address.ss_family == AF_INET) {
        reinterpret_cast<sockaddr_in&>(address).sin_port = htons(port);
    } else if (address.ss_family == AF_INET6) {
        reinterpret_cast<sockaddr_in6&>(address).sin6_port = htons(port);
    }
}

bool asks_for_any_port(const ListenAddress& address) noexcept {
    return !address.is_unix() && !address.is_activated() && port_of(address.storage) == 0;
}

std::expected<Descriptor, SystemError> make_socket(const ListenAddress& address) {
    const int family = address.storage.ss_family;
    Descriptor socket(::socket(family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
    if (!socket) return failed("make a socket");
    if (address.is_unix()) return socket;
    if (!set_option(socket.get(), SOL_SOCKET, SO_REUSEADDR)) return failed("set SO_REUSEADDR");
    // Else [::] would take 0.0.0.0's port as well, and whoever names both could not have both.
    if (family == AF_INET6 && !set_option(socket.get(), IPPROTO_IPV6, IPV6_V6ONLY)) {
        return failed("set IPV6_V6ONLY");
    }
    return socket;
}

std::expected<void, SystemError> bind_tcp(int fd, const ListenAddress& address) {
    const auto* const name = reinterpret_cast<const sockaddr*>(&address.storage);
    if (::bind(fd, name, address.length) != 0) return failed("bind");
    return {};
}

std::expected<Descriptor, SystemError> bind_first(ListenAddress& address) {
    auto socket = make_socket(address);
    if (!socket) return socket;
    const int fd = socket->get();
    if (auto bound = bind_tcp(fd, address); !bound) return std::unexpected(bound.error());
    // At once: two that are bound and not yet listening do not see each other.
    if (::listen(fd, address.listen.backlog) != 0) return failed("listen");
    if (!set_option(fd, SOL_SOCKET, SO_REUSEPORT)) return failed("set SO_REUSEPORT");
    socklen_t length = sizeof address.storage;
    if (::getsockname(fd, reinterpret_cast<sockaddr*>(&address.storage), &length) != 0) {
        return failed("ask for the socket's name");
    }
    return socket;
}

std::expected<Descriptor, SystemError> bind_another(const ListenAddress& address) {
    auto socket = make_socket(address);
    if (!socket) return socket;
    if (!set_option(socket->get(), SOL_SOCKET, SO_REUSEPORT)) return failed("set SO_REUSEPORT");
    if (auto bound = bind_tcp(socket->get(), address); !bound) {
        return std::unexpected(bound.error());
    }
    return socket;
}

bool has(const Sockets::Plan& plan, const std::string& key) {
    return std::ranges::find(plan.keys, key) != plan.keys.end();
}

Failure explain(const ListenAddress& address, const SystemError& error) {
    const std::string name = config::to_string(address.listen.address);
    if (error.code() == EADDRINUSE) {
        return Failure(
            ExitCode::failed_at_work,
            fmt::format("{}: {}: the address is in use by another program", address.where, name));
    }
    return Failure(ExitCode::failed_at_work,
                   fmt::format("{}: {}: {}", address.where, name, error.what()));
}

}  // namespace

std::expected<Sockets::Plan, Failure> Sockets::prepare(const std::vector<config::Listen>& wanted,
                                                       unsigned slots) {
    const auto addresses = resolve(wanted, passed_.activated());
    if (!addresses) return std::unexpected(addresses.error());
    take_passed(*addresses);
    // A port that is free at one address may be taken at the next; then another is tried.
    const bool may_try_again = std::ranges::any_of(*addresses, asks_for_any_port);
    for (int tries = may_try_again ? 16 : 1;; --tries) {
        const auto bound = bind_all(*addresses, slots);
        if (bound) break;
        roll_back();
        if (tries == 1) return std::unexpected(bound.error());
    }
    Plan plan = {.keys = {}, .wanted = {}, .families = {}, .slots = slots};
    for (const ListenAddress& address : *addresses) {
        plan.keys.push_back(address.key());
        plan.wanted.push_back(address.listen);
        plan.families.push_back(address.listen.forwarded_by);
    }
    return plan;
}

std::expected<Sockets::Plan, Failure> Sockets::rehearse(const std::vector<config::Listen>& wanted) {
    const auto addresses = resolve(wanted, passed_.activated());
    if (!addresses) return std::unexpected(addresses.error());
    for (const ListenAddress& address : *addresses) {
        if (address.is_activated() || address.is_unix()) continue;
        if (!passed_.take(address.storage).sockets.empty()) continue;
        const auto socket = make_socket(address);
        auto free = socket ? bind_tcp(socket->get(), address) : std::unexpected(socket.error());
        if (!free) return std::unexpected(explain(address, free.error()));
    }
    passed_.close_rest();
    return Plan{.keys = {}, .wanted = {}, .families = {}, .slots = 1};
}

// Those with a port first: one without takes any port's that is left.
void Sockets::take_passed(const std::vector<ListenAddress>& addresses) {
    for (const bool any_port : {false, true}) {
        for (const ListenAddress& address : addresses) {
            if (asks_for_any_port(address) == any_port) take_passed_for(address);
        }
    }
    passed_.close_rest();
}

void Sockets::take_passed_for(const ListenAddress& address) {
    if (find(address.key()) != nullptr || address.is_activated()) return;
    auto [number, sockets] = passed_.take(address.storage);
    if (sockets.empty()) return;
    for (const Descriptor& socket : sockets) accept_handshakes(socket.get());
    Group group = {
        .key = address.key(), .address = address, .sockets = {}, .file = {}, .number = number};
    socklen_t length = sizeof group.address.storage;
    auto* const name = reinterpret_cast<sockaddr*>(&group.address.storage);
    if (::getsockname(sockets.front().get(), name, &length) != 0) return;
    if (address.is_unix()) {
        auto file = UnixSocketFile::existing(address);
        if (!file) return;  // it is bound anew
        group.file = std::move(*file);
    }
    group.sockets = std::move(sockets);
    // They are in service: new ones beside them are not, before the first commit().
    group.committed = group.sockets.size();
    slots_ = std::max(slots_, static_cast<unsigned>(group.committed));
    groups_.push_back(std::move(group));
}

std::vector<PassedOn> Sockets::to_pass_on() const {
    return named(std::numeric_limits<std::size_t>::max());
}

std::vector<PassedOn> Sockets::to_store() const {
    auto all = named(std::max(slots_, 1u));
    // What systemd listens on itself it passes again without.
    std::erase_if(all, [](const PassedOn& one) { return !is_stored_name(one.name); });
    return all;
}

// At most so many of each address.
std::vector<PassedOn> Sockets::named(std::size_t most) const {
    std::vector<PassedOn> all;
    for (const Group& group : groups_) {
        for (std::size_t i = 0; i < std::min(most, group.sockets.size()); ++i) {
            all.push_back({group.sockets[i].get(), group.address.is_activated()
                                                       ? group.address.activated_as
                                                       : stored_name(group.number, i)});
        }
    }
    return all;
}

// Nor one of those that are leaving: their names may be in a store still.
std::size_t Sockets::free_number() const noexcept {
    std::size_t number = 0;
    const auto is_taken = [&number](const Group& group) { return group.number == number; };
    while (std::ranges::any_of(groups_, is_taken) || std::ranges::any_of(leaving_, is_taken)) {
        ++number;
    }
    return number;
}

std::expected<void, Failure> Sockets::bind_all(const std::vector<ListenAddress>& addresses,
                                               unsigned slots) {
    for (const ListenAddress& address : addresses) {
        const std::string key = address.key();
        if (find(key) == nullptr && !take_back(key)) {
            const std::size_t number = free_number();
            groups_.push_back(
                {.key = key, .address = address, .sockets = {}, .file = {}, .number = number});
            if (asks_for_any_port(address)) set_port(groups_.back().address.storage, free_port());
        }
        const auto bound = bind_group(*find(key), slots);
        if (!bound) return std::unexpected(explain(address, bound.error()));
    }
    return {};
}

std::expected<void, SystemError> Sockets::bind_group(Group& group, unsigned slots) {
    if (group.address.is_activated()) {
        if (!group.sockets.empty()) return {};
        auto socket = passed_.copy_activated(group.address.storage);
        if (!socket) return std::unexpected(socket.error());
        group.sockets.push_back(std::move(*socket));
        return {};
    }
    if (group.address.is_unix()) {
        if (!group.sockets.empty()) return {};
        auto socket = make_socket(group.address);
        if (!socket) return std::unexpected(socket.error());
        auto file = UnixSocketFile::bind(socket->get(), group.address);
        if (!file) return std::unexpected(file.error());
        group.file = std::move(*file);
        if (::listen(socket->get(), group.address.listen.backlog) != 0) return failed("listen");
        group.sockets.push_back(std::move(*socket));
        return {};
    }
    if (group.sockets.size() < slots) hold(group);
    while (group.sockets.size() < slots) {
        auto socket =
            group.sockets.empty() ? bind_first(group.address) : bind_another(group.address);
        if (!socket) return std::unexpected(socket.error());
        if (group.sockets.empty()) {
            group.sockets.push_back(std::move(*socket));
        } else if (const auto joined = join(group, std::move(*socket)); !joined) {
            return joined;
        }
    }
    return {};
}

// New connections shall not come to a socket whose worker is not there yet. A group of one cannot
// be steered: so the second refuses them, until it has joined and both can.
std::expected<void, SystemError> Sockets::join(Group& group, Descriptor socket) {
    const bool is_second = group.sockets.size() == 1;
    if (is_second) refuse_handshakes(socket.get());
    if (::listen(socket.get(), group.address.listen.backlog) != 0) return failed("listen");
    group.sockets.push_back(std::move(socket));
    if (!is_second) return {};
    hold(group);
    accept_handshakes(group.sockets.back().get());
    return {};
}

// Only those whose slots are in service get new connections; before any is, only the first, whose
// worker will be there first.
void Sockets::hold(const Group& group) const noexcept {
    if (group.is_shared() || group.sockets.size() < 2) return;
    const unsigned count = group.committed > 0 ? slots_ : 1;
    // Without it some connections wait longer, until all workers are there.
    static_cast<void>(steer_to_first(group.sockets.front().get(), count));
}

void Sockets::settle(const Group& group) const noexcept {
    if (group.is_shared()) return;
    if (group.sockets.size() > slots_) return hold(group);
    steer_to_all(group.sockets.front().get());
}

// The port that another address found already, or 0.
std::uint16_t Sockets::free_port() const noexcept {
    for (const Group& group : groups_) {
        const auto* tcp = std::get_if<config::TcpAddress>(&group.address.listen.address);
        if (tcp != nullptr && tcp->port == 0 && !group.sockets.empty()) {
            return port_of(group.address.storage);
        }
    }
    return 0;
}

std::vector<std::string> Sockets::commit(const Plan& plan) {
    for (Group& group : groups_) {
        if (has(plan, group.key)) continue;
        refuse_new(group);
        leaving_.push_back(std::move(group));
    }
    std::erase_if(groups_, [&](const Group& group) { return !has(plan, group.key); });
    slots_ = plan.slots;
    for (Group& group : groups_) {
        group.committed = group.sockets.size();
        settle(group);
    }
    std::vector<std::string> unchanged;
    for (std::size_t i = 0; i < plan.keys.size(); ++i) {
        Group* const group = find(plan.keys[i]);
        if (group == nullptr) continue;
        if (const auto adjusted = adjust(*group, plan.wanted[i]); !adjusted) {
            unchanged.push_back(explain(group->address, adjusted.error()).lines.front());
        }
    }
    return unchanged;
}

std::expected<void, SystemError> Sockets::adjust(Group& group, const config::Listen& wanted) {
    const config::Listen before = std::exchange(group.address.listen, wanted);
    if (before.backlog != wanted.backlog) {
        for (const Descriptor& socket : group.sockets) {
            if (::listen(socket.get(), wanted.backlog) != 0) return failed("set the backlog");
        }
    }
    if (!group.file || (before.mode == wanted.mode && before.group == wanted.group)) return {};
    return UnixSocketFile::adjust(group.address);
}

void Sockets::roll_back() {
    std::erase_if(groups_, [](const Group& group) {
        if (group.committed == 0 && group.file) group.file->remove();
        return group.committed == 0;
    });
    for (Group& group : groups_) {
        while (group.sockets.size() > group.committed) group.sockets.pop_back();
        settle(group);
    }
}

bool Sockets::has_uncommitted() const noexcept {
    return std::ranges::any_of(
        groups_, [](const Group& group) { return group.sockets.size() > group.committed; });
}

unsigned Sockets::depth() const noexcept {
    std::size_t deepest = slots_;
    for (const Group& group : groups_) {
        if (!group.is_shared()) deepest = std::max(deepest, group.committed);
    }
    return static_cast<unsigned>(deepest);
}

std::vector<int> Sockets::of_slot(unsigned slot) const {
    std::vector<int> found;
    for (const Group& group : groups_) {
        if (!group.is_shared() && slot < group.committed) {
            found.push_back(group.sockets[slot].get());
        }
    }
    return found;
}

void Sockets::close_last() {
    const std::size_t last = depth() - 1;
    assert(last >= slots_ && !has_uncommitted());
    for (Group& group : groups_) {
        if (group.is_shared() || group.sockets.size() <= last) continue;
        group.sockets.pop_back();
        group.committed = group.sockets.size();
        settle(group);
    }
}

std::vector<InheritedSocket> Sockets::take(const Plan& plan, unsigned slot) {
    std::vector<InheritedSocket> taken;
    for (Group& group : groups_) {
        const auto key = std::ranges::find(plan.keys, group.key);
        if (key == plan.keys.end()) continue;
        const auto family = plan.families[static_cast<std::size_t>(key - plan.keys.begin())];
        Descriptor& socket = group.sockets[group.is_shared() ? 0 : slot];
        taken.push_back({.socket = std::move(socket), .forwarded_by = family});
    }
    groups_.clear();
    leaving_.clear();
    passed_ = PassedSockets();
    return taken;
}

std::vector<std::string> Sockets::urls(const Plan& plan) const {
    std::vector<std::string> found;
    for (const std::string& key : plan.keys) {
        if (const Group* group = find(key)) found.push_back(url_of(group->address.storage));
    }
    return found;
}

void Sockets::refuse_new(const Group& group) {
    if (group.file) group.file->remove();
    if (group.is_shared()) return;
    for (const Descriptor& socket : group.sockets) refuse_handshakes(socket.get());
}

void Sockets::refuse_new() const {
    for (const Group& group : groups_) refuse_new(group);
}

// A TCP address that a reload has left and the next one wants again, before it was closed. (A unix
// socket's file is gone: it is made anew.)
bool Sockets::take_back(const std::string& key) {
    const auto found = std::ranges::find(leaving_, key, &Group::key);
    if (found == leaving_.end() || found->address.is_unix()) return false;
    for (const Descriptor& socket : found->sockets) accept_handshakes(socket.get());
    groups_.push_back(std::move(*found));
    groups_.back().committed = 0;
    leaving_.erase(found);
    return true;
}

void Sockets::close() {
    for (const Group& group : groups_) {
        if (group.file) group.file->remove();
    }
    groups_.clear();
    leaving_.clear();
}

Sockets::Group* Sockets::find(const std::string& key) noexcept {
    const auto found = std::ranges::find(groups_, key, &Group::key);
    return found == groups_.end() ? nullptr : &*found;
}

const Sockets::Group* Sockets::find(const std::string& key) const noexcept {
    const auto found = std::ranges::find(groups_, key, &Group::key);
    return found == groups_.end() ? nullptr : &*found;
}

}  // namespace tined::daemon
