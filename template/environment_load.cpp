// How named templates come to be: each is compiled once, with all that it names by constants.
#include <algorithm>
#include <set>
#include <utility>

#include <fmt/core.h>

#include "base/text.hpp"
#include "template/environment.hpp"
#include "template/program.hpp"

namespace tined::templates {
namespace {

bool is_allowed(std::string_view name) {
    if (name.contains('\0')) return false;
    for (const std::string_view segment : base::split(name, '/')) {
        if (segment.empty() || segment == "." || segment == "..") return false;
    }
    return true;
}

// As Jinja2 reads a file: lines end in \n whatever they ended in.
std::string with_plain_newlines(std::string_view source) {
    std::string plain;
    plain.reserve(source.size());
    for (std::size_t i = 0; i < source.size(); ++i) {
        if (source[i] != '\r') {
            plain += source[i];
        } else if (i + 1 == source.size() || source[i + 1] != '\n') {
            plain += '\n';
        }
    }
    return plain;
}

Step step_of(const Program& program, const Reference& reference) {
    Step::Via via = Step::Via::include;
    if (reference.use == Reference::Use::extends) via = Step::Via::extends;
    if (reference.use == Reference::Use::import) via = Step::Via::import;
    return {via, program.origin.file, reference.place};
}

}  // namespace

std::string message_for_missing(std::string_view name) {
    return fmt::format("there is no template \"{}\"{}", name,
                       is_allowed(name) ? "" : "; a name has no empty segments and no . or ..");
}

std::expected<const Template*, Error> Environment::load(std::string_view name) {
    if (!is_allowed(name)) {
        return std::unexpected(Error{
            std::string(name), {0, 0}, "a template's name has no empty segments and no . or .."});
    }
    auto found = find(name);
    if (found && !*found) {
        const std::string file = loader_ ? loader_->file_of(name) : std::string(name);
        return std::unexpected(Error{file, {0, 0}, "there is no such template"});
    }
    return found;
}

std::expected<const Template*, Error> Environment::find(std::string_view name) {
    if (const auto known = templates_.find(name); known != templates_.end()) {
        return &known->second;
    }
    FreshTemplates fresh;
    auto added = add(name, fresh);
    if (!added || !*added) return added;
    if (auto error = finish_load(fresh)) return std::unexpected(std::move(*error));
    return added;
}

// Compiles one template. Null: there is none of this name.
std::expected<const Template*, Error> Environment::add(std::string_view name,
                                                       FreshTemplates& fresh) {
    if (!loader_ || !is_allowed(name)) return nullptr;
    Origin origin{.file = loader_->file_of(name)};
    auto source = loader_->source(name);
    if (!source) {
        if (source.error().missing) return nullptr;
        Error error{origin.file, {0, 0}, source.error().reason};
        error.system_error = source.error().code;
        return std::unexpected(std::move(error));
    }
    std::string text = with_plain_newlines(*source);
    if (!settings_.keep_trailing_newline && text.ends_with('\n')) text.pop_back();
    auto program = compile(text, origin, escaper_of(name));
    if (!program) return std::unexpected(std::move(program.error()));
    fresh.push_back({std::string(name), program->get()});
    const auto [row, is_new] =
        templates_.insert_or_assign(std::string(name), Template(std::move(*program)));
    return &row->second;
}

// What a program refers to is there, or is added.
std::optional<Error> Environment::add_references(const Program& program, FreshTemplates& fresh) {
    for (const Reference& reference : program.references) {
        bool is_there = reference.ignore_missing;
        for (const std::string& choice : reference.choices) {
            if (templates_.contains(choice)) {
                is_there = true;
                continue;
            }
            auto added = add(choice, fresh);
            if (!added) {
                add_step(added.error(), step_of(program, reference));
                add_chain(added.error(), &program, fresh);
                return std::move(added.error());
            }
            if (!*added) continue;
            is_there = true;
            fresh.back().asked_by = &program;
            fresh.back().reference = &reference;
        }
        if (is_there) continue;
        Error error{program.origin.file, reference.place,
                    reference.choices.size() == 1 ? message_for_missing(reference.choices[0])
                                                  : "none of these templates is there"};
        add_excerpt(error, program.origin, program.source);
        add_chain(error, &program, fresh);
        return error;
    }
    return std::nullopt;
}

// What led to a template that the present load has added.
void Environment::add_chain(Error& error, const Program* asked_by, const FreshTemplates& fresh) {
    for (const Program* present = asked_by; present;) {
        const auto row = std::ranges::find(fresh, present, &FreshTemplate::program);
        if (row == fresh.end() || !row->asked_by) return;
        add_step(error, step_of(*row->asked_by, *row->reference));
        present = row->asked_by;
    }
}

// Adds what the fresh templates refer to, and so on. If one is wrong none of them stays.
std::optional<Error> Environment::finish_load(FreshTemplates& fresh) {
    std::optional<Error> error;
    for (std::size_t i = 0; i < fresh.size() && !error; ++i) {
        error = add_references(*fresh[i].program, fresh);
    }
    for (std::size_t i = 0; i < fresh.size() && !error; ++i) {
        error = find_extends_cycle(*fresh[i].program);
    }
    for (const FreshTemplate& added : fresh) {
        if (error) {
            templates_.erase(added.name);
        } else {
            collect_free_names(*added.program);
        }
    }
    return error;
}

// What a program extends, if it says so by a constant.
const Program* Environment::parent_of(const Program& program, Place* place) const {
    for (const Reference& reference : program.references) {
        if (reference.use != Reference::Use::extends) continue;
        if (place) *place = reference.place;
        for (const std::string& choice : reference.choices) {
            const auto parent = templates_.find(choice);
            if (parent != templates_.end()) return &parent->second.program();
        }
    }
    return nullptr;
}

// A template that includes itself may end by an `if`; one that extends itself can't.
std::optional<Error> Environment::find_extends_cycle(const Program& program) const {
    Place place;
    std::set<const Program*> seen;
    for (const Program* at = &program; at; at = parent_of(*at, &place)) {
        if (seen.insert(at).second) continue;
        parent_of(program, &place);
        Error error{program.origin.file, place, "this template extends itself in the end"};
        add_excerpt(error, program.origin, program.source);
        return error;
    }
    return std::nullopt;
}

void Environment::collect_free_names(Program& program) const {
    program.free_names.clear();
    std::set<const Program*> seen;
    std::vector<std::string> hidden;
    std::set<const Program*> ancestors;
    for (const Program* at = parent_of(program, nullptr); at && ancestors.insert(at).second;
         at = parent_of(*at, nullptr)) {
        hidden.insert(hidden.end(), at->exported.begin(), at->exported.end());
    }
    struct Visit {
        const Program* program;
        std::vector<std::string> hidden;
    };
    std::vector<Visit> visits = {{&program, hidden}};
    for (std::size_t i = 0; i < visits.size(); ++i) {
        const Visit visit = visits[i];
        if (!seen.insert(visit.program).second) continue;
        for (const FreeName& name : visit.program->own_free_names) {
            if (std::ranges::count(visit.hidden, name.name) == 0) {
                program.free_names.push_back(name);
            }
        }
        for (const Reference& reference : visit.program->references) {
            if (!reference.with_context) continue;
            Visit next{nullptr, visit.hidden};
            for (const auto* names : {&reference.visible, &visit.program->exported}) {
                next.hidden.insert(next.hidden.end(), names->begin(), names->end());
            }
            for (const std::string& choice : reference.choices) {
                const auto found = templates_.find(choice);
                if (found == templates_.end()) continue;
                next.program = &found->second.program();
                visits.push_back(next);
            }
        }
    }
}

}  // namespace tined::templates
