#include "http/encoder.hpp"

#include <brotli/encode.h>
#include <zlib.h>
#include <zstd.h>

#include <new>

namespace tined::http {
namespace {

struct Levels {
    int gzip;
    int br;
    int zstd;
};

constexpr Levels levels_of(Effort effort) noexcept {
    return effort == Effort::kept ? Levels{.gzip = 6, .br = 5, .zstd = 6}
                                  : Levels{.gzip = 4, .br = 3, .zstd = 3};
}

constexpr int gzip_window = 15 + 16;  // 32 KiB, and gzip's head and end in place of zlib's
constexpr int gzip_memory = 8;        // zlib's default: 256 KiB in all

}  // namespace

Encoder::Encoder() noexcept = default;
Encoder::~Encoder() = default;

void Encoder::EndDeflate::operator()(z_stream_s* stream) const noexcept {
    ::deflateEnd(stream);
    delete stream;
}

void Encoder::FreeContext::operator()(ZSTD_CCtx_s* context) const noexcept {
    ::ZSTD_freeCCtx(context);
}

std::string Encoder::encode(ContentCoding coding, std::string_view bytes, Effort effort) {
    switch (coding) {
        case ContentCoding::gzip:
            return gzip(bytes, effort);
        case ContentCoding::br:
            return brotli(bytes, effort);
        case ContentCoding::zstd:
            return zstandard(bytes, effort);
        case ContentCoding::identity:
            break;
    }
    return std::string(bytes);
}

std::string Encoder::gzip(std::string_view bytes, Effort effort) {
    const int level = levels_of(effort).gzip;
    if (!deflate_) {
        std::unique_ptr<z_stream> made(new z_stream());
        if (::deflateInit2(made.get(), level, Z_DEFLATED, gzip_window, gzip_memory,
                           Z_DEFAULT_STRATEGY) != Z_OK) {
            throw std::bad_alloc();
        }
        deflate_.reset(made.release());
    }
    z_stream& stream = *deflate_;
    ::deflateReset(&stream);
    ::deflateParams(&stream, level, Z_DEFAULT_STRATEGY);
    std::string out(::deflateBound(&stream, bytes.size()), '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));  // only read
    stream.avail_in = static_cast<uInt>(bytes.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    if (::deflate(&stream, Z_FINISH) != Z_STREAM_END) throw std::bad_alloc();
    out.resize(stream.total_out);
    return out;
}

std::string Encoder::brotli(std::string_view bytes, Effort effort) const {
    std::size_t size = ::BrotliEncoderMaxCompressedSize(bytes.size());
    std::string out(size, '\0');
    const auto done =
        ::BrotliEncoderCompress(levels_of(effort).br, BROTLI_DEFAULT_WINDOW, BROTLI_MODE_TEXT,
                                bytes.size(), reinterpret_cast<const std::uint8_t*>(bytes.data()),
                                &size, reinterpret_cast<std::uint8_t*>(out.data()));
    if (done != BROTLI_TRUE) throw std::bad_alloc();
    out.resize(size);
    return out;
}

std::string Encoder::zstandard(std::string_view bytes, Effort effort) {
    if (!context_) context_.reset(::ZSTD_createCCtx());
    if (!context_) throw std::bad_alloc();
    std::string out(::ZSTD_compressBound(bytes.size()), '\0');
    const std::size_t size = ::ZSTD_compressCCtx(
        context_.get(), out.data(), out.size(), bytes.data(), bytes.size(), levels_of(effort).zstd);
    if (::ZSTD_isError(size) != 0) throw std::bad_alloc();
    out.resize(size);
    return out;
}

}  // namespace tined::http
