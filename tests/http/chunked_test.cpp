// The corpus asks for its grammar (tests/corpus/http/chunks.txt); here are its calls and its
// bounds.
#include "http/chunked.hpp"

#include <boost/test/unit_test.hpp>
#include <optional>
#include <string>

#include "tests/support/split_points.hpp"

namespace tined::http {
namespace {

/// Feeds it all; the error, if there was one.
std::optional<ChunkError> feed(ChunkedDecoder& decoder, std::string_view bytes) {
    while (!bytes.empty() && !decoder.is_finished()) {
        const auto piece = decoder.decode(bytes);
        if (!piece) return piece.error();
        bytes.remove_prefix(piece->taken);
    }
    return std::nullopt;
}

BOOST_AUTO_TEST_SUITE(chunked)

BOOST_AUTO_TEST_CASE(content_is_handed_out_where_it_lies) {
    const std::string bytes = "3\r\nabc\r\n0\r\n\r\nrest";
    ChunkedDecoder decoder;
    const auto piece = decoder.decode(bytes);
    BOOST_TEST_REQUIRE(piece.has_value());
    BOOST_TEST(piece->content == "abc");
    BOOST_TEST(static_cast<const void*>(piece->content.data()) == bytes.data() + 3);
    BOOST_TEST(piece->taken == 6u);
    BOOST_TEST(!decoder.is_finished());
}

BOOST_AUTO_TEST_CASE(bytes_behind_the_body_are_not_taken) {
    const std::string_view bytes = "\r\n0\r\n\r\nGET / HTTP/1.1\r\n";
    ChunkedDecoder decoder;
    BOOST_TEST(decoder.decode("1\r\na")->content == "a");
    const auto piece = decoder.decode(bytes);
    BOOST_TEST_REQUIRE(piece.has_value());
    BOOST_TEST(piece->taken == 7u);
    BOOST_TEST(piece->content.empty());
    BOOST_TEST(decoder.is_finished());
}

BOOST_AUTO_TEST_CASE(nothing_is_taken_of_nothing) {
    ChunkedDecoder decoder;
    BOOST_TEST(decoder.decode("")->taken == 0u);
    BOOST_TEST(!decoder.is_finished());
}

BOOST_AUTO_TEST_CASE(a_chunk_of_a_gigabyte_passes_through_without_being_kept) {
    ChunkedDecoder decoder;
    BOOST_TEST(!feed(decoder, "40000000\r\n"));
    const std::string block(1024 * 1024, 'x');
    for (int i = 0; i < 1024; ++i) {
        const auto piece = decoder.decode(block);
        BOOST_TEST_REQUIRE((piece && piece->taken == block.size()));
    }
    BOOST_TEST(!feed(decoder, "\r\n0\r\n\r\n"));
    BOOST_TEST(decoder.is_finished());
}

BOOST_AUTO_TEST_CASE(small_chunks_with_large_extensions_come_to_an_end) {
    ChunkedDecoder decoder;
    const std::string chunk = "1;" + std::string(200, 'e') + "\r\nx\r\n";
    std::optional<ChunkError> error;
    int chunks = 0;
    while (!error && chunks < 1000) error = feed(decoder, chunk), ++chunks;
    BOOST_TEST((error == ChunkError::too_many_extensions));
    BOOST_TEST(chunks == 82);  // 201 bytes each, of 16 KiB
}

BOOST_AUTO_TEST_CASE(trailers_come_to_an_end_too) {
    for (const std::string& line : {std::string("X: y\r\n"), std::string(1, 'X')}) {
        ChunkedDecoder decoder;
        std::optional<ChunkError> error = feed(decoder, "0\r\n");
        for (int i = 0; !error && i < 10'000; ++i) error = feed(decoder, line);
        BOOST_TEST((error == ChunkError::trailers_too_large));
    }
}

BOOST_AUTO_TEST_CASE(garbage_behind_content_is_refused_without_waiting_for_its_line_to_end) {
    ChunkedDecoder decoder;
    BOOST_TEST((feed(decoder, "1\r\nabcd") == ChunkError::bad_line_ending));
}

BOOST_AUTO_TEST_CASE(trailers_are_there_however_they_were_cut) {
    const std::string_view bytes =
        "1;e=\"f\"\r\na\r\n0\r\nX-One: 1\r\nCookie: c\r\nX-Two:2\r\n\r\n";
    tests::at_every_split(bytes, [](std::string_view first, std::string_view rest) {
        ChunkedDecoder decoder;
        BOOST_TEST(!feed(decoder, first));
        BOOST_TEST(!feed(decoder, rest));
        BOOST_TEST(decoder.is_finished());
        BOOST_TEST_REQUIRE(decoder.trailers().size() == 2u);
        BOOST_TEST(decoder.trailers()[0].first == "X-One");
        BOOST_TEST(decoder.trailers()[1].second == "2");
    });
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace tined::http
