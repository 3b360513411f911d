#include "http/accept.hpp"

#include <array>
#include <boost/test/unit_test.hpp>
#include <utility>
#include <vector>

namespace tined::http {
namespace {

constexpr const char* chrome =
    "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8";

Fields accepting(std::string_view value) {
    Fields fields;
    fields.add("Accept", value);
    return fields;
}

int quality(std::string_view accept, std::string_view type) {
    return media_quality(accepting(accept), type);
}

PageKind page(std::string_view accept) { return preferred_page(accepting(accept)); }

BOOST_AUTO_TEST_SUITE(accept)

BOOST_AUTO_TEST_CASE(without_accept_everything_is_welcome) {
    BOOST_TEST(media_quality(Fields(), "text/html") == 1000);
    BOOST_TEST((preferred_page(Fields()) == PageKind::html));
}

BOOST_AUTO_TEST_CASE(the_most_specific_range_decides) {
    BOOST_TEST(quality("text/*;q=0.3, text/html;q=0.7, */*;q=0.5", "text/html") == 700);
    BOOST_TEST(quality("text/*;q=0.3, text/html;q=0.7, */*;q=0.5", "text/plain") == 300);
    BOOST_TEST(quality("text/*;q=0.3, text/html;q=0.7, */*;q=0.5", "image/png") == 500);
    BOOST_TEST(quality("*/*, text/html;q=0", "text/html") == 0);
    BOOST_TEST(quality("text/plain", "text/html") == 0);
    BOOST_TEST(quality("TEXT/HTML; level=1; Q=0.4", "text/html") == 400);
    BOOST_TEST(quality("textual/*", "text/html") == 0);
}

BOOST_AUTO_TEST_CASE(several_lines_are_one_list) {
    Fields fields = accepting("text/plain;q=0.5");
    fields.add("accept", "text/html;q=0.25");
    BOOST_TEST(media_quality(fields, "text/html") == 250);
    BOOST_TEST(media_quality(fields, "text/plain") == 500);
}

BOOST_AUTO_TEST_CASE(a_quality_that_is_none_counts_as_one) {
    for (const char* accept :
         {"text/html;q=", "text/html;q=x", "text/html;q=2", "text/html;q=-1"}) {
        BOOST_TEST(quality(accept, "text/html") == 1000, accept);
    }
    BOOST_TEST(quality("text/html;q=0.001", "text/html") == 1);
}

BOOST_AUTO_TEST_CASE(an_error_page_is_of_the_kind_that_the_client_prefers) {
    BOOST_TEST((page(chrome) == PageKind::html));
    BOOST_TEST((page("application/json") == PageKind::json));
    BOOST_TEST((page("application/json, */*") == PageKind::json));
    BOOST_TEST((page("application/json, text/plain, */*") == PageKind::json));
    BOOST_TEST((page("text/plain") == PageKind::text));
    BOOST_TEST((page("text/plain, text/html;q=0.9") == PageKind::text));
    BOOST_TEST((page("*/*") == PageKind::html));
    BOOST_TEST((page("image/png") == PageKind::html));
    BOOST_TEST((page("") == PageKind::html));
}

BOOST_AUTO_TEST_CASE(html_is_asked_for_by_name) {
    for (const char* accept : {chrome, "text/html", "text/*;q=0.1", "application/xhtml+xml"}) {
        BOOST_TEST(asks_for_html(accepting(accept)), accept);
    }
    for (const char* accept :
         {"*/*", "image/avif,image/webp,*/*;q=0.8", "text/html;q=0", "application/json", ""}) {
        BOOST_TEST(!asks_for_html(accepting(accept)), accept);
    }
    BOOST_TEST(!asks_for_html(Fields()));
}

ContentCoding coding_for(std::initializer_list<const char*> lines) {
    Fields fields;
    for (const char* line : lines) fields.add("Accept-Encoding", line);
    return preferred_coding(fields, all_codings);
}

BOOST_AUTO_TEST_CASE(the_coding_is_the_one_of_the_best_quality) {
    using enum ContentCoding;
    const std::vector<std::pair<const char*, ContentCoding>> table = {
        {"gzip, deflate, br, zstd", zstd},
        {"gzip, deflate, br", br},
        {"gzip", gzip},
        {"x-gzip", gzip},
        {"GZIP", gzip},
        {"gzip;q=1.0, br;q=0.9", gzip},
        {"br;q=0.5, zstd;q=0.5, gzip;q=0.4", zstd},
        {"gzip;q=0", identity},
        {"gzip;q=0.000, *", zstd},
        {"*", zstd},
        {"*;q=0", identity},
        {"zstd;q=0, *;q=0.1", br},
        {"identity", identity},
        {"identity, gzip", gzip},
        {"identity;q=1, gzip;q=0.5", identity},
        {"identity;q=0.5, gzip;q=0.5", gzip},
        {"identity;q=0, *;q=0", identity},
        {"identity;q=0, gzip;q=0", identity},
        {"deflate, compress, bz2", identity},
        {"", identity},
        {" , ,gzip", gzip},
        {"gzip;q=much", gzip},
        {"gzippy", identity},
    };
    for (const auto& [accepted, coding] : table) {
        BOOST_TEST((coding_for({accepted}) == coding), accepted);
    }
}

BOOST_AUTO_TEST_CASE(without_accept_encoding_nothing_is_coded) {
    BOOST_TEST((coding_for({}) == ContentCoding::identity));
}

BOOST_AUTO_TEST_CASE(codings_may_stand_on_several_lines) {
    BOOST_TEST((coding_for({"gzip;q=0.5", "br"}) == ContentCoding::br));
}

BOOST_AUTO_TEST_CASE(only_what_is_offered_is_chosen) {
    Fields fields;
    fields.add("Accept-Encoding", "br, gzip;q=0.1");
    const std::array offered = {ContentCoding::gzip};
    BOOST_TEST((preferred_coding(fields, offered) == ContentCoding::gzip));
    BOOST_TEST((preferred_coding(fields, {}) == ContentCoding::identity));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace tined::http
