#include "base/cgroup.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string_view>
#include <vector>

#include "base/descriptor.hpp"
#include "base/text.hpp"

namespace tined::base {
namespace {

constexpr std::size_t longest_file = 1 << 20;

enum class Version { v1, v2 };

// Where one hierarchy is mounted, and which part of it is: in a container often not its root.
struct Mount {
    std::string part;
    std::string folder;
};

std::string read_or_nothing(const std::string& path) {
    auto text = read_whole(path, longest_file);
    return text ? std::move(*text) : std::string();
}

bool has_cpu(std::string_view names) { return std::ranges::count(split(names, ','), "cpu") != 0; }

// proc_pid_mountinfo(5): id, parent, device, part, folder, options, tags..., "-", type, source,
// options of the file system, which for v1 are the controllers.
std::optional<Mount> find_mount(std::string_view mountinfo, Version version) {
    for (const auto line : split(mountinfo, '\n')) {
        const auto fields = split(line, ' ');
        const auto dash = std::ranges::find(fields, "-");
        if (fields.size() < 6 || fields.end() - dash < 4) continue;
        const bool wanted =
            version == Version::v2 ? dash[1] == "cgroup2" : dash[1] == "cgroup" && has_cpu(dash[3]);
        if (wanted) return Mount{std::string(fields[3]), std::string(fields[4])};
    }
    return std::nullopt;
}

// cgroups(7): "0::/path" for v2, "4:cpu,cpuacct:/path" for v1.
std::optional<std::string> find_group(std::string_view memberships, Version version) {
    for (const auto line : split(memberships, '\n')) {
        const auto number = split_once(line, ':');
        const auto rest = number ? split_once(number->after, ':') : std::nullopt;
        if (!rest) continue;
        const bool wanted = version == Version::v2 ? number->before == "0" && rest->before.empty()
                                                   : has_cpu(rest->before);
        if (wanted) return std::string(rest->after);
    }
    return std::nullopt;
}

// The group's path below the mount's folder: "" or "/a/b". A group that is not below the mounted
// part ("/../x" out of a namespace) cannot be looked at; the mount's own top is the best known.
std::string below_mount(const std::string& group, const std::string& part) {
    std::string_view path = group;
    if (part != "/") {
        if (!path.starts_with(part)) return {};
        path.remove_prefix(part.size());
        if (!path.empty() && path.front() != '/') return {};
    }
    if (path == "/" || path.starts_with("/..")) return {};
    return std::string(path);
}

std::optional<unsigned> whole_processors(std::string_view quota, std::string_view period) {
    const auto used = parse_integer<std::int64_t>(quota);  // "max" and -1 are no limit
    const auto of = parse_integer<std::int64_t>(period);
    if (!used || !of || *used <= 0 || *of <= 0) return std::nullopt;
    const std::int64_t whole = (*used - 1) / *of + 1;
    return static_cast<unsigned>(
        std::min<std::int64_t>(whole, std::numeric_limits<unsigned>::max()));
}

std::optional<unsigned> quota_of(const std::string& folder, Version version) {
    if (version == Version::v1) {
        return whole_processors(trim(read_or_nothing(folder + "/cpu.cfs_quota_us")),
                                trim(read_or_nothing(folder + "/cpu.cfs_period_us")));
    }
    const std::string line = read_or_nothing(folder + "/cpu.max");
    const auto halves = split_once(trim(line), ' ');
    return halves ? whole_processors(halves->before, halves->after) : std::nullopt;
}

std::optional<unsigned> smaller(std::optional<unsigned> a, std::optional<unsigned> b) {
    if (a && b) return std::min(*a, *b);
    return a ? a : b;
}

std::optional<unsigned> limit_by(const std::string& root, Version version) {
    const auto mount = find_mount(read_or_nothing(root + "/proc/self/mountinfo"), version);
    const auto group = find_group(read_or_nothing(root + "/proc/self/cgroup"), version);
    if (!mount || !group) return std::nullopt;
    std::string path = below_mount(*group, mount->part);
    std::optional<unsigned> limit = quota_of(root + mount->folder, version);
    while (!path.empty()) {
        limit = smaller(limit, quota_of(root + mount->folder + path, version));
        path.resize(path.rfind('/'));
    }
    return limit;
}

}  // namespace

std::optional<unsigned> cgroup_cpu_limit(const std::string& root) {
    // In a hybrid system both are mounted, and only one has the cpu controller: ask both.
    return smaller(limit_by(root, Version::v2), limit_by(root, Version::v1));
}

}  // namespace tined::base
