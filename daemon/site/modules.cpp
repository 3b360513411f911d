#include "daemon/site/modules.hpp"

#include <fmt/format.h>
#include <link.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <optional>
#include <span>
#include <utility>

#include "base/descriptor.hpp"
#include "base/text.hpp"
#include "daemon/sandbox/capabilities.hpp"
#include "daemon/sandbox/privileges.hpp"
#include "daemon/site/child_work.hpp"
#include "daemon/site/module.hpp"
#include "value/json.hpp"

namespace tined::daemon {
namespace {

using handlers::HandlerEntry;
using value::Value;

// Of one module, with its line feed.
constexpr std::size_t most_told = 4 * 1024 * 1024;

constexpr auto option_types = {handlers::OptionType::text, handlers::OptionType::integer,
                               handlers::OptionType::real, handlers::OptionType::boolean,
                               handlers::OptionType::any};

// ── in the child ────────────────────────────────────────────────────────────────────────────────

Value to_value(const handlers::HandlerOption& option) {
    value::Map map;
    map.set("name", option.name);
    map.set("type", static_cast<int>(option.type));
    if (!option.fallback.is_undefined()) map.set("fallback", option.fallback);
    return map;
}

Value to_value(const HandlerEntry& entry) {
    value::List options;
    for (const auto& option : entry.options) options.push_back(to_value(option));
    value::Map map;
    map.set("name", entry.name);
    map.set("options", std::move(options));
    return map;
}

std::expected<value::List, std::string> handlers_of(const config::Module& module) {
    const auto description = open_module(module);
    if (!description) return std::unexpected(description.error());
    handlers::HandlerTable table;
    if (auto added = add_handlers(**description, module, table); !added) {
        return std::unexpected(std::move(added.error()));
    }
    value::List all;
    for (const HandlerEntry& entry : table.entries()) all.push_back(to_value(entry));
    return all;
}

void tell(int pipe, std::string_view member, Value told) {
    value::Map map;
    map.set(member, std::move(told));
    std::string line;
    value::write_json(map, line);
    line.push_back('\n');
    if (line.size() > most_told) {
        return tell(pipe, "error", "what it tells of its handlers and their options is over 4 MiB");
    }
    static_cast<void>(base::write_whole(pipe, line));  // who does not listen has given up
}

/// A line for each module, {handlers: [..]} or {error: TEXT}.
void tell_all(int pipe, const config::Settings& settings) {
    std::string as_whom;
    if (const auto identity = find_identity(settings.user); identity && *identity) {
        if (const auto became = become(**identity); !became) {
            return tell(pipe, "error", became.error().what());
        }
        as_whom = fmt::format(" (as user {})", (**identity).user);
    }
    static_cast<void>(give_up_capabilities());
    for (const config::Module& module : settings.modules) {
        auto found = handlers_of(module);
        if (found) {
            tell(pipe, "handlers", std::move(*found));
        } else {
            const bool is_refused = ::access(module.file.c_str(), R_OK) != 0 && errno == EACCES;
            tell(pipe, "error", is_refused ? found.error() + as_whom : found.error());
        }
    }
}

// ── who asks it ─────────────────────────────────────────────────────────────────────────────────

std::optional<handlers::HandlerOption> option_of(const Value& told) {
    const Value type = told.member("type");
    if (type.kind() != value::Kind::integer) return std::nullopt;
    const auto known = std::ranges::find(option_types, type.as_integer(),
                                         [](auto each) { return static_cast<std::int64_t>(each); });
    if (known == option_types.end()) return std::nullopt;
    return handlers::HandlerOption{
        .name = told.member("name").print(), .type = *known, .fallback = told.member("fallback")};
}

std::optional<HandlerEntry> entry_of(const Value& told, const std::string& origin) {
    HandlerEntry entry{.name = told.member("name").print(), .origin = origin};
    const Value options = told.member("options");
    if (entry.name.empty() || options.kind() != value::Kind::list) return std::nullopt;
    for (const Value& each : options.as_list()) {
        auto option = option_of(each);
        if (!option) return std::nullopt;
        entry.options.push_back(std::move(*option));
    }
    return entry;
}

/// Adds what a module has; gives what is wrong with it.
std::optional<std::string> take(const Value& told, const std::string& origin,
                                handlers::HandlerTable& table) {
    if (const Value error = told.member("error"); error.is_text()) return error.print();
    const Value all = told.member("handlers");
    if (all.kind() != value::Kind::list) return "it does not tell what it has";
    for (const Value& each : all.as_list()) {
        auto entry = entry_of(each, origin);
        if (!entry) return "it does not tell what it has";
        const std::string name = entry->name;
        if (table.add(std::move(*entry)) != nullptr) continue;
        const std::string& other = table.find(name)->origin;
        return fmt::format("its handler {} has the name of one of {}",
                           base::escape_for_message(name), other.empty() ? "the program" : other);
    }
    return std::nullopt;
}

std::string why_silent(const ChildWork& work) {
    if (!work.exit) {
        return fmt::format("it was not loaded, with its handlers, within {} s",
                           module_patience.count());
    }
    return fmt::format("the child that loaded it, and asked for its handlers, {}",
                       base::describe(*work.exit));
}

// ── where it is loaded ──────────────────────────────────────────────────────────────────────────

struct Search {
    std::uint64_t inside;  ///< an address of it
    std::uint64_t begin = 0;
    std::uint64_t end = 0;
};

int look_at(dl_phdr_info* object, std::size_t /*size*/, void* context) {
    auto& search = *static_cast<Search*>(context);
    std::uint64_t end = 0;
    for (const auto& part : std::span(object->dlpi_phdr, object->dlpi_phnum)) {
        if (part.p_type == PT_LOAD) end = std::max(end, part.p_vaddr + part.p_memsz);
    }
    const std::uint64_t begin = object->dlpi_addr;
    if (search.inside < begin || search.inside >= begin + end) return 0;
    search.begin = begin;
    search.end = begin + end;
    return 1;
}

void note_code(const app::ModuleDescription& description, std::string_view name,
               base::LoadedCode& code) {
    Search search{.inside = reinterpret_cast<std::uintptr_t>(&description)};
    if (::dl_iterate_phdr(look_at, &search) != 0) code.add(search.begin, search.end, name);
}

bool is_same(const HandlerEntry& a, const HandlerEntry& b) {
    return std::ranges::equal(a.options, b.options, [](const auto& x, const auto& y) {
        return x.name == y.name && x.type == y.type;
    });
}

std::optional<std::string> give_code(const config::Module& module, handlers::HandlerTable& table,
                                     base::LoadedCode* code) {
    const auto description = open_module(module);
    if (!description) return description.error();
    if (code != nullptr) note_code(**description, module.name, *code);
    handlers::HandlerTable loaded;
    if (auto added = add_handlers(**description, module, loaded); !added) return added.error();
    std::optional<std::string> changed;
    for (const HandlerEntry& known : table.entries()) {
        if (known.origin != module.name) continue;
        const HandlerEntry* const now = loaded.find(known.name);
        if (now != nullptr && is_same(*now, known)) {
            table.find(known.name)->handler = now->handler;
        } else {
            changed = fmt::format(
                "its handler {} is not what it was when the configuration was "
                "read: `tined reload` takes the module as it is now",
                base::escape_for_message(known.name));
        }
    }
    return changed;
}

}  // namespace

void look_into_modules(const config::Settings& settings, handlers::HandlerTable& table,
                       config::Problems& problems) {
    if (settings.modules.empty()) return;
    const auto fail = [&](const config::Module& module, std::string_view why) {
        table.set_incomplete();
        problems.add(module.place, module.key_path, fmt::format("{}: {}", module.name, why));
    };
    const auto work = in_child([&settings](int pipe) { tell_all(pipe, settings); }, module_patience,
                               most_told * settings.modules.size());
    if (!work) {
        problems.note_cause(work.error().code());
        return fail(settings.modules.front(), work.error().what());
    }
    const auto lines = base::split(work->told, '\n');
    std::size_t at = 0;
    for (const config::Module& module : settings.modules) {
        const auto told = at < lines.size() ? value::parse_json(lines[at]) : value::parse_json("");
        ++at;
        // Of those behind the one that crashed nothing is known.
        if (!told) return fail(module, why_silent(*work));
        if (const auto why = take(*told, module.name, table)) fail(module, *why);
    }
}

std::vector<std::string> load_modules(const std::vector<config::Module>& modules,
                                      handlers::HandlerTable& table, base::LoadedCode* code) {
    std::vector<std::string> lines;
    for (const config::Module& module : modules) {
        if (auto why = give_code(module, table, code)) {
            lines.push_back(fmt::format("the module {}: {}", module.name, *why));
        }
    }
    return lines;
}

}  // namespace tined::daemon
