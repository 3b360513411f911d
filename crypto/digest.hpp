// SHA-256, and HMAC with it: what names content and what vouches for it.
#pragma once

#include <array>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

struct evp_md_ctx_st;

namespace tined::crypto {

using Sha256 = std::array<unsigned char, 32>;

Sha256 sha256(std::string_view bytes);

/// HMAC-SHA-256, RFC 2104, with one key, which is hashed once: a code then costs 7,000 instructions
/// where HMAC(3), which begins with the key each time, costs 20,000. As good as the key to who
/// reads it, so libcrypto overwrites it when it goes.
class HmacKey {
public:
    /// A key of any length, the empty one too: rules for keys are the caller's. Nothing of it needs
    /// to live on.
    explicit HmacKey(std::string_view key);

    Sha256 code_of(std::string_view bytes) const;

private:
    struct Free {
        void operator()(evp_md_ctx_st* context) const noexcept;
    };
    using Context = std::unique_ptr<evp_md_ctx_st, Free>;
    static Context begin_with(const std::array<unsigned char, 64>& block);
    static Sha256 finish(const Context& begun, const void* bytes, std::size_t size);

    Context inner_;  // SHA-256 of the key's block XOR ipad, as far as that
    Context outer_;  // the same of opad
};

/// All of it: 64 lower-case digits.
std::string to_hex(const Sha256& digest);
/// The first 96 bits in 16 characters of base64url: enough that no two contents of a site share
/// it, short enough for an ETag or `?v=`.
std::string short_name(const Sha256& digest);

}  // namespace tined::crypto
