#include "value/hash.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <random>

namespace tined::value {
namespace {

struct State {
    std::uint64_t v0, v1, v2, v3;

    void round() noexcept {
        v0 += v1;
        v1 = std::rotl(v1, 13) ^ v0;
        v0 = std::rotl(v0, 32);
        v2 += v3;
        v3 = std::rotl(v3, 16) ^ v2;
        v0 += v3;
        v3 = std::rotl(v3, 21) ^ v0;
        v2 += v1;
        v1 = std::rotl(v1, 17) ^ v2;
        v2 = std::rotl(v2, 32);
    }

    void take(std::uint64_t word) noexcept {
        v3 ^= word;
        round();
        round();
        v0 ^= word;
    }
};

// The algorithm's words are little-endian.
std::uint64_t word_at(const char* bytes, std::size_t size) noexcept {
    std::uint64_t word = 0;
    for (std::size_t i = 0; i < size; ++i) {
        word |= std::uint64_t{static_cast<unsigned char>(bytes[i])} << (8 * i);
    }
    return word;
}

HashKey draw_key() {
    std::random_device random;
    const auto word = [&random] { return std::uint64_t{random()} << 32 | random(); };
    const std::uint64_t first = word();
    return {first, word()};
}

const HashKey& secret_key() {
    static const HashKey key = draw_key();
    return key;
}

std::uint64_t hash_of_word(std::uint64_t word) noexcept {
    char bytes[sizeof word];
    std::memcpy(bytes, &word, sizeof word);
    return siphash(secret_key(), {bytes, sizeof bytes});
}

std::uint64_t hash_of_real(double real) noexcept {
    // A whole number hashes as the integer that it equals. 2^63 itself is past int64.
    constexpr double limit = 0x1p63;
    if (real >= -limit && real < limit && real == std::trunc(real)) {
        return hash_of_word(static_cast<std::uint64_t>(static_cast<std::int64_t>(real)));
    }
    return hash_of_word(std::bit_cast<std::uint64_t>(real));
}

// What equal ones share for sure: their kind and size. Enough for what is rare as a key.
std::uint64_t hash_of_shape(const Value& value) {
    return hash_of_word(static_cast<std::uint64_t>(value.kind()) << 56 ^ value.size());
}

// Of the first few elements, and not of what is within them: a list may be as large as it likes.
std::uint64_t hash_of_list(const Value& value) {
    constexpr std::size_t most_hashed = 4;
    std::uint64_t hash = hash_of_shape(value);
    for (const Value& item : value.as_list().items().first(std::min(value.size(), most_hashed))) {
        const bool is_plain = item.is_number() || item.is_text();
        hash = std::rotl(hash, 7) ^ (is_plain ? hash_of(item) : hash_of_shape(item));
    }
    return hash;
}

}  // namespace

std::uint64_t siphash(HashKey key, std::string_view bytes) noexcept {
    State state{key.first ^ 0x736f6d6570736575, key.second ^ 0x646f72616e646f6d,
                key.first ^ 0x6c7967656e657261, key.second ^ 0x7465646279746573};
    const char* at = bytes.data();
    std::size_t left = bytes.size();
    for (; left >= 8; at += 8, left -= 8) state.take(word_at(at, 8));
    state.take(word_at(at, left) | std::uint64_t{bytes.size()} << 56);
    state.v2 ^= 0xff;
    for (int i = 0; i < 4; ++i) state.round();
    return state.v0 ^ state.v1 ^ state.v2 ^ state.v3;
}

std::uint64_t hash_of(std::string_view text) noexcept { return siphash(secret_key(), text); }

std::uint64_t hash_of(const Value& value) {
    switch (value.kind()) {
        case Kind::boolean:
        case Kind::integer:
            return hash_of_word(static_cast<std::uint64_t>(value.as_integer()));
        case Kind::real:
            return hash_of_real(value.as_real());
        case Kind::text:
            return hash_of(value.as_text());
        case Kind::list:
            return hash_of_list(value);
        case Kind::undefined:
        case Kind::null:
        case Kind::map:
        case Kind::object:
        case Kind::callable:
            return hash_of_shape(value);
    }
    return 0;
}

}  // namespace tined::value
