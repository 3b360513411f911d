#include "config/load.hpp"

#include <fmt/format.h>

#include <array>
#include <utility>

#include "config/include.hpp"
#include "config/overrides.hpp"
#include "config/secrets.hpp"
#include "config/settings_reader.hpp"
#include "config/source_file.hpp"
#include "config/yaml.hpp"

namespace tined::config {

namespace {

constexpr std::array<std::string_view, 8> keys_of_site = {
    "headers", "error_pages", "before", "routes", "static", "templates", "tests", "cache"};

/// All that comes after the tree is there.
void finish(Loaded& loaded, Node root, const CommandLine& command_line, Problems& problems) {
    Document& document = loaded.document;
    document.root = std::move(root);
    if (document.root.kind == NodeKind::mapping) expand_includes(document, problems);
    for (const std::string& assignment : command_line.set) {
        apply_override(document, assignment, problems);
    }
    resolve_secrets(document, problems);
    loaded.settings = read_settings(document.root, site_keys(), command_line.flags, problems);
}

}  // namespace

std::span<const std::string_view> site_keys() noexcept { return keys_of_site; }

std::optional<Loaded> load(const std::string& path, const CommandLine& command_line,
                           Problems& problems) {
    Loaded loaded;
    auto root = read_file(loaded.document, path, problems);
    if (!root) return std::nullopt;
    if (root->kind == NodeKind::null) {
        // More likely a copy that went wrong than the wish to serve nothing.
        problems.add({path, 0, 0}, {}, "the file is empty");
        return std::nullopt;
    }
    finish(loaded, std::move(*root), command_line, problems);
    return loaded;
}

std::optional<Loaded> load_text(const std::string& name, std::string text, Problems& problems) {
    Loaded loaded;
    const std::string& kept = loaded.document.text_names.emplace_back(name);
    auto root = parse_yaml(kept, std::move(text), problems);
    if (!root) return std::nullopt;
    finish(loaded, std::move(*root), {}, problems);
    return loaded;
}

}  // namespace tined::config
