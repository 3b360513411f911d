#include "config/compression_reader.hpp"

#include <boost/test/unit_test.hpp>

#include "config/settings_reader.hpp"
#include "tests/config/written.hpp"

namespace tined::config {
namespace {

using http::ContentCoding;

struct Read {
    http::CompressionSettings compression;
    std::string said;

    explicit Read(const std::string& text) {
        Written written(text);
        compression =
            read_settings(written.document.root, {}, {}, written.problems).server.compression;
        said = written.said();
    }
};

BOOST_AUTO_TEST_SUITE(compression_reader)

BOOST_AUTO_TEST_CASE(every_key_is_read) {
    const Read read(
        "compression: {types: [Text/*, application/wasm], minimum: 2KiB, algorithms: [gzip, "
        "br]}\n");
    BOOST_TEST(read.said == "");
    BOOST_TEST((read.compression.types == std::vector<std::string>{"text/*", "application/wasm"}));
    BOOST_TEST(read.compression.minimum == 2048U);
    BOOST_TEST(
        (read.compression.algorithms == std::vector{ContentCoding::gzip, ContentCoding::br}));
}

BOOST_AUTO_TEST_CASE(what_is_not_said_stays) {
    const Read read("compression: {algorithms: br}\n");
    BOOST_TEST(read.said == "");
    BOOST_TEST(read.compression.minimum == 1024U);
    BOOST_TEST((read.compression.algorithms == std::vector{ContentCoding::br}));
    BOOST_TEST(read.compression.covers("text/html"));
}

BOOST_AUTO_TEST_CASE(off_is_nothing_compressed) {
    const Read read("compression: off\n");
    BOOST_TEST(read.said == "");
    BOOST_TEST(read.compression.algorithms.empty());
}

BOOST_AUTO_TEST_CASE(what_is_wrong_is_told_with_its_place) {
    const Read read(
        "compression: {types: [text, '*/*'], minimum: some, algorithms: [gzip, bzip, gzip]}\n");
    for (const char* part : {"compression.types[0]", "compression.types[1]", "compression.minimum",
                             "compression.algorithms[1]", "compression.algorithms[2]: it stands",
                             "expected zstd, br or gzip"}) {
        BOOST_TEST(read.said.find(part) != std::string::npos, part << " in " << read.said);
    }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace tined::config
