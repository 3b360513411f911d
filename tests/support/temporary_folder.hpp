// A folder of its own for one test case, removed with all that is in it.
#pragma once

#include <stdlib.h>  // mkdtemp

#include <boost/test/unit_test.hpp>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

namespace tined::tests {

class TemporaryFolder {
public:
    TemporaryFolder() {
        std::string made = (std::filesystem::temp_directory_path() / "tined-XXXXXX").string();
        BOOST_TEST_REQUIRE(::mkdtemp(made.data()) != nullptr);
        path_ = made;
    }
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    ~TemporaryFolder() {
        std::error_code ignored;  // a folder that stays behind fails no test
        std::filesystem::remove_all(path_, ignored);
    }

    const std::filesystem::path& path() const noexcept { return path_; }

    /// Writes a file below it, making the folders on the way; gives its whole path.
    std::string write(const std::string& name, std::string_view text) const {
        const auto whole = path_ / name;
        std::filesystem::create_directories(whole.parent_path());
        std::ofstream(whole, std::ios::binary) << text;
        return whole.string();
    }

private:
    std::filesystem::path path_;
};

}  // namespace tined::tests
