#include "http/decoder.hpp"

#include <boost/test/unit_test.hpp>
#include <stdexcept>
#include <string>

#include "http/encoder.hpp"

namespace tined::http {
namespace {

struct Decoded {
    std::string text;
    bool is_whole = false;
    bool is_refused = false;
};

// As a reader would: `size` bytes at a time.
Decoded decode(ContentCoding coding, std::string_view coded, std::size_t size) {
    const auto decoder = Decoder::make(coding);
    Decoded all;
    std::string_view waiting;
    while (true) {
        const auto piece = decoder->decode(waiting);
        all.is_refused = !piece;
        if (!piece) return all;
        BOOST_TEST(piece->content.size() <= Decoder::most_at_once);
        all.text += piece->content;
        waiting.remove_prefix(piece->taken);
        if (piece->taken > 0 || !piece->content.empty()) continue;
        if (coded.empty()) break;
        waiting = coded.substr(0, size);
        coded.remove_prefix(waiting.size());
    }
    all.is_whole = decoder->is_whole();
    return all;
}

std::string text_of(std::size_t lines) {
    std::string text;
    for (std::size_t i = 0; i < lines; ++i) {
        text.append("line ").append(std::to_string(i * i)).append("\n");
    }
    return text;
}

std::string encoded(ContentCoding coding, const std::string& text) {
    return Encoder().encode(coding, text, Effort::kept);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(decoder)

BOOST_AUTO_TEST_CASE(what_was_encoded_is_decoded_however_it_is_cut) {
    const std::string text = text_of(20'000);
    for (const ContentCoding coding : all_codings) {
        const std::string coded = encoded(coding, text);
        for (const std::size_t size : {std::size_t(1), std::size_t(1000), coded.size()}) {
            const Decoded seen = decode(coding, coded, size);
            BOOST_TEST(seen.is_whole, name_of(coding));
            BOOST_TEST((seen.text == text), name_of(coding));
        }
    }
}

BOOST_AUTO_TEST_CASE(a_text_that_is_cut_is_not_whole) {
    for (const ContentCoding coding : all_codings) {
        const std::string coded = encoded(coding, text_of(1000));
        const Decoded seen = decode(coding, coded.substr(0, coded.size() - 1), 100);
        BOOST_TEST(!seen.is_whole, name_of(coding));
    }
}

BOOST_AUTO_TEST_CASE(what_is_of_no_coding_is_refused) {
    for (const ContentCoding coding : all_codings) {
        BOOST_TEST(decode(coding, "this is plain text, as it stands", 100).is_refused,
                   name_of(coding));
    }
}

BOOST_AUTO_TEST_CASE(a_checksum_that_does_not_fit_is_refused) {
    std::string coded = encoded(ContentCoding::gzip, text_of(10));
    coded[coded.size() - 6] = static_cast<char>(coded[coded.size() - 6] ^ 1);
    BOOST_TEST(decode(ContentCoding::gzip, coded, 100).is_refused);
}

BOOST_AUTO_TEST_CASE(a_small_text_that_stands_for_much_costs_no_memory) {
    const std::string much(64 * 1024 * 1024, '\0');
    for (const ContentCoding coding : {ContentCoding::gzip, ContentCoding::zstd}) {
        const std::string coded = encoded(coding, much);
        BOOST_TEST(coded.size() < 100'000U);
        const auto decoder = Decoder::make(coding);
        // All is there at once, and yet it comes in small pieces: who reads can stop.
        const auto piece = decoder->decode(coded);
        BOOST_TEST_REQUIRE(piece.has_value());
        BOOST_TEST(piece->content.size() <= Decoder::most_at_once);
        BOOST_TEST(!decoder->is_whole());
    }
}

BOOST_AUTO_TEST_CASE(several_members_of_gzip_are_one_text) {
    const std::string coded =
        encoded(ContentCoding::gzip, "one ") + encoded(ContentCoding::gzip, "two");
    const Decoded seen = decode(ContentCoding::gzip, coded, 7);
    BOOST_TEST(seen.is_whole);
    BOOST_TEST(seen.text == "one two");
}

BOOST_AUTO_TEST_CASE(what_comes_behind_the_end_is_refused) {
    for (const ContentCoding coding : all_codings) {
        const std::string coded = encoded(coding, "text") + "more that is of no coding";
        BOOST_TEST(decode(coding, coded, 1000).is_refused, name_of(coding));
    }
}

BOOST_AUTO_TEST_CASE(a_window_of_zstd_that_is_too_large_is_refused) {
    // A frame's head (RFC 8878 §3.1.1.1) whose window descriptor says 2^28 bytes.
    const std::string coded("\x28\xb5\x2f\xfd\x00\x90\x01\x00\x00", 9);
    const auto piece = Decoder::make(ContentCoding::zstd)->decode(coded);
    BOOST_TEST_REQUIRE(!piece.has_value());
    BOOST_TEST((piece.error() == DecodeError::needs_too_much));
}

BOOST_AUTO_TEST_CASE(the_names_of_the_codings_are_known_in_any_case) {
    BOOST_TEST((coding_from("GZip") == ContentCoding::gzip));
    BOOST_TEST((coding_from("x-gzip") == ContentCoding::gzip));
    BOOST_TEST((coding_from("br") == ContentCoding::br));
    BOOST_TEST((coding_from("zstd") == ContentCoding::zstd));
    BOOST_TEST(!coding_from("deflate"));
    BOOST_TEST(!coding_from("identity"));
}

BOOST_AUTO_TEST_CASE(identity_has_no_decoder) {
    BOOST_CHECK_THROW(Decoder::make(ContentCoding::identity), std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace tined::http
