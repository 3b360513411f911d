// The content codings that tined makes, or finds beside a file (RFC 9110 §8.4.1): gzip (RFC 1952),
// br (RFC 7932), zstd (RFC 8878).
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace tined::http {

enum class ContentCoding : std::uint8_t { identity, gzip, br, zstd };

inline constexpr std::size_t coding_count = 4;

/// All but identity, best first: of about the same size, zstd takes the least time.
inline constexpr std::array<ContentCoding, 3> all_codings = {ContentCoding::zstd, ContentCoding::br,
                                                             ContentCoding::gzip};

/// As Content-Encoding has it.
std::string_view name_of(ContentCoding coding) noexcept;

/// Of the file that holds another's content in that coding: ".gz". Empty for identity.
std::string_view file_ending_of(ContentCoding coding) noexcept;

/// How the body of an answer came to its coding, for http/compressor.hpp to go by.
struct CodingChoice {
    enum class State : std::uint8_t {
        open,    ///< nobody has chosen: the compressor does, by type and size
        fixed,   ///< the body stays as it is, whatever the client accepts
        chosen,  ///< by Accept-Encoding; the body is still to be coded
        told,    ///< the same, and the fields say so already
        coded,   ///< by Accept-Encoding; the body is coded already
    };
    State state = State::open;
    ContentCoding coding = ContentCoding::identity;  ///< of what is chosen, told or coded
};

}  // namespace tined::http
