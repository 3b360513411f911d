#include "http/encoder.hpp"

#include <brotli/decode.h>
#include <zlib.h>
#include <zstd.h>

#include <boost/test/unit_test.hpp>
#include <string>

namespace tined::http {
namespace {

std::string gunzip(const std::string& bytes, std::size_t size) {
    z_stream stream = {};
    BOOST_TEST_REQUIRE(::inflateInit2(&stream, 15 + 16) == Z_OK);
    std::string out(size + 1, '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
    stream.avail_in = static_cast<uInt>(bytes.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    BOOST_TEST(::inflate(&stream, Z_FINISH) == Z_STREAM_END);
    BOOST_TEST(stream.avail_in == 0U);
    out.resize(stream.total_out);
    ::inflateEnd(&stream);
    return out;
}

std::string decoded(ContentCoding coding, const std::string& bytes, std::size_t size) {
    std::string out(size + 1, '\0');
    std::size_t got = out.size();
    switch (coding) {
        case ContentCoding::gzip:
            return gunzip(bytes, size);
        case ContentCoding::br:
            BOOST_TEST(::BrotliDecoderDecompress(
                           bytes.size(), reinterpret_cast<const std::uint8_t*>(bytes.data()), &got,
                           reinterpret_cast<std::uint8_t*>(out.data())) ==
                       BROTLI_DECODER_RESULT_SUCCESS);
            break;
        case ContentCoding::zstd:
            got = ::ZSTD_decompress(out.data(), out.size(), bytes.data(), bytes.size());
            BOOST_TEST_REQUIRE(::ZSTD_isError(got) == 0U);
            break;
        case ContentCoding::identity:
            return bytes;
    }
    out.resize(got);
    return out;
}

std::string lines(int count) {
    std::string text;
    for (int i = 0; i < count; ++i) text += "line " + std::to_string(i * i) + " of a text\n";
    return text;
}

BOOST_AUTO_TEST_SUITE(encoder)

BOOST_AUTO_TEST_CASE(what_is_encoded_decodes_to_the_same) {
    Encoder encoder;
    for (const ContentCoding coding : all_codings) {
        for (const Effort effort : {Effort::each_time, Effort::kept}) {
            for (const int count : {0, 1, 100, 20'000}) {
                const std::string text = lines(count);
                const std::string coded = encoder.encode(coding, text, effort);
                BOOST_TEST((decoded(coding, coded, text.size()) == text), name_of(coding));
                if (count >= 100) BOOST_TEST(coded.size() < text.size() / 2);
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(the_same_bytes_give_the_same_result_whatever_came_before) {
    Encoder used;
    for (const ContentCoding coding : all_codings) {
        used.encode(coding, lines(1000), Effort::kept);
        Encoder fresh;
        BOOST_TEST((used.encode(coding, lines(50), Effort::each_time) ==
                    fresh.encode(coding, lines(50), Effort::each_time)),
                   name_of(coding));
    }
}

BOOST_AUTO_TEST_CASE(what_cannot_be_made_smaller_is_encoded_all_the_same) {
    std::string noise;
    unsigned number = 1;
    for (int i = 0; i < 5000; ++i) {
        number = number * 1664525U + 1013904223U;
        noise.push_back(static_cast<char>(number >> 24U));
    }
    Encoder encoder;
    for (const ContentCoding coding : all_codings) {
        const std::string coded = encoder.encode(coding, noise, Effort::each_time);
        BOOST_TEST((decoded(coding, coded, noise.size()) == noise), name_of(coding));
    }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace tined::http
