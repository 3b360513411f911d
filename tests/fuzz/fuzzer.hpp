// What a fuzzer is: a function that reads one input and holds what comes of it against properties
// that every input must have. libFuzzer makes the inputs, the sanitizers watch the memory.
#pragma once

#include <cstddef>
#include <cstdint>
#include <source_location>
#include <string_view>

namespace tined::fuzz {

/// Defined by each fuzzer. `input` ends where its memory ends, so that a read past it is seen.
/// What it does depends on `input` alone: a find must be found again.
void read(std::string_view input);

/// A property. If it does not hold, says where and aborts; libFuzzer keeps the input.
void must(bool holds, std::source_location where = std::source_location::current());

/// For two texts that must be the same: tells both if they are not.
void must_equal(std::string_view a, std::string_view b,
                std::source_location where = std::source_location::current());

/// A way to cut bytes into pieces, as a network does. It is drawn from the bytes themselves, so
/// that a corpus file is what is sent and nothing else.
class Cuts {
public:
    explicit Cuts(std::string_view bytes) noexcept;
    /// The size of the next piece of `left` bytes: from 1 to all of them, mostly few.
    std::size_t next(std::size_t left) noexcept;

private:
    std::uint64_t state_;
};

/// Whether `part` lies within the memory of `whole`: a view that a reader gave out must.
bool is_within(std::string_view part, std::string_view whole) noexcept;

}  // namespace tined::fuzz
