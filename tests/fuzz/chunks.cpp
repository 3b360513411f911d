// Bodies in the chunked transfer coding: ChunkedDecoder.
#include <fmt/core.h>

#include <string>

#include "http/chunked.hpp"
#include "tests/fuzz/fuzzer.hpp"

namespace tined::fuzz {
namespace {

struct Body {
    std::string content;
    std::string outcome;    // the error, or how it ended
    std::size_t taken = 0;  // bytes of the input; after an error of no meaning
};

std::string describe(const http::ChunkedDecoder& decoder) {
    if (!decoder.is_finished()) return "incomplete";
    std::string text = "finished";
    for (const auto& [name, value] : decoder.trailers()) text += '\n' + name + ": " + value;
    return text;
}

/// `next` gives the size of the piece that comes next.
template <typename Next>
Body decode(std::string_view input, Next next) {
    http::ChunkedDecoder decoder;
    Body body;
    std::string_view received;
    while (!decoder.is_finished()) {
        if (received.empty()) {
            if (body.taken == input.size()) break;
            received = input.substr(body.taken, next(input.size() - body.taken));
        }
        const auto piece = decoder.decode(received);
        if (!piece) {
            body.outcome = fmt::format("error {}", static_cast<int>(piece.error()));
            return body;
        }
        must(piece->taken > 0 && piece->taken <= received.size());
        must(is_within(piece->content, received.substr(0, piece->taken)));
        body.content += piece->content;
        body.taken += piece->taken;
        received.remove_prefix(piece->taken);
    }
    body.outcome = describe(decoder);
    return body;
}

Body decode_whole(std::string_view input) {
    return decode(input, [](std::size_t left) { return left; });
}

void check_the_same_again(const Body& body) {
    std::string bytes;
    if (!body.content.empty())
        bytes = fmt::format("{:x}\r\n{}\r\n", body.content.size(), body.content);
    bytes += "0\r\n\r\n";
    const Body again = decode_whole(bytes);
    must_equal(again.content, body.content);
    must(again.taken == bytes.size());
}

}  // namespace

void read(std::string_view input) {
    const Body whole = decode_whole(input);
    Cuts cuts(input);
    const Body pieces = decode(input, [&cuts](std::size_t left) { return cuts.next(left); });
    must_equal(pieces.outcome, whole.outcome);
    must_equal(pieces.content, whole.content);
    if (!whole.outcome.starts_with("error")) must(pieces.taken == whole.taken);
    if (whole.outcome.starts_with("finished")) check_the_same_again(whole);
}

}  // namespace tined::fuzz
