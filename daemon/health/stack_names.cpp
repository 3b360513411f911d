#include "daemon/health/stack_names.hpp"

#include <cxxabi.h>
#include <dlfcn.h>
#include <fmt/format.h>

#include <cstdlib>
#include <memory>
#include <optional>
#include <string_view>

#include "base/text.hpp"

namespace tined::daemon {
namespace {

constexpr std::size_t most_frames = 24;
constexpr std::size_t most_name = 160;  // of one template's instantiation there may be kilobytes

struct Free {
    void operator()(char* text) const noexcept { std::free(text); }
};

std::string demangled(const char* name) {
    int status = 0;
    const std::unique_ptr<char, Free> text(abi::__cxa_demangle(name, nullptr, nullptr, &status));
    return status == 0 ? std::string(text.get()) : std::string(name);
}

std::string name_of(std::uint64_t address, bool is_return, const base::LoadedCode* code) {
    // A call may be the last instruction of its function: the return address is then the next's.
    const std::uint64_t inside = is_return && address != 0 ? address - 1 : address;
    const auto loaded = code == nullptr ? std::nullopt : code->find(inside);
    if (loaded) {
        return fmt::format("{}+{:#x}", base::escape_for_message(loaded->name), loaded->offset);
    }
    Dl_info found = {};
    const auto* const where = reinterpret_cast<const void*>(inside);  // NOLINT
    if (::dladdr(where, &found) == 0) return fmt::format("{:#x}", address);
    if (found.dli_sname != nullptr) {
        std::string name = without_parameters(demangled(found.dli_sname));
        if (name.size() > most_name) name.replace(most_name, std::string::npos, "...");
        return name;
    }
    const std::string_view path = found.dli_fname;
    const auto offset = inside - reinterpret_cast<std::uintptr_t>(found.dli_fbase);
    return fmt::format("{}+{:#x}", path.substr(path.rfind('/') + 1), offset);
}

void cut_end(std::string& name, std::string_view end) {
    if (name.ends_with(end)) name.resize(name.size() - end.size());
}

}  // namespace

std::string without_parameters(std::string name) {
    if (const auto clone = name.find(" [clone "); clone != std::string::npos) name.resize(clone);
    cut_end(name, " const");
    if (!name.ends_with(')')) return name;
    std::size_t depth = 0;
    for (std::size_t at = name.size(); at-- > 0;) {
        if (name[at] == ')') ++depth;
        if (name[at] == '(' && --depth == 0) {
            // "(anonymous namespace)" and "operator()" are no parameters.
            if (at > 0 && !std::string_view(name).substr(0, at).ends_with("operator")) {
                name.resize(at);
            }
            break;
        }
    }
    return name;
}

std::string name_stack(std::span<const std::uint64_t> addresses, const base::LoadedCode* code) {
    std::string text;
    for (std::size_t i = 0; i < addresses.size(); ++i) {
        if (i > 0) text += " < ";
        if (i == most_frames) return text + "...";
        text += name_of(addresses[i], i > 0, code);
    }
    return text;
}

}  // namespace tined::daemon
