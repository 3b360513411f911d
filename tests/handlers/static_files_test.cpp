#include "handlers/static_files.hpp"

#include <unistd.h>

#include <boost/test/unit_test.hpp>
#include <filesystem>

#include "base/text.hpp"
#include "tests/handlers/file_request.hpp"
#include "tests/support/temporary_folder.hpp"

namespace fs = std::filesystem;
using namespace tined::handlers;
using namespace std::chrono_literals;
namespace http = tined::http;
using tined::tests::TemporaryFolder;

namespace {

// The folder is root/, served at "/"; beside it lies what must not be reached.
std::expected<void, Failure> answer(const StaticFiles& served, FileCache& cache,
                                    std::span<const std::string_view> rest,
                                    const http::Request& request, http::Response& response) {
    const auto found = served.search(cache, rest, request.received());
    return served.answer(cache, found, rest, request, response);
}

struct StaticFixture {
    TemporaryFolder files;
    std::string root = (files.path() / "root").string();
    ContentTypes types;
    http::CompressionSettings compression;
    FileCache cache{types, compression};
    FileCache::Time now = std::chrono::system_clock::now() + 1h;
    StaticSettings settings;
    http::Response response;

    StaticFixture() {
        files.write("secret.txt", "outside");
        files.write("root/site.css", "body {}");
        files.write("root/sub/index.html", "the index");
        files.write("root/bare/a.txt", "a");
    }
    /// The status, of the answer or the failure.
    int ask(std::string_view target) {
        const auto folder = Folder::open(root);
        BOOST_TEST_REQUIRE(folder.has_value());
        const FileRequest request(target, now);
        const StaticFiles served(*folder, settings);
        response = http::Response();
        const bool has = StaticFiles::has(served.search(cache, request.rest(), now));
        const auto answered = answer(served, cache, request.rest(), request.request(), response);
        // What the router is told beforehand is what comes of it.
        BOOST_TEST(has == (answered || answered.error().status != 404), target);
        return answered ? response.status() : answered.error().status;
    }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(static_files, StaticFixture)

BOOST_AUTO_TEST_CASE(a_file_is_answered_by_its_name) {
    BOOST_TEST(ask("/site.css") == 200);
    BOOST_TEST(text_of(response) == "body {}");
    BOOST_TEST(value_of(response, "Content-Type") == "text/css");
    BOOST_TEST(!response.has("Cache-Control"));
    BOOST_TEST(ask("/nowhere.css") == 404);
}

BOOST_AUTO_TEST_CASE(names_are_taken_decoded) {
    files.write("root/caf\xC3\xA9 %41.txt", "x");
    BOOST_TEST(ask("/caf%C3%A9%20%2541.txt") == 200);
    BOOST_TEST(ask("/s%69te.css") == 200);
}

// ── the ways out ──

BOOST_AUTO_TEST_CASE(dot_segments_lead_nowhere) {
    for (const char* target : {"/../secret.txt", "/%2e%2e/secret.txt", "/.%2E/secret.txt",
                               "/sub/../../secret.txt", "/..%2fsecret.txt", "/..%5csecret.txt",
                               "/%252e%252e/secret.txt", "/sub/..%2f..%2fsecret.txt"}) {
        BOOST_TEST(ask(target) == 404, target);
    }
    // Within the folder they are resolved before anything is looked for.
    BOOST_TEST(ask("/sub/../site.css") == 200);
}

BOOST_AUTO_TEST_CASE(absolute_names_lead_nowhere) {
    const std::string absolute = (files.path() / "secret.txt").string();
    BOOST_TEST(ask(absolute) == 404);
    BOOST_TEST(ask("/" + absolute) == 404);
    BOOST_TEST(ask("/%2Fetc/passwd") == 404);
    BOOST_TEST(ask("//site.css") == 404);
    BOOST_TEST(ask("//sub") == 404);
}

BOOST_AUTO_TEST_CASE(links_out_are_not_followed_and_links_within_are) {
    fs::create_symlink("../secret.txt", root + "/out");
    fs::create_symlink("/", root + "/rootdir");
    fs::create_symlink("..", root + "/up");
    fs::create_symlink("sub/index.html", root + "/in.html");
    fs::create_symlink("sub", root + "/other");
    for (const char* target :
         {"/out", "/rootdir/etc/passwd", "/rootdir/", "/rootdir", "/up/secret.txt", "/up"}) {
        BOOST_TEST(ask(target) == 404, target);
    }
    BOOST_TEST(ask("/in.html") == 200);
    BOOST_TEST(ask("/other/") == 200);
    BOOST_TEST(ask("/other/index.html") == 200);
}

BOOST_AUTO_TEST_CASE(dotfiles_are_not_served) {
    files.write("root/.env", "x");
    files.write("root/.git/config", "x");
    files.write("root/sub/.env", "x");
    settings.listing = true;
    settings.try_endings = {".env", "/.env"};
    for (const char* target :
         {"/.env", "/%2Eenv", "/.git/config", "/.git/", "/.git", "/sub/.env", "/...", "/.env/"}) {
        BOOST_TEST(ask(target) == 404, target);
    }
}

BOOST_AUTO_TEST_CASE(odd_names_are_not_found) {
    files.write("root/back\\slash", "x");
    for (const char* target : {"/back%5Cslash", "/site.css/", "/site.css/x", "/sub//index.html",
                               "/sub/%20", "/site.css."}) {
        BOOST_TEST(ask(target) == 404, target);
    }
    BOOST_TEST(ask("/" + std::string(5'000, 'x')) == 404);
    std::string deep;
    for (int i = 0; i < 1'000; ++i) deep += "/sub";
    BOOST_TEST(ask(deep) == 404);
}

BOOST_AUTO_TEST_CASE(a_name_is_made_of_plain_segments_only) {
    // Segments of one text, of which each ends at a space.
    const auto name = [](std::string_view text) {
        return FileName::of(tined::base::split(text, ' '));
    };
    BOOST_TEST(name("a b")->text() == "a b");
    BOOST_TEST(!name("a b")->is_folder());
    BOOST_TEST(name("")->text() == "");
    BOOST_TEST(name("")->is_folder());
    for (const char* text : {".. a", ".", " etc", "a  b", "a/b", "a\\b", ".a "}) {
        BOOST_TEST(!name(text).has_value(), text);
    }
    BOOST_TEST(!name(std::string_view("a\0b", 3)).has_value());
    const std::string longest(4'095, 'x');
    BOOST_TEST(name(longest).has_value());
    BOOST_TEST(!name(longest)->with("y").has_value());
    BOOST_TEST(!name(longest + "y").has_value());
}

// ── folders ──

BOOST_AUTO_TEST_CASE(a_folder_is_answered_with_its_index) {
    BOOST_TEST(ask("/sub/") == 200);
    BOOST_TEST(text_of(response) == "the index");
    BOOST_TEST(value_of(response, "Content-Type") == "text/html");
    BOOST_TEST(ask("/bare/") == 404);
    settings.index = {"none.html", "a.txt"};
    BOOST_TEST(ask("/bare/") == 200);
}

BOOST_AUTO_TEST_CASE(a_folder_without_its_slash_is_redirected_with_the_query) {
    files.write("root/caf\xC3\xA9/x", "");
    BOOST_TEST(ask("/sub?a=b&c") == 308);
    BOOST_TEST(value_of(response, "Location") == "/sub/?a=b&c");
    BOOST_TEST(ask("/caf%C3%A9") == 308);
    BOOST_TEST(value_of(response, "Location") == "/caf%C3%A9/");
    BOOST_TEST(ask("/none") == 404);
}

BOOST_AUTO_TEST_CASE(the_prefix_without_its_slash_is_redirected_too) {
    const auto folder = Folder::open(root);
    const StaticFiles served(*folder, settings);
    const FileRequest request("/static");
    BOOST_TEST(StaticFiles::has(served.search(cache, {}, now)));
    BOOST_TEST(answer(served, cache, {}, request.request(), response).has_value());
    BOOST_TEST(response.status() == 308);
    BOOST_TEST(value_of(response, "Location") == "/static/");
}

BOOST_AUTO_TEST_CASE(a_redirect_never_names_a_host) {
    const auto folder = Folder::open(root);
    const StaticFiles served(*folder, settings);
    const FileRequest request("//evil.example");
    BOOST_TEST(!answer(served, cache, {}, request.request(), response).has_value());
}

BOOST_AUTO_TEST_CASE(a_folder_is_listed_only_where_that_is_asked_for) {
    BOOST_TEST(ask("/bare/") == 404);
    settings.listing = true;
    BOOST_TEST(ask("/bare/") == 200);
    BOOST_TEST(value_of(response, "Content-Type") == "text/html; charset=UTF-8");
    BOOST_TEST(text_of(response).find("<a href=\"a.txt\">a.txt</a>") != std::string::npos);
    BOOST_TEST(text_of(response).find("href=\"../\"") != std::string::npos);
    BOOST_TEST(ask("/") == 200);
    BOOST_TEST(text_of(response).find("href=\"../\"") == std::string::npos);
    BOOST_TEST(ask("/sub/") == 200);
    BOOST_TEST(text_of(response) == "the index");
    BOOST_TEST(ask("/none/") == 404);
}

// ── what else may be there ──

BOOST_AUTO_TEST_CASE(endings_are_tried_where_there_is_no_such_file) {
    files.write("root/about.html", "about");
    files.write("root/sub.html", "beside a folder");
    settings.try_endings = {".htm", ".html"};
    BOOST_TEST(ask("/about") == 200);
    BOOST_TEST(text_of(response) == "about");
    BOOST_TEST(value_of(response, "Content-Type") == "text/html");
    BOOST_TEST(ask("/about.html") == 200);
    BOOST_TEST(ask("/sub") == 200);
    BOOST_TEST(text_of(response) == "beside a folder");
    BOOST_TEST(ask("/bare") == 308);
    BOOST_TEST(ask("/none") == 404);
}

BOOST_AUTO_TEST_CASE(the_fallback_is_a_file_of_the_folder) {
    settings.fallback = "sub/index.html";
    const auto folder = Folder::open(root);
    const FileRequest request("/some/where", now);
    BOOST_TEST(StaticFiles(*folder, settings)
                   .answer_fallback(cache, request.request(), response)
                   .has_value());
    BOOST_TEST(response.status() == 200);
    BOOST_TEST(text_of(response) == "the index");
    settings.fallback = "../secret.txt";
    BOOST_TEST(!StaticFiles(*folder, settings)
                    .answer_fallback(cache, request.request(), response)
                    .has_value());
}

BOOST_AUTO_TEST_CASE(a_file_asked_by_its_version_may_be_kept_for_a_year) {
    const auto folder = Folder::open(root);
    const std::string version = cache.version(*folder, "site.css", now).value();
    BOOST_TEST(ask("/site.css?v=" + version) == 200);
    BOOST_TEST(value_of(response, "Cache-Control") == "public, max-age=31536000, immutable");
    for (const std::string& query : {std::string("v="), std::string("v=0123456789abcdef"),
                                     "w=" + version, "v=" + version + "0"}) {
        BOOST_TEST(ask("/site.css?" + query) == 200);
        BOOST_TEST(!response.has("Cache-Control"), query);
    }
}

BOOST_AUTO_TEST_CASE(a_file_that_cannot_be_read_for_lack_of_rights_is_not_found) {
    // Root reads all: then there is nothing that lacks rights, and the file is served.
    fs::permissions(root + "/site.css", fs::perms::none);
    BOOST_TEST(ask("/site.css") == (::geteuid() == 0 ? 200 : 404));
}

// ── what lies compressed beside a file ──

struct PrecompressedFixture : StaticFixture {
    PrecompressedFixture() {
        settings.precompressed = true;
        files.write("root/app.wasm", "plain wasm");
        files.write("root/app.wasm.br", "br wasm");
        files.write("root/app.wasm.gz", "gzip wasm");
    }
    int get(std::string_view target, std::string_view name = {}, std::string_view value = {}) {
        const auto folder = Folder::open(root);
        BOOST_TEST_REQUIRE(folder.has_value());
        FileRequest request(target, now);
        request.field("Accept-Encoding", "gzip, br;q=0.9");
        if (!name.empty()) request.field(name, value);
        const StaticFiles served(*folder, settings);
        response = http::Response();
        const auto answered = answer(served, cache, request.rest(), request.request(), response);
        return answered ? response.status() : answered.error().status;
    }
    void check(http::CodingChoice::State state, http::ContentCoding coding) const {
        BOOST_TEST((response.coding_choice().state == state));
        BOOST_TEST((response.coding_choice().coding == coding));
    }
};

BOOST_FIXTURE_TEST_CASE(what_the_client_likes_best_of_it_is_sent, PrecompressedFixture) {
    BOOST_TEST(get("/app.wasm") == 200);
    BOOST_TEST(text_of(response) == "gzip wasm");
    BOOST_TEST(value_of(response, "Content-Type") == "application/wasm");
    check(http::CodingChoice::State::coded, http::ContentCoding::gzip);
    const std::string etag(value_of(response, "ETag"));
    BOOST_TEST(etag.starts_with('"'));
    BOOST_TEST(get("/app.wasm", "If-None-Match", etag) == 304);
    BOOST_TEST(get("/app.wasm", "If-None-Match", "\"other\"") == 200);
}

BOOST_FIXTURE_TEST_CASE(who_is_sent_the_file_is_told_that_others_are_not, PrecompressedFixture) {
    BOOST_TEST(ask("/app.wasm") == 200);
    BOOST_TEST(text_of(response) == "plain wasm");
    check(http::CodingChoice::State::chosen, http::ContentCoding::identity);
    BOOST_TEST(get("/app.wasm", "Range", "bytes=0-4") == 206);
    BOOST_TEST(text_of(response) == "plain");
    check(http::CodingChoice::State::chosen, http::ContentCoding::identity);
}

BOOST_FIXTURE_TEST_CASE(it_is_not_looked_for_unless_said, PrecompressedFixture) {
    settings.precompressed = false;
    BOOST_TEST(get("/app.wasm") == 200);
    BOOST_TEST(text_of(response) == "plain wasm");
    check(http::CodingChoice::State::fixed, http::ContentCoding::identity);
}

BOOST_FIXTURE_TEST_CASE(one_that_has_gone_is_made_up_for_by_the_file, PrecompressedFixture) {
    BOOST_TEST(get("/app.wasm") == 200);
    std::filesystem::remove(files.path() / "root" / "app.wasm.gz");
    now += 1500ms;
    BOOST_TEST(get("/app.wasm") == 200);
    BOOST_TEST(text_of(response) == "br wasm");
}

BOOST_AUTO_TEST_SUITE_END()
