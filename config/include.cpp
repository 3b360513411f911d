#include "config/include.hpp"

#include <fmt/format.h>
#include <glob.h>

#include <algorithm>
#include <cerrno>
#include <expected>
#include <filesystem>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "config/reader.hpp"
#include "config/source_file.hpp"
#include "config/typed.hpp"

namespace tined::config {

namespace {

void merge(Node& into, Node from, const std::string& path, Problems& problems);

void merge_entry(Node& into, Entry entry, const std::string& path, Problems& problems) {
    if (entry.value.kind == NodeKind::null) return;
    const auto found = std::ranges::find(into.entries, entry.key, &Entry::key);
    if (found == into.entries.end()) {
        into.entries.push_back(std::move(entry));
        return;
    }
    Node& present = found->value;
    const std::string member = member_path(path, entry.key);
    if (present.kind == NodeKind::null) {
        *found = std::move(entry);
    } else if (present.kind != entry.value.kind || present.kind == NodeKind::scalar) {
        problems.add(entry.place, member,
                     fmt::format("already written at {}", to_string(found->place)));
    } else {
        merge(present, std::move(entry.value), member, problems);
    }
}

void merge(Node& into, Node from, const std::string& path, Problems& problems) {
    for (Node& item : from.items) into.items.push_back(std::move(item));
    for (Entry& entry : from.entries) merge_entry(into, std::move(entry), path, problems);
}

// A folder that another user's is matches nothing; one that cannot be read for want of descriptors
// must not: the site would be served without what is in it.
int is_shortage(const char* /*folder*/, int error) {
    return error == EMFILE || error == ENFILE || error == ENOMEM ? 1 : 0;
}

/// The files that a name or a glob stands for, in the order of their names.
std::expected<std::vector<std::string>, base::SystemError> matches(const std::string& pattern) {
    glob_t found = {};
    std::vector<std::string> names;
    errno = 0;
    // GLOB_NOMAGIC: a name without wildcards stands for itself, so that its absence is told.
    const int outcome = ::glob(pattern.c_str(), GLOB_NOMAGIC, is_shortage, &found);
    const int why = outcome == GLOB_NOSPACE || errno == 0 ? ENOMEM : errno;
    if (outcome == 0) names.assign(found.gl_pathv, found.gl_pathv + found.gl_pathc);
    ::globfree(&found);
    if (outcome == 0 || outcome == GLOB_NOMATCH) return names;
    return std::unexpected(base::SystemError(why, "look for " + pattern));
}

class Includer {
public:
    Includer(Document& document, Problems& problems) : document_(document), problems_(problems) {}

    void expand_root() {
        const Place& place = document_.root.place;
        open_.push_back(identity(std::string(place.file)));
        expand(document_.root, {});
    }

private:
    // Files that are open at once, the root's with them: each is a few frames of the stack, and
    // wraps one more level of groups around what it includes.
    static constexpr std::size_t most_open = 16;

    static std::string identity(const std::string& file) {
        std::error_code ignored;  // what cannot be resolved cannot be read either
        const auto path = std::filesystem::weakly_canonical(file, ignored);
        return ignored ? file : path.string();
    }

    void expand(Node& group, const std::string& path) {
        const auto found = std::ranges::find(group.entries, "include", &Entry::key);
        if (found != group.entries.end()) {
            const Node include = std::move(found->value);
            group.entries.erase(found);
            const Reader names(include, member_path(path, "include"), problems_);
            for (const Reader& name : names.items_or_self()) include_one(group, path, name);
        }
        Node* routes = group.find("routes");
        if (!routes || routes->kind != NodeKind::sequence) return;
        const std::string routes_path = member_path(path, "routes");
        for (std::size_t i = 0; i < routes->items.size(); ++i) {
            expand(routes->items[i], item_path(routes_path, i));
        }
    }

    void include_one(Node& group, const std::string& path, const Reader& name) {
        const auto pattern = as_path(name);
        if (!pattern) return;
        const auto files = matches(pattern->string());
        if (!files) return name.fail(files.error());
        for (const std::string& file : *files) {
            const std::string who = identity(file);
            if (std::ranges::find(open_, who) != open_.end()) {
                name.fail(fmt::format("{} includes itself", file));
                continue;
            }
            if (open_.size() == most_open) {
                name.fail(fmt::format("more than {} files include each other", most_open));
                return;
            }
            open_.push_back(who);
            auto root = read_file(document_, file, problems_, NamedAt{name.place(), name.path()});
            if (root) include_tree(group, path, std::move(*root));
            open_.pop_back();
        }
    }

    void include_tree(Node& group, const std::string& path, Node root) {
        if (root.kind == NodeKind::null) return;
        if (root.kind != NodeKind::mapping) {
            Reader(root, {}, problems_).expected("a mapping");
            return;
        }
        // Its own includes first, while the files that are open are known.
        expand(root, path);
        merge(group, std::move(root), path, problems_);
    }

    Document& document_;
    Problems& problems_;
    std::vector<std::string> open_;  // the files that are being included, outermost first
};

}  // namespace

void expand_includes(Document& document, Problems& problems) {
    Includer(document, problems).expand_root();
}

}  // namespace tined::config
