// What a worker's crash handler leaves in the row of the scoreboard: raw numbers, for a handler of
// signals can do no more. The master makes words of it, when the worker is dead.
// Written once, by the dying process; who reads it must expect anything in it.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>

namespace tined::base {

struct CrashRecord {
    static constexpr std::size_t most_frames = 48;

    std::atomic<int> signal = 0;   ///< 0: none was handled; set last but for the frames
    int code;                      ///< siginfo_t::si_code
    std::uint64_t address;         ///< siginfo_t::si_addr, for the signals that have one
    std::uint8_t is_in_loop;       ///< 0: in another thread, which works on no request of the loop
    std::uint8_t has_fingerprint;  ///< of the request that the loop was running
    std::uint64_t fingerprint;
    std::atomic<std::uint32_t> frame_count = 0;     ///< 0: no stack could be had
    std::array<std::uint64_t, most_frames> frames;  ///< addresses, innermost first
};

}  // namespace tined::base
