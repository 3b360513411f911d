// Makes compressed texts. The only place that knows zlib, brotli and zstd. What it works with is
// kept from one text to the next, so each worker has one.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "http/content_coding.hpp"

struct z_stream_s;
struct ZSTD_CCtx_s;

namespace tined::http {

/// How much time a text is worth. The levels were chosen by measurement: docs/http.md.
enum class Effort : std::uint8_t {
    each_time,  ///< made for one answer
    kept,       ///< made once for many
};

class Encoder {
public:
    Encoder() noexcept;
    ~Encoder();
    Encoder(const Encoder&) = delete;
    Encoder& operator=(const Encoder&) = delete;

    /// The same bytes give the same result: no time, no name in it. Blocks for as long as it takes,
    /// so the caller bounds the size. Throws std::bad_alloc. `coding` is not identity.
    std::string encode(ContentCoding coding, std::string_view bytes, Effort effort);

private:
    struct EndDeflate {
        void operator()(z_stream_s* stream) const noexcept;
    };
    struct FreeContext {
        void operator()(ZSTD_CCtx_s* context) const noexcept;
    };

    std::string gzip(std::string_view bytes, Effort effort);
    std::string brotli(std::string_view bytes, Effort effort) const;
    std::string zstandard(std::string_view bytes, Effort effort);

    // Made when first used.
    std::unique_ptr<z_stream_s, EndDeflate> deflate_;
    std::unique_ptr<ZSTD_CCtx_s, FreeContext> context_;
};

}  // namespace tined::http
