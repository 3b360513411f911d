#include "config/module_settings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "config/typed.hpp"

namespace tined::config {
namespace {

constexpr std::string_view shape = "a path, or {file: PATH, connect: [HOST:PORT], paths: [PATH]}";

std::optional<Address> as_peer(const Reader& value) {
    constexpr std::string_view wanted = "HOST:PORT or unix:PATH";
    const auto text = as_nonempty_text(value);
    if (!text) return std::nullopt;
    auto address = parse_address(*text);
    if (!address) {
        value.fail(address.error());
        return std::nullopt;
    }
    const auto* const tcp = std::get_if<TcpAddress>(&*address);
    if (std::holds_alternative<SystemdAddress>(*address) || (tcp != nullptr && tcp->port == 0)) {
        value.expected(wanted);
        return std::nullopt;
    }
    return std::move(*address);
}

// dlopen(3) looks for a name without a slash among the system's libraries.
std::filesystem::path with_slash(const std::filesystem::path& path) {
    return path.has_parent_path() ? path : "." / path;
}

std::optional<Module> read_module(const Reader& value) {
    Module module;
    module.place = value.place();
    module.key_path = value.path();
    std::optional<Reader> file = value;
    if (value.node().kind == NodeKind::mapping) {
        MappingReader in(value, shape);
        file = in.take("file");
        in.read("connect", module.connect, ListOf{as_peer});
        in.read("paths", module.paths, ListOf{as_path});
        in.finish();
        if (!file) {
            value.fail("`file` is required: the module's shared object");
            return std::nullopt;
        }
    } else if (value.node().kind != NodeKind::scalar) {
        value.expected(shape);
        return std::nullopt;
    }
    const auto name = as_nonempty_text(*file);
    const auto path = name ? as_path(*file) : std::nullopt;
    if (!path) return std::nullopt;
    module.name = *name;
    module.file = with_slash(*path);
    return module;
}

}  // namespace

std::vector<Module> read_modules(const Reader& value) {
    std::vector<Module> modules;
    for (const Reader& item : value.items_or_self()) {
        auto module = read_module(item);
        if (!module) continue;
        const auto is_same = [&](const Module& other) {
            return other.file.lexically_normal() == module->file.lexically_normal();
        };
        if (std::ranges::any_of(modules, is_same)) {
            item.fail(fmt::format("the module {} is named twice", module->name));
            continue;
        }
        modules.push_back(std::move(*module));
    }
    return modules;
}

}  // namespace tined::config
