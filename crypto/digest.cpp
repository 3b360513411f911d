#include "crypto/digest.hpp"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <limits>
#include <new>
#include <stdexcept>

#include "base/text.hpp"
#include "crypto/base64.hpp"

namespace tined::crypto {
namespace {

std::string_view as_text(const Sha256& digest) {
    return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

}  // namespace

Sha256 sha256(std::string_view bytes) {
    Sha256 digest;
    unsigned size = 0;
    // Fails only without memory, or in a libcrypto built without SHA-256.
    if (EVP_Digest(bytes.data(), bytes.size(), digest.data(), &size, EVP_sha256(), nullptr) != 1) {
        throw std::runtime_error("libcrypto refused SHA-256");
    }
    return digest;
}

Sha256 hmac_sha256(std::string_view key, std::string_view bytes) {
    if (key.size() > static_cast<std::size_t>(std::numeric_limits<int>::max())) {
        throw std::length_error("the key is too long for libcrypto");
    }
    Sha256 digest;
    unsigned size = 0;
    // A null key means "the one of before" to libcrypto, which is not what an empty one means.
    const char* const key_bytes = key.empty() ? "" : key.data();
    const auto* const data = reinterpret_cast<const unsigned char*>(bytes.data());
    if (HMAC(EVP_sha256(), key_bytes, static_cast<int>(key.size()), data, bytes.size(),
             digest.data(), &size) == nullptr) {
        throw std::runtime_error("libcrypto refused HMAC-SHA-256");
    }
    return digest;
}

std::string to_hex(const Sha256& digest) { return base::to_hex(as_text(digest)); }

std::string short_name(const Sha256& digest) {
    constexpr std::size_t kept = 12;
    return encode_base64url(as_text(digest).substr(0, kept));
}

}  // namespace tined::crypto
