#include "config/secrets.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <expected>
#include <string>
#include <string_view>
#include <utility>

#include "base/descriptor.hpp"
#include "base/text.hpp"
#include "config/typed.hpp"

namespace tined::config {

namespace {

/// Why there is no text, and errno, if the system has refused it.
struct Missing {
    std::string reason;
    int code = 0;
};
using Text = std::expected<std::string, Missing>;

std::unexpected<Missing> missing(std::string reason) {
    return std::unexpected(Missing{std::move(reason)});
}

constexpr std::size_t most_bytes = 1024 * 1024;

Text from_environment(std::string_view operand) {
    const auto parts = base::split_once(operand, ' ');
    const std::string name(parts ? parts->before : operand);
    if (name.empty()) return missing("expected !env NAME, or !env NAME DEFAULT");
    if (const char* value = std::getenv(name.c_str())) return std::string(value);
    if (parts) return std::string(base::trim(parts->after));
    return missing(fmt::format("the environment has no {}", name));
}

Text from_file(const std::filesystem::path& path) {
    auto text = base::read_regular(path.string(), most_bytes);
    if (!text) return std::unexpected(Missing{text.error().what(), text.error().code()});
    return std::string(base::trim_right(*text));
}

Text from_credential(const std::string& name) {
    if (name.empty() || name.find('/') != std::string::npos) {
        return missing("expected !credential NAME");
    }
    const char* folder = std::getenv("CREDENTIALS_DIRECTORY");
    if (!folder) {
        return missing("no credentials were passed: CREDENTIALS_DIRECTORY is not set");
    }
    return from_file(std::filesystem::path(folder) / name);
}

Text text_of(const Node& node) {
    switch (node.tag) {
        case Tag::none:
            return node.text;
        case Tag::env:
            return from_environment(node.text);
        case Tag::credential:
            return from_credential(node.text);
        case Tag::file:
            if (node.text.empty()) return missing("expected !file PATH");
            return from_file(resolved_path(node.text, node.place));
    }
    return {};
}

void resolve(Node& node, const std::string& path, Document& document, Problems& problems) {
    for (std::size_t i = 0; i < node.items.size(); ++i) {
        resolve(node.items[i], item_path(path, i), document, problems);
    }
    for (Entry& entry : node.entries) {
        resolve(entry.value, member_path(path, entry.key), document, problems);
    }
    if (node.tag == Tag::none || node.is_refused) return;
    if (node.tag == Tag::env) {
        const auto parts = base::split_once(node.text, ' ');
        document.secret_variables.emplace_back(parts ? parts->before : node.text);
    }
    if (node.tag == Tag::file) {
        document.secret_files.push_back(resolved_path(node.text, node.place).string());
    }
    Text text = text_of(node);
    if (!text) {
        problems.note_cause(text.error().code);
        problems.add(node.place, path, std::move(text.error().reason));
        node.is_refused = true;
        return;
    }
    node.text = std::move(*text);
    node.is_secret = true;
}

}  // namespace

void resolve_secrets(Document& document, Problems& problems) {
    resolve(document.root, {}, document, problems);
}

}  // namespace tined::config
