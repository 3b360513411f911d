#include "handlers/folder.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>
#include <filesystem>

#include "tests/support/temporary_folder.hpp"

namespace fs = std::filesystem;
using namespace tined::handlers;
using tined::tests::TemporaryFolder;

namespace {

// root/ is the folder; beside it lies what must not be reached.
struct FolderFixture {
    TemporaryFolder files;
    std::string root = files.write("root/a.txt", "inside").substr(0, root_size());
    Folder folder = open();

    std::size_t root_size() const { return (files.path() / "root").string().size(); }
    Folder open() const {
        auto opened = Folder::open(root);
        BOOST_TEST_REQUIRE(opened.has_value());
        return std::move(*opened);
    }
    void link(const fs::path& target, const std::string& name) const {
        fs::create_symlink(target, fs::path(root) / name);
    }
    bool opens(std::string_view name) const { return folder.open_file(name).has_value(); }
    FileError::Kind error(std::string_view name) const {
        const auto opened = folder.open_file(name);
        BOOST_TEST_REQUIRE(!opened.has_value(), name);
        return opened.error().kind;
    }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(folders, FolderFixture)

BOOST_AUTO_TEST_CASE(a_file_is_opened_with_its_facts) {
    const auto opened = folder.open_file("a.txt");
    BOOST_TEST_REQUIRE(opened.has_value());
    BOOST_TEST(opened->facts.size == 6U);
    BOOST_TEST(!opened->facts.is_folder);
    BOOST_TEST(opened->facts.modified > 0);
    BOOST_TEST((*folder.look("a.txt") == opened->facts));
}

BOOST_AUTO_TEST_CASE(a_folder_is_no_file_and_says_so) {
    files.write("root/sub/b.txt", "");
    BOOST_TEST((error("sub") == FileError::Kind::is_folder));
    BOOST_TEST((error("") == FileError::Kind::is_folder));
    BOOST_TEST(folder.look("sub")->is_folder);
    BOOST_TEST(opens("sub/b.txt"));
}

BOOST_AUTO_TEST_CASE(no_name_leads_out) {
    files.write("secret.txt", "outside");
    const std::string absolute = (files.path() / "secret.txt").string();
    for (const std::string& name :
         {std::string("../secret.txt"), std::string("../root/a.txt"),
          std::string("x/../../secret.txt"), absolute, std::string("/etc/passwd"),
          std::string("a.txt\0/../../x", 14), std::string("..")}) {
        BOOST_TEST((error(name) == FileError::Kind::not_found), name);
    }
}

BOOST_AUTO_TEST_CASE(a_link_that_leaves_is_not_followed_and_one_that_stays_is) {
    files.write("secret.txt", "outside");
    files.write("root/sub/b.txt", "");
    link("../secret.txt", "relative");
    link(files.path() / "secret.txt", "absolute");
    link(fs::path(root) / "a.txt", "absolute_inside");  // absolute ones leave by their first step
    link("..", "up");
    link("/proc/self/root", "magic");
    link("loop", "loop");
    for (const char* name :
         {"relative", "absolute", "absolute_inside", "up/secret.txt", "magic/etc/passwd", "loop"}) {
        BOOST_TEST((error(name) == FileError::Kind::not_found), name);
    }
    link("sub", "stays");
    link("../a.txt", "sub/stays_too");
    BOOST_TEST(opens("stays/b.txt"));
    BOOST_TEST(opens("sub/stays_too"));
    BOOST_TEST(opens("stays/stays_too"));
}

BOOST_AUTO_TEST_CASE(a_fifo_is_not_opened_and_stops_nobody) {
    const std::string fifo = root + "/fifo";
    BOOST_TEST_REQUIRE(::mkfifo(fifo.c_str(), 0600) == 0);
    BOOST_TEST((error("fifo") == FileError::Kind::not_found));
    // A writer still finds nobody at the other end.
    BOOST_TEST(::open(fifo.c_str(), O_WRONLY | O_NONBLOCK) == -1);
    BOOST_TEST(errno == ENXIO);
}

BOOST_AUTO_TEST_CASE(what_is_not_there_is_not_found) {
    for (const std::string& name : {std::string("b.txt"), std::string("a.txt/b"),
                                    std::string("a.txt/"), std::string(300, 'x')}) {
        BOOST_TEST((error(name) == FileError::Kind::not_found), name);
    }
}

BOOST_AUTO_TEST_CASE(a_folder_that_is_renamed_is_still_the_one_that_was_opened) {
    fs::rename(root, files.path() / "elsewhere");
    files.write("root/a.txt", "another");
    BOOST_TEST(folder.look("a.txt")->size == 6U);
    BOOST_TEST(open().look("a.txt")->size == 7U);
}

BOOST_AUTO_TEST_CASE(a_listing_has_folders_first_and_each_kind_by_name) {
    files.write("root/b/x", "");
    files.write("root/Z/x", "");
    files.write("root/0.txt", "12345");
    const auto listing = folder.list("");
    BOOST_TEST_REQUIRE(listing.has_value());
    std::string names;
    for (const FolderEntry& entry : listing->entries) {
        names += entry.name + (entry.is_folder ? "/ " : " ");
    }
    BOOST_TEST(names == "Z/ b/ 0.txt a.txt ");
    BOOST_TEST(listing->entries[2].size == 5U);
    BOOST_TEST(!listing->is_cut);
}

BOOST_AUTO_TEST_CASE(a_listing_leaves_out_what_no_request_could_have) {
    files.write("secret.txt", "outside");
    files.write("root/.hidden", "");
    files.write("root/back\\slash", "");
    files.write("root/\xFF", "");
    link("../secret.txt", "leaves");
    link("a.txt", "stays");
    BOOST_TEST_REQUIRE(::mkfifo((root + "/fifo").c_str(), 0600) == 0);
    const auto listing = folder.list("");
    BOOST_TEST_REQUIRE(listing.has_value());
    BOOST_TEST_REQUIRE(listing->entries.size() == 2U);
    BOOST_TEST(listing->entries[0].name == "a.txt");
    BOOST_TEST(listing->entries[1].name == "stays");
}

BOOST_AUTO_TEST_CASE(only_a_folder_below_it_is_listed) {
    BOOST_TEST(!folder.list("a.txt").has_value());
    BOOST_TEST(!folder.list("..").has_value());
    BOOST_TEST(!folder.list("nowhere").has_value());
}

BOOST_AUTO_TEST_CASE(what_is_no_folder_is_not_opened_as_one) {
    BOOST_TEST(!Folder::open(root + "/a.txt").has_value());
    BOOST_TEST(!Folder::open(root + "/nowhere").has_value());
    BOOST_TEST(!folder.why_unusable().has_value());
}

BOOST_AUTO_TEST_SUITE_END()
