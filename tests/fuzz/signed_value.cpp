// Signed values and their base64: nothing is believed but what was signed.
#include "crypto/signed_value.hpp"
#include "crypto/base64.hpp"
#include "tests/fuzz/fuzzer.hpp"

namespace tined::fuzz {
namespace {

constexpr std::chrono::sys_seconds now{std::chrono::seconds(1'700'000'000)};
constexpr std::chrono::days month(31);

std::optional<std::string> verify(const crypto::KeyRing& ring, std::string_view value) {
    return crypto::verify_value(ring, "name", value, now, month);
}

// The bytes that the input has are signed, and believed; with any one bit changed they are not.
void sign(const crypto::KeyRing& ring, std::string_view input) {
    std::string value = crypto::sign_value(ring, "name", input, now);
    must(verify(ring, value) == input);
    must(!crypto::verify_value(ring, "other", value, now, month));
    must(!crypto::verify_value(ring, "name", value, now + month + std::chrono::seconds(1), month));
    Cuts cuts(input);
    const std::size_t place = (cuts.next(SIZE_MAX) * 31) % value.size();
    value[place] = static_cast<char>(value[place] ^ (1 << cuts.next(8) % 8));
    must(!verify(ring, value));
}

void read_base64(std::string_view input) {
    const auto bytes = crypto::decode_base64(input);
    if (bytes) must_equal(crypto::encode_base64(*bytes), input);
    must(crypto::decode_base64(crypto::encode_base64(input)) == input);
}

crypto::KeyRing make_ring() {
    crypto::KeyRing ring;
    ring.keys.emplace(0, "the key of the fuzzer");
    ring.believes_any_version = true;
    return ring;
}

}  // namespace

void read(std::string_view input) {
    static const crypto::KeyRing ring = make_ring();
    sign(ring, input);
    read_base64(input);
    // One that is in the corpus is signed for this ring; what becomes of it may only be the same.
    const auto value = verify(ring, input);
    if (value) must(crypto::decode_base64(crypto::encode_base64(*value)) == value);
}

}  // namespace tined::fuzz
