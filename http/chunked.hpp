// Undoes the chunked transfer coding (RFC 9112 §7.1), piece by piece as the bytes come, without
// copying the content. Strict: sizes are hexadecimal digits alone, every line ends in CRLF, and
// extensions and trailers follow their grammar and are bounded.
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tined::http {

enum class ChunkError : std::uint8_t {
    bad_size,             ///< not only hexadecimal digits, or 2^60 and more
    bad_extension,        ///< not `*( ";" name [ "=" value ] )`
    line_too_long,        ///< a size with its extensions past max_chunk_line
    too_many_extensions,  ///< extensions of the whole body past max_extensions
    bad_line_ending,      ///< a CR without its LF, a LF without its CR, or none after the content
    bad_trailer,          ///< no field line, or one that would change framing or routing
    trailers_too_large,   ///< past max_trailers bytes
};

class ChunkedDecoder {
public:
    static constexpr std::size_t max_chunk_line = 256;
    static constexpr std::size_t max_extensions = 16 * 1024;
    static constexpr std::size_t max_trailers = 8 * 1024;

    struct Piece {
        std::size_t taken = 0;     ///< bytes used of those given, content included
        std::string_view content;  ///< of those bytes; empty when they were framing alone
    };

    /// Takes bytes up to the end of one run of content, or all of them. Call it with what is left
    /// until nothing is or is_finished(); bytes after the body are not taken. After an error the
    /// connection is of no use any more.
    std::expected<Piece, ChunkError> decode(std::string_view received);

    bool is_finished() const noexcept { return step_ == Step::finished; }

    /// Trailer fields, when finished. Those that RFC 9110 §6.5.1 forbids there are dropped;
    /// Content-Length, Transfer-Encoding, Host and Trailer are an error, as nobody sends them
    /// there but to be misread.
    const std::vector<std::pair<std::string, std::string>>& trailers() const noexcept {
        return trailers_;
    }

private:
    enum class Step : std::uint8_t { size, content, content_end, trailers, finished };

    struct Bound {
        std::size_t most;  // bytes of a line with its CRLF
        ChunkError too_long;
    };

    Bound line_bound() const noexcept;
    std::expected<std::optional<std::string_view>, ChunkError> take_line(std::string_view& rest);
    std::expected<void, ChunkError> read_line(std::string_view line);
    std::expected<void, ChunkError> read_size(std::string_view line);
    std::expected<void, ChunkError> read_trailer(std::string_view line);

    Step step_ = Step::size;
    std::uint64_t left_ = 0;      // of this chunk's content
    std::size_t extensions_ = 0;  // bytes of them in all chunks so far
    std::size_t trailer_bytes_ = 0;
    std::string gathered_;  // the beginning of a line that is not whole yet
    std::vector<std::pair<std::string, std::string>> trailers_;
};

}  // namespace tined::http
