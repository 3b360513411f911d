#include "daemon/sockets/socket_filters.hpp"

#include <linux/filter.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <array>
#include <span>

namespace tined::daemon {
namespace {

bool attach(int socket, int option, std::span<sock_filter> instructions) noexcept {
    const sock_fprog program = {.len = static_cast<unsigned short>(instructions.size()),
                                .filter = instructions.data()};
    return ::setsockopt(socket, SOL_SOCKET, option, &program, sizeof program) == 0;
}

}  // namespace

std::expected<void, base::SystemError> steer_to_first(int socket, unsigned count) {
    // Loads at negative offsets ask for what is beside the packet: here a random number.
    std::array<sock_filter, 3> program = {{
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, static_cast<unsigned>(SKF_AD_OFF + SKF_AD_RANDOM)),
        BPF_STMT(BPF_ALU | BPF_MOD | BPF_K, count),
        BPF_STMT(BPF_RET | BPF_A, 0),
    }};
    if (attach(socket, SO_ATTACH_REUSEPORT_CBPF, program)) return {};
    return std::unexpected(base::SystemError::from_errno("steer new connections"));
}

void steer_to_all(int socket) noexcept {
    const int unused = 0;
    ::setsockopt(socket, SOL_SOCKET, SO_DETACH_REUSEPORT_BPF, &unused, sizeof unused);
}

void refuse_handshakes(int socket) noexcept {
    // A TCP socket's filter sees the segment from its TCP header on.
    constexpr unsigned flags_at = 13;
    std::array<sock_filter, 5> program = {{
        BPF_STMT(BPF_LD | BPF_B | BPF_ABS, flags_at),
        BPF_STMT(BPF_ALU | BPF_AND | BPF_K, TH_SYN | TH_ACK),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, TH_SYN, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, 0),
        BPF_STMT(BPF_RET | BPF_K, 0xffffffff),
    }};
    attach(socket, SO_ATTACH_FILTER, program);
}

void accept_handshakes(int socket) noexcept {
    const int unused = 0;
    ::setsockopt(socket, SOL_SOCKET, SO_DETACH_FILTER, &unused, sizeof unused);
}

}  // namespace tined::daemon
