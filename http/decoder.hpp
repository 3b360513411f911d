// Undoes a content coding piece by piece: gzip, br, zstd. Bounded: each call gives at most
// `most_at_once` bytes, however few it takes, so that a small text that stands for gigabytes costs
// no memory; how much of it is wanted is up to who reads.
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <memory>
#include <optional>
#include <string_view>

#include "http/content_coding.hpp"

namespace tined::http {

enum class DecodeError : std::uint8_t {
    malformed,      ///< not of that coding, or its checksum is another
    needs_too_much  ///< zstd: a window past 8 MiB (RFC 9659)
};

/// The coding that Content-Encoding names, if Decoder knows it. `x-gzip` is gzip.
std::optional<ContentCoding> coding_from(std::string_view name) noexcept;

class Decoder {
public:
    static constexpr std::size_t most_at_once = 64 * 1024;

    /// `coding` is not identity.
    static std::unique_ptr<Decoder> make(ContentCoding coding);
    virtual ~Decoder() = default;

    struct Piece {
        std::size_t taken = 0;     ///< bytes used of those given
        std::string_view content;  ///< good until the next call
    };

    /// Takes some of `coded`, and gives some content. Call it again with the rest as long as it
    /// takes or gives something.
    virtual std::expected<Piece, DecodeError> decode(std::string_view coded) = 0;
    /// The coded text may end here: it is whole.
    virtual bool is_whole() const noexcept = 0;

protected:
    Decoder() : room_(std::make_unique_for_overwrite<char[]>(most_at_once)) {}
    char* room() const noexcept { return room_.get(); }

private:
    std::unique_ptr<char[]> room_;
};

}  // namespace tined::http
