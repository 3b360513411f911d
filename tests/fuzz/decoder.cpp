// Content codings of answers: Decoder, for each coding that it knows.
#include <string>

#include "http/decoder.hpp"
#include "http/encoder.hpp"
#include "tests/fuzz/fuzzer.hpp"

namespace tined::fuzz {
namespace {

// A few bytes may stand for gigabytes: nobody reads further.
constexpr std::size_t enough = 4 * 1024 * 1024;

struct Text {
    std::string content;
    std::string outcome;  // "refused", "whole" or "incomplete"; empty if it was enough
};

/// `next` gives the size of the piece that comes next.
template <typename Next>
Text decode(http::ContentCoding coding, std::string_view input, Next next) {
    const auto decoder = http::Decoder::make(coding);
    Text text;
    std::string_view waiting;
    while (text.content.size() < enough) {
        const auto piece = decoder->decode(waiting);
        if (!piece) {
            text.outcome = "refused";
            return text;
        }
        must(piece->taken <= waiting.size());
        must(piece->content.size() <= http::Decoder::most_at_once);
        text.content += piece->content;
        waiting.remove_prefix(piece->taken);
        if (piece->taken > 0 || !piece->content.empty()) continue;
        must(waiting.empty());  // else nobody would ever come to the end
        if (input.empty()) {
            text.outcome = decoder->is_whole() ? "whole" : "incomplete";
            return text;
        }
        waiting = input.substr(0, next(input.size()));
        input.remove_prefix(waiting.size());
    }
    return text;
}

Text decode_whole(http::ContentCoding coding, std::string_view input) {
    return decode(coding, input, [](std::size_t left) { return left; });
}

// The input as what was sent.
void check_as_coded(http::ContentCoding coding, std::string_view input) {
    const Text whole = decode_whole(coding, input);
    Cuts cuts(input);
    const Text pieces =
        decode(coding, input, [&cuts](std::size_t left) { return cuts.next(left); });
    if (whole.outcome.empty() || pieces.outcome.empty()) return;
    // Of what is broken, how much comes and whether it is seen to be broken before its end is
    // missed depends on how far the library can look.
    if (whole.outcome == "whole" || pieces.outcome == "whole") {
        must_equal(pieces.outcome, whole.outcome);
        must_equal(pieces.content, whole.content);
    }
}

// The input as the text that a server codes: it comes back, and is missed where it was cut.
void check_as_text(http::ContentCoding coding, std::string_view input) {
    const std::string coded = http::Encoder().encode(coding, input, http::Effort::each_time);
    const Text whole = decode_whole(coding, coded);
    must_equal(whole.content, input);
    must_equal(whole.outcome, "whole");
    const Text cut = decode_whole(coding, std::string_view(coded).substr(0, coded.size() - 1));
    must_equal(cut.outcome, "incomplete");
}

}  // namespace

void read(std::string_view input) {
    for (const http::ContentCoding coding : http::all_codings) {
        check_as_coded(coding, input);
        check_as_text(coding, input);
    }
}

}  // namespace tined::fuzz
