#include "daemon/site/module_versions.hpp"

#include <boost/test/unit_test.hpp>
#include <filesystem>

#include "tests/support/temporary_folder.hpp"

namespace tined::daemon {
namespace {

using Lines = std::vector<std::string>;

config::Module module_of(const tests::TemporaryFolder& folder, const std::string& name) {
    config::Module module;
    module.file = folder.write(name, name);
    module.name = name;
    return module;
}

BOOST_AUTO_TEST_SUITE(module_versions)

BOOST_AUTO_TEST_CASE(a_file_that_was_replaced_or_has_gone_has_changed_and_others_have_not) {
    const tests::TemporaryFolder folder;
    const std::vector modules = {module_of(folder, "a"), module_of(folder, "b"),
                                 module_of(folder, "c")};
    const auto before = versions_of(modules);
    BOOST_TEST(changed_modules(before, versions_of(modules)) == Lines());
    const std::filesystem::path fresh = folder.write("fresh", "b");
    std::filesystem::rename(fresh, modules[1].file);
    std::filesystem::remove(modules[2].file);
    BOOST_TEST(changed_modules(before, versions_of(modules)) ==
               (Lines{"modules: b has changed", "modules: c has changed"}));
}

// The file says so itself.
BOOST_AUTO_TEST_CASE(one_that_is_named_anew_or_no_more_is_not_told) {
    const tests::TemporaryFolder folder;
    const auto before = versions_of({module_of(folder, "a")});
    BOOST_TEST(changed_modules(before, versions_of({module_of(folder, "b")})) == Lines());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace tined::daemon
