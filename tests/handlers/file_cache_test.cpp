#include "handlers/file_cache.hpp"

#include <fcntl.h>
#include <sys/stat.h>

#include <array>
#include <boost/test/unit_test.hpp>
#include <filesystem>
#include <optional>
#include <vector>

#include "tests/support/few_descriptors.hpp"
#include "tests/support/temporary_folder.hpp"

namespace fs = std::filesystem;
namespace http = tined::http;
using namespace tined::handlers;
using namespace std::chrono_literals;
using tined::tests::FewDescriptors;
using tined::tests::next_descriptor;
using tined::tests::TemporaryFolder;

namespace {

struct CacheFixture {
    TemporaryFolder files;
    Folder folder = std::move(*Folder::open(files.path().string()));
    ContentTypes types;
    http::CompressionSettings uncompressed{.algorithms = {}};
    // Some time after every file was written, so that they count as settled.
    FileCache::Time now = std::chrono::system_clock::now() + 1h;

    const ServedFile& find(FileCache& cache, std::string_view name) {
        const auto file = cache.find(folder, name, now);
        BOOST_TEST_REQUIRE(file.has_value(), name);
        return **file;
    }
    // As an editor does that keeps the time: only content and size tell.
    void rewrite(const std::string& name, std::string_view text) {
        const auto time = fs::last_write_time(files.path() / name);
        files.write(name, text);
        fs::last_write_time(files.path() / name, time);
    }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(file_caches, CacheFixture)

BOOST_AUTO_TEST_CASE(a_small_file_is_kept_with_what_its_head_says) {
    FileCache cache(types, uncompressed);
    files.write("a.css", "body {}");
    const ServedFile& file = find(cache, "a.css");
    BOOST_TEST(*file.bytes == "body {}");
    BOOST_TEST(!file.descriptor);
    BOOST_TEST(file.size == 7U);
    BOOST_TEST(file.content_type == "text/css");
    BOOST_TEST(file.etag.size() == 18U);
    BOOST_TEST(file.etag.front() == '"');
    BOOST_TEST(file.last_modified.ends_with(" GMT"));
}

// RFC 9110 §8.8.2.1. The system's own times go past what 64 bits of nanoseconds hold.
BOOST_AUTO_TEST_CASE(a_file_is_never_modified_after_it_is_answered) {
    FileCache cache(types, uncompressed);
    for (const std::int64_t seconds : {std::int64_t{7'000'000'000}, std::int64_t{12'000'000'000}}) {
        const std::string name = std::to_string(seconds);
        const std::string path = files.write(name, "x");
        const std::array<timespec, 2> times = {
            {{.tv_sec = seconds, .tv_nsec = 0}, {.tv_sec = seconds, .tv_nsec = 0}}};
        BOOST_TEST_REQUIRE(::utimensat(AT_FDCWD, path.c_str(), times.data(), 0) == 0);
        BOOST_TEST((find(cache, name).modified == std::chrono::floor<std::chrono::seconds>(now)));
    }
}

BOOST_AUTO_TEST_CASE(the_disk_is_asked_at_most_once_a_second) {
    FileCache cache(types, uncompressed);
    files.write("a", "one");
    const auto bytes = find(cache, "a").bytes;
    fs::remove(files.path() / "a");
    now += 999ms;
    BOOST_TEST(find(cache, "a").bytes == bytes);
    now += 1ms;
    BOOST_TEST(!cache.find(folder, "a", now).has_value());
    BOOST_TEST(cache.size() == 0U);
}

BOOST_AUTO_TEST_CASE(an_unchanged_file_is_not_read_again) {
    FileCache cache(types, uncompressed);
    files.write("a", "one");
    const auto bytes = find(cache, "a").bytes;
    now += 2s;
    BOOST_TEST(find(cache, "a").bytes == bytes);
}

BOOST_AUTO_TEST_CASE(a_changed_file_is_read_again_though_its_time_is_set_back) {
    FileCache cache(types, uncompressed);
    files.write("a", "one");
    const std::string etag = find(cache, "a").etag;
    rewrite("a", "two");
    now += 1s;
    BOOST_TEST(*find(cache, "a").bytes == "two");
    BOOST_TEST(find(cache, "a").etag != etag);
}

BOOST_AUTO_TEST_CASE(a_file_that_was_just_being_written_is_read_again) {
    files.write("a", "one");
    // The cache's clock is the moment of writing: nothing later may look the same as it.
    const auto facts = folder.look("a");
    now = FileCache::Time(std::chrono::duration_cast<FileCache::Time::duration>(
        std::chrono::nanoseconds(facts->modified)));
    FileCache cache(types, uncompressed);
    const auto bytes = find(cache, "a").bytes;
    now += 1s;
    const auto again = find(cache, "a").bytes;
    BOOST_TEST(again != bytes);
    now += 1s;
    BOOST_TEST(find(cache, "a").bytes == again);
}

BOOST_AUTO_TEST_CASE(a_clock_that_is_set_back_makes_the_disk_be_asked) {
    FileCache cache(types, uncompressed);
    files.write("a", "one");
    find(cache, "a");
    rewrite("a", "three");
    now -= 10min;
    BOOST_TEST(*find(cache, "a").bytes == "three");
}

BOOST_AUTO_TEST_CASE(the_same_content_has_the_same_etag_whenever_it_was_written) {
    FileCache cache(types, uncompressed);
    files.write("a", "same");
    files.write("b", "same");
    fs::last_write_time(files.path() / "b", fs::file_time_type::clock::now() - 24h);
    const std::string etag = find(cache, "a").etag;
    BOOST_TEST(find(cache, "b").etag == etag);
}

BOOST_AUTO_TEST_CASE(a_large_file_is_kept_open_and_not_in_memory) {
    FileCache cache(types, uncompressed);
    files.write("large", std::string(64 * 1024 + 1, 'x'));
    files.write("small", std::string(64 * 1024, 'x'));
    const ServedFile& file = find(cache, "large");
    BOOST_TEST(!file.bytes);
    BOOST_TEST((file.descriptor && *file.descriptor));
    BOOST_TEST(file.size == 64U * 1024 + 1);
    BOOST_TEST(find(cache, "small").bytes->size() == 64U * 1024);
    BOOST_TEST(cache.open_files() == 1U);
}

BOOST_AUTO_TEST_CASE(the_least_recently_used_goes_when_memory_is_full) {
    FileCache cache(types, uncompressed, {.memory = 3 * 2100});
    for (const char* name : {"a", "b", "c", "d"}) files.write(name, std::string(1000, *name));
    find(cache, "a");
    find(cache, "b");
    find(cache, "c");
    const auto bytes = find(cache, "a").bytes;
    find(cache, "d");
    BOOST_TEST(cache.size() == 3U);
    for (const char* name : {"a", "b"}) fs::remove(files.path() / name);
    BOOST_TEST(find(cache, "a").bytes == bytes);
    BOOST_TEST(!cache.find(folder, "b", now).has_value());
}

BOOST_AUTO_TEST_CASE(large_files_drive_out_large_ones_only) {
    FileCache cache(types, uncompressed, {.in_memory = 10, .descriptors = 2});
    files.write("small", "x");
    find(cache, "small");
    for (const char* name : {"a", "b", "c"}) {
        files.write(name, std::string(11, 'x'));
        find(cache, name);
    }
    BOOST_TEST(cache.open_files() == 2U);
    BOOST_TEST(cache.size() == 3U);
}

BOOST_AUTO_TEST_CASE(out_of_descriptors_a_file_that_is_kept_open_makes_way) {
    FileCache cache(types, uncompressed, {.in_memory = 10});
    for (const char* name : {"a", "b"}) files.write(name, std::string(11, 'x'));
    find(cache, "a");
    const FewDescriptors none(next_descriptor());
    BOOST_TEST(find(cache, "b").size == 11U);
    BOOST_TEST(cache.open_files() == 1U);
}

BOOST_AUTO_TEST_CASE(an_answer_on_its_way_keeps_what_the_cache_has_dropped) {
    std::optional<FileCache> cache(std::in_place, types, uncompressed);
    files.write("a", "one");
    const auto bytes = find(*cache, "a").bytes;
    cache.reset();
    BOOST_TEST(*bytes == "one");
}

BOOST_AUTO_TEST_CASE(files_of_the_same_name_in_two_folders_are_two) {
    FileCache cache(types, uncompressed);
    files.write("a", "outer");
    files.write("sub/a", "inner");
    const auto sub = Folder::open((files.path() / "sub").string());
    BOOST_TEST_REQUIRE(sub.has_value());
    BOOST_TEST(*find(cache, "a").bytes == "outer");
    BOOST_TEST(*(*cache.find(*sub, "a", now))->bytes == "inner");
}

BOOST_AUTO_TEST_CASE(the_version_is_of_the_content) {
    FileCache cache(types, uncompressed, {.in_memory = 4});
    files.write("small", "abc");
    files.write("large", "abcdefgh");
    // The first 96 bits of SHA-256, in base64url.
    BOOST_TEST(cache.version(folder, "small", now).value() == "ungWv48Bz-pBQUDe");
    BOOST_TEST(cache.version(folder, "large", now).value() == "nFbMUbN0w7oYkhDV");
    BOOST_TEST(cache.version(folder, "large", now).value() == "nFbMUbN0w7oYkhDV");
    BOOST_TEST(!cache.version(folder, "nowhere", now).has_value());
    rewrite("small", "abd");
    now += 1s;
    BOOST_TEST(cache.version(folder, "small", now).value() != "ungWv48Bz-pBQUDe");
}

BOOST_AUTO_TEST_CASE(a_file_too_large_to_be_hashed_has_a_version_by_its_time) {
    FileCache cache(types, uncompressed, {.in_memory = 4, .hashed = 7});
    files.write("large", "abcdefgh");
    const auto version = cache.version(folder, "large", now);
    BOOST_TEST(version.value().size() == 16U);
    BOOST_TEST(version.value() != "nFbMUbN0w7oYkhDV");
    fs::last_write_time(files.path() / "large", fs::file_time_type::clock::now() - 24h);
    now += 1s;
    BOOST_TEST(cache.version(folder, "large", now).value() != version.value());
}

BOOST_AUTO_TEST_CASE(what_is_compressible_is_kept_in_memory_up_to_a_larger_size) {
    files.write("a.css", std::string(2000, 'a'));
    files.write("a.png", std::string(2000, 'a'));
    files.write("small.css", "a");
    files.write("large.css", std::string(4000, 'a'));
    const http::CompressionSettings compression;
    FileCache cache(types, compression, {.in_memory = 1000, .compressible_in_memory = 3000});
    BOOST_TEST(find(cache, "a.css").is_compressible);
    BOOST_TEST(find(cache, "a.css").bytes != nullptr);
    BOOST_TEST(!find(cache, "small.css").is_compressible);
    BOOST_TEST(!find(cache, "a.png").is_compressible);
    BOOST_TEST(find(cache, "a.png").bytes == nullptr);
    BOOST_TEST(!find(cache, "large.css").is_compressible);
    BOOST_TEST(find(cache, "large.css").bytes == nullptr);
}

BOOST_AUTO_TEST_CASE(what_lies_compressed_beside_a_file_is_known_unless_it_is_older) {
    files.write("a.css", "plain");
    files.write("a.css.gz", "gzip");
    files.write("a.css.br", "br");
    fs::create_directory(files.path() / "a.css.zst");
    fs::last_write_time(files.path() / "a.css.br",
                        fs::last_write_time(files.path() / "a.css") - 1s);
    FileCache cache(types, uncompressed);
    const auto beside = [&] {
        const auto found = cache.precompressed(folder, "a.css", now);
        BOOST_TEST_REQUIRE(found.has_value());
        return std::vector(found->begin(), found->end());
    };
    using enum http::ContentCoding;
    BOOST_TEST((beside() == std::vector{gzip}));
    files.write("a.css.br", "br");
    BOOST_TEST((beside() == std::vector{gzip}));  // the disk is asked once a second
    now += 2s;
    BOOST_TEST((beside() == std::vector{br, gzip}));
    BOOST_TEST(
        (cache.precompressed(folder, "none", now).error().kind == FileError::Kind::not_found));
}

BOOST_AUTO_TEST_SUITE_END()
