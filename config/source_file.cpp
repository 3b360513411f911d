#include "config/source_file.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <system_error>
#include <utility>

#include "base/descriptor.hpp"
#include "config/yaml.hpp"

namespace tined::config {

namespace {

std::string reason(int code) {
    if (code == EFBIG) {
        return fmt::format("the file is larger than {} MiB", most_yaml / (1024 * 1024));
    }
    if (code == ENOTSUP || code == ENXIO) return "this is no regular file";
    return std::generic_category().message(code);
}

}  // namespace

std::optional<Node> read_file(Document& document, const std::string& path, Problems& problems,
                              const std::optional<NamedAt>& named_at) {
    auto text = base::read_regular(path, most_yaml);
    if (text) return parse_yaml(document.files.emplace_back(path), std::move(*text), problems);
    problems.note_cause(text.error().code());
    const std::string why = reason(text.error().code());
    if (named_at) {
        problems.add(named_at->place, named_at->path, fmt::format("{}: {}", path, why));
    } else {
        problems.add({path, 0, 0}, {}, why);
    }
    return std::nullopt;
}

}  // namespace tined::config
