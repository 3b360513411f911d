#include "daemon/site/module.hpp"

#include <dlfcn.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <exception>

#include "app/registry.hpp"
#include "base/system_error.hpp"
#include "base/text.hpp"

namespace tined::daemon {
namespace {

constexpr const char* symbol = "tined_module";

// What a file says, or its code: the names of symbols and libraries may be of any length, and have
// any bytes in them.
std::string for_message(std::string_view said) {
    constexpr std::size_t longest = 1000;
    const bool is_cut = said.size() > longest;
    return base::escape_for_message(said.substr(0, longest)) + (is_cut ? "..." : "");
}

// dlerror(3) begins with the file's name, which who reads the error is told anyway.
std::string why_not_loaded(const std::string& file) {
    const char* const said = ::dlerror();
    if (said == nullptr) return "it cannot be loaded";
    std::string_view why = said;
    if (why.starts_with(file + ": ")) why.remove_prefix(file.size() + 2);
    std::string told = for_message(why);
    if (why.starts_with("undefined symbol: ")) {
        told += "; it was built for another tined, or is not linked with a library that it uses";
    }
    return told;
}

std::string describe_interface(std::uint32_t interface, std::string_view version) {
    return fmt::format("{} (tined {})", interface, for_message(version));
}

}  // namespace

std::expected<const app::ModuleDescription*, std::string> open_module(
    const config::Module& module) {
    const std::string file = module.file.native();
    struct stat status = {};
    if (::access(file.c_str(), R_OK) != 0 || ::stat(file.c_str(), &status) != 0) {
        if (errno == ENOENT) return std::unexpected("there is no such file");
        return std::unexpected(base::SystemError::from_errno("read").what());
    }
    if (!S_ISREG(status.st_mode)) return std::unexpected("it is no file");
    void* const loaded = ::dlopen(file.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (loaded == nullptr) return std::unexpected(why_not_loaded(file));
    const auto* const description =
        static_cast<const app::ModuleDescription*>(::dlsym(loaded, symbol));
    if (description == nullptr) {
        return std::unexpected("it is no module of tined: it has no TINED_MODULE");
    }
    if (description->interface != app::module_interface) {
        return std::unexpected(fmt::format(
            "it is built for interface {}, and this tined has interface {}: build it anew with "
            "the headers of this tined",
            describe_interface(description->interface, description->version),
            describe_interface(app::module_interface, TINED_VERSION)));
    }
    return description;
}

std::expected<void, std::string> add_handlers(const app::ModuleDescription& description,
                                              const config::Module& module,
                                              handlers::HandlerTable& table) {
    const std::size_t before = table.entries().size();
    app::Registry registry(table);
    try {
        description.add_handlers(registry);
    } catch (const std::exception& thrown) {
        return std::unexpected(fmt::format("it threw when it was asked for its handlers: {}",
                                           for_message(thrown.what())));
    } catch (...) {
        return std::unexpected("it threw when it was asked for its handlers");
    }
    for (std::size_t i = before; i < table.entries().size(); ++i) {
        table.find(table.entries()[i].name)->origin = module.name;
    }
    return {};
}

}  // namespace tined::daemon
