#include "http/spool.hpp"

#include <boost/test/unit_test.hpp>
#include <filesystem>
#include <string>
#include <utility>

#include "tests/support/temporary_folder.hpp"

using tined::http::SpoolFile;

BOOST_AUTO_TEST_SUITE(spool)

BOOST_AUTO_TEST_CASE(what_was_appended_is_mapped) {
    const tined::tests::TemporaryFolder folder;
    for (const auto make : {&SpoolFile::make, &SpoolFile::make_and_unlink}) {
        auto file = make(folder.path().string());
        BOOST_REQUIRE(file.has_value());
        std::string all;
        for (int i = 0; i < 1000; ++i) {
            const std::string piece = std::to_string(i) + " and more, ";
            BOOST_REQUIRE(file->append(piece).has_value());
            all += piece;
        }
        BOOST_TEST(file->size() == all.size());
        BOOST_TEST(file->map().value() == all);
        BOOST_TEST(file->map().value() == all);
    }
}

BOOST_AUTO_TEST_CASE(the_file_has_no_name) {
    const tined::tests::TemporaryFolder folder;
    for (const auto make : {&SpoolFile::make, &SpoolFile::make_and_unlink}) {
        auto file = make(folder.path().string());
        BOOST_REQUIRE(file.has_value());
        BOOST_REQUIRE(file->append("bytes").has_value());
        BOOST_TEST(std::filesystem::is_empty(folder.path()));
    }
}

BOOST_AUTO_TEST_CASE(a_moved_file_keeps_its_map) {
    const tined::tests::TemporaryFolder folder;
    auto file = SpoolFile::make(folder.path().string());
    BOOST_REQUIRE(file.has_value());
    BOOST_REQUIRE(file->append("bytes").has_value());
    const std::string_view before = file->map().value();
    SpoolFile moved(std::move(*file));
    BOOST_TEST(before == "bytes");
    auto other = SpoolFile::make(folder.path().string());
    BOOST_REQUIRE(other.has_value());
    *other = std::move(moved);
    BOOST_TEST((other->map().value().data() == before.data()));
    BOOST_TEST(before == "bytes");
}

BOOST_AUTO_TEST_CASE(an_empty_file_is_an_empty_view) {
    const tined::tests::TemporaryFolder folder;
    auto file = SpoolFile::make(folder.path().string());
    BOOST_REQUIRE(file.has_value());
    BOOST_TEST(file->map().value().empty());
}

BOOST_AUTO_TEST_CASE(a_folder_that_is_not_there_is_named) {
    const auto file = SpoolFile::make("/no/such/folder");
    BOOST_REQUIRE(!file.has_value());
    BOOST_TEST(file.error().what() == "make a file in /no/such/folder: No such file or directory");
}

BOOST_AUTO_TEST_SUITE_END()
