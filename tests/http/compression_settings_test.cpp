#include "http/compression_settings.hpp"

#include <boost/test/unit_test.hpp>

namespace tined::http {
namespace {

BOOST_AUTO_TEST_SUITE(compression_settings)

BOOST_AUTO_TEST_CASE(texts_are_covered_and_pictures_are_not) {
    const CompressionSettings settings;
    for (const char* type : {"text/html", "text/html; charset=UTF-8", "TEXT/CSS",
                             "application/json", "Application/JSON;x=y", "image/svg+xml"}) {
        BOOST_TEST(settings.covers(type), type);
    }
    for (const char* type : {"image/png", "application/octet-stream", "text", "", "textual/html",
                             "application/json5", "video/mp4"}) {
        BOOST_TEST(!settings.covers(type), type);
    }
}

BOOST_AUTO_TEST_CASE(without_algorithms_nothing_is_covered) {
    const CompressionSettings off{.algorithms = {}};
    BOOST_TEST(!off.covers("text/html"));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace tined::http
