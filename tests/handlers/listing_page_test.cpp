#include "handlers/listing_page.hpp"

#include <boost/test/unit_test.hpp>

using namespace tined::handlers;

namespace {

bool has(const std::string& page, std::string_view part) {
    return page.find(part) != std::string::npos;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(listing_pages)

BOOST_AUTO_TEST_CASE(names_are_escaped_for_the_page_and_encoded_for_the_link) {
    FolderListing listing;
    listing.entries.push_back({.name = "<img src=x onerror=\"alert(1)\">&.txt"});
    listing.entries.push_back({.name = "javascript:alert(1)", .is_folder = true});
    const std::string page = listing_page("/</title><script>/", listing, false);
    BOOST_TEST(!has(page, "<img"));
    BOOST_TEST(!has(page, "<script>"));
    BOOST_TEST(has(page, "&lt;img src=x onerror=&#34;alert(1)&#34;&gt;&amp;.txt</a>"));
    BOOST_TEST(has(page, "href=\"javascript%3Aalert%281%29/\""));
    BOOST_TEST(has(page, "<title>/&lt;/title&gt;&lt;script&gt;/</title>"));
}

BOOST_AUTO_TEST_CASE(sizes_and_times_are_for_people) {
    FolderListing listing;
    listing.entries.push_back({.name = "a", .size = 1023, .modified = 784111777'000'000'000});
    listing.entries.push_back({.name = "b", .size = 1536});
    listing.entries.push_back({.name = "c", .size = 5ULL << 40U});
    const std::string page = listing_page("/", listing, false);
    BOOST_TEST(has(page, "<td>1023 B</td><td>1994-11-06 08:49</td>"));
    BOOST_TEST(has(page, "<td>1.5 KiB</td>"));
    BOOST_TEST(has(page, "<td>5.0 TiB</td>"));
}

BOOST_AUTO_TEST_CASE(the_way_up_is_there_when_there_is_one) {
    BOOST_TEST(has(listing_page("/a/", {}, true), "href=\"../\""));
    BOOST_TEST(!has(listing_page("/", {}, false), "href=\"../\""));
}

BOOST_AUTO_TEST_CASE(a_listing_that_is_cut_says_so) {
    FolderListing listing;
    listing.entries.push_back({.name = "a"});
    BOOST_TEST(!has(listing_page("/", listing, false), "Only"));
    listing.is_cut = true;
    BOOST_TEST(has(listing_page("/", listing, false), "Only 1 of them"));
}

BOOST_AUTO_TEST_SUITE_END()
