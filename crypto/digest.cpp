#include "crypto/digest.hpp"

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include <algorithm>
#include <stdexcept>

#include "base/text.hpp"
#include "crypto/base64.hpp"

namespace tined::crypto {
namespace {

// What fails in here does so only without memory, or in a libcrypto built without SHA-256.
constexpr const char* refused = "libcrypto refused SHA-256";

constexpr unsigned char inner_pad = 0x36;
constexpr unsigned char outer_pad = 0x5c;

std::string_view as_text(const Sha256& digest) {
    return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

}  // namespace

Sha256 sha256(std::string_view bytes) {
    Sha256 digest;
    unsigned size = 0;
    if (EVP_Digest(bytes.data(), bytes.size(), digest.data(), &size, EVP_sha256(), nullptr) != 1) {
        throw std::runtime_error(refused);
    }
    return digest;
}

HmacKey::HmacKey(std::string_view key) {
    std::array<unsigned char, 64> block{};  // RFC 2104: the hash of a key that is longer
    if (key.size() > block.size()) {
        std::ranges::copy(sha256(key), block.begin());
    } else {
        std::ranges::copy(key, block.begin());
    }
    for (auto& byte : block) byte ^= inner_pad;
    inner_ = begin_with(block);
    for (auto& byte : block) byte ^= inner_pad ^ outer_pad;
    outer_ = begin_with(block);
    OPENSSL_cleanse(block.data(), block.size());
}

HmacKey::Context HmacKey::begin_with(const std::array<unsigned char, 64>& block) {
    Context context(EVP_MD_CTX_new());
    if (!context || EVP_DigestInit_ex(context.get(), EVP_sha256(), nullptr) != 1 ||
        EVP_DigestUpdate(context.get(), block.data(), block.size()) != 1) {
        throw std::runtime_error(refused);
    }
    return context;
}

Sha256 HmacKey::finish(const Context& begun, const void* bytes, std::size_t size) {
    Sha256 digest;
    const Context context(EVP_MD_CTX_new());
    if (!context || EVP_MD_CTX_copy_ex(context.get(), begun.get()) != 1 ||
        EVP_DigestUpdate(context.get(), bytes, size) != 1 ||
        EVP_DigestFinal_ex(context.get(), digest.data(), nullptr) != 1) {
        throw std::runtime_error(refused);
    }
    return digest;
}

Sha256 HmacKey::code_of(std::string_view bytes) const {
    const Sha256 inner = finish(inner_, bytes.data(), bytes.size());
    return finish(outer_, inner.data(), inner.size());
}

void HmacKey::Free::operator()(evp_md_ctx_st* context) const noexcept { EVP_MD_CTX_free(context); }

std::string to_hex(const Sha256& digest) { return base::to_hex(as_text(digest)); }

std::string short_name(const Sha256& digest) {
    constexpr std::size_t kept = 12;
    return encode_base64url(as_text(digest).substr(0, kept));
}

}  // namespace tined::crypto
