#include "http/quick_readers.hpp"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <utility>

namespace tined::http {
namespace {

// What a failure would leave as it was costs time, or memory, and nothing else.
void bound(int socket, int unsent) noexcept {
    static_cast<void>(::setsockopt(socket, IPPROTO_TCP, TCP_NOTSENT_LOWAT, &unsent, sizeof unsent));
}

}  // namespace

void QuickReader::waited(event::Loop::Clock::duration for_room) noexcept {
    if (for_room > QuickReaders::quick_wait) {
        quick_waits_ = 0;
        is_known_ = false;
        give_back();
    } else if (!has_place_ && ++quick_waits_ >= QuickReaders::quick_waits) {
        is_known_ = true;
        take();
    }
}

void QuickReader::take() noexcept {
    if (all_.taken_ == QuickReaders::places) return;
    ++all_.taken_;
    has_place_ = true;
    bound(socket_, QuickReaders::unsent_of_quick);
}

void QuickReader::give_back() noexcept {
    if (!std::exchange(has_place_, false)) return;
    --all_.taken_;
    bound(socket_, QuickReaders::unsent_of_all);
}

}  // namespace tined::http
