#include "http/decoder.hpp"

#include <brotli/decode.h>
#include <zlib.h>
#include <zstd.h>
#include <zstd_errors.h>

#include <algorithm>
#include <limits>
#include <new>
#include <stdexcept>

#include "base/text.hpp"

namespace tined::http {
namespace {

using Decoded = std::expected<Decoder::Piece, DecodeError>;

class GzipDecoder final : public Decoder {
public:
    GzipDecoder() {
        constexpr int gzip_alone = 15 + 16;
        if (::inflateInit2(&stream_, gzip_alone) != Z_OK) throw std::bad_alloc();
    }
    ~GzipDecoder() override { ::inflateEnd(&stream_); }
    GzipDecoder(const GzipDecoder&) = delete;
    GzipDecoder& operator=(const GzipDecoder&) = delete;

    Decoded decode(std::string_view coded) override {
        // RFC 1952 §2.2: a text may consist of several members behind one another.
        if (is_whole_ && !coded.empty() && ::inflateReset(&stream_) != Z_OK) throw std::bad_alloc();
        if (coded.empty() && is_whole_) return Piece{};
        is_whole_ = false;
        coded = coded.substr(0, std::numeric_limits<uInt>::max());
        stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(coded.data()));  // only read
        stream_.avail_in = static_cast<uInt>(coded.size());
        stream_.next_out = reinterpret_cast<Bytef*>(room());
        stream_.avail_out = most_at_once;
        const int result = ::inflate(&stream_, Z_NO_FLUSH);
        if (result == Z_MEM_ERROR) throw std::bad_alloc();
        // Z_BUF_ERROR: there is nothing to do without more.
        if (result != Z_OK && result != Z_STREAM_END && result != Z_BUF_ERROR) {
            return std::unexpected(DecodeError::malformed);
        }
        is_whole_ = result == Z_STREAM_END;
        return Piece{coded.size() - stream_.avail_in, {room(), most_at_once - stream_.avail_out}};
    }
    bool is_whole() const noexcept override { return is_whole_; }

private:
    z_stream stream_{};
    bool is_whole_ = false;
};

class BrotliDecoder final : public Decoder {
public:
    BrotliDecoder() {
        if (state_ == nullptr) throw std::bad_alloc();
    }
    Decoded decode(std::string_view coded) override {
        // Brotli has no members: what comes behind the end is no part of it.
        if (is_whole()) {
            if (coded.empty()) return Piece{};
            return std::unexpected(DecodeError::malformed);
        }
        std::size_t left = coded.size();
        auto next = reinterpret_cast<const std::uint8_t*>(coded.data());
        std::size_t free = most_at_once;
        auto out = reinterpret_cast<std::uint8_t*>(room());
        const auto result =
            ::BrotliDecoderDecompressStream(state_.get(), &left, &next, &free, &out, nullptr);
        if (result == BROTLI_DECODER_RESULT_ERROR) return std::unexpected(DecodeError::malformed);
        return Piece{coded.size() - left, {room(), most_at_once - free}};
    }
    bool is_whole() const noexcept override {
        return ::BrotliDecoderIsFinished(state_.get()) == BROTLI_TRUE;
    }

private:
    struct Free {
        void operator()(BrotliDecoderState* state) const noexcept {
            ::BrotliDecoderDestroyInstance(state);
        }
    };
    std::unique_ptr<BrotliDecoderState, Free> state_{
        ::BrotliDecoderCreateInstance(nullptr, nullptr, nullptr)};
};

class ZstdDecoder final : public Decoder {
public:
    ZstdDecoder() {
        if (context_ == nullptr) throw std::bad_alloc();
        constexpr int most_window = 23;  // 8 MiB, as RFC 9659 §3 has it
        ::ZSTD_DCtx_setParameter(context_.get(), ZSTD_d_windowLogMax, most_window);
    }
    Decoded decode(std::string_view coded) override {
        ZSTD_inBuffer in{coded.data(), coded.size(), 0};
        ZSTD_outBuffer out{room(), most_at_once, 0};
        if (coded.empty() && is_whole_) return Piece{};
        const std::size_t result = ::ZSTD_decompressStream(context_.get(), &out, &in);
        if (::ZSTD_isError(result) != 0) {
            const bool is_window =
                ::ZSTD_getErrorCode(result) == ZSTD_error_frameParameter_windowTooLarge;
            return std::unexpected(is_window ? DecodeError::needs_too_much
                                             : DecodeError::malformed);
        }
        is_whole_ = result == 0;  // a frame's end; another one may follow
        return Piece{in.pos, {room(), out.pos}};
    }
    bool is_whole() const noexcept override { return is_whole_; }

private:
    struct Free {
        void operator()(ZSTD_DCtx* context) const noexcept { ::ZSTD_freeDCtx(context); }
    };
    std::unique_ptr<ZSTD_DCtx, Free> context_{::ZSTD_createDCtx()};
    bool is_whole_ = false;
};

}  // namespace

std::optional<ContentCoding> coding_from(std::string_view name) noexcept {
    for (const ContentCoding coding : all_codings) {
        if (base::equals_ignoring_case(name, name_of(coding))) return coding;
    }
    if (base::equals_ignoring_case(name, "x-gzip")) return ContentCoding::gzip;
    return std::nullopt;
}

std::unique_ptr<Decoder> Decoder::make(ContentCoding coding) {
    switch (coding) {
        case ContentCoding::gzip:
            return std::make_unique<GzipDecoder>();
        case ContentCoding::br:
            return std::make_unique<BrotliDecoder>();
        case ContentCoding::zstd:
            return std::make_unique<ZstdDecoder>();
        case ContentCoding::identity:
            break;
    }
    throw std::invalid_argument("identity needs no decoder");
}

}  // namespace tined::http
