#include "handlers/step_reader.hpp"

#include <utility>

#include "config/typed.hpp"

namespace tined::handlers {

namespace {

templates::Origin origin_of(const config::Reader& value) {
    const auto& origin = value.origin();
    return {std::string(origin.place.file), origin.place.line, origin.place.column, origin.indent};
}

void tell(const config::Reader& value, const templates::Error& error) {
    value.problems().note_cause(error.system_error);
    std::vector<std::string> more = templates::lines_of(error);
    std::string message = std::move(more.front());
    more.erase(more.begin());
    if (error.file == value.place().file) {
        value.fail_at({value.place().file, error.place.line, error.place.column}, error.message,
                      std::move(more));
    } else {  // within the template's own file
        value.fail_at(value.place(), std::move(message), std::move(more));
    }
}

void check_names(const config::Reader& value, const templates::Template& compiled,
                 const Scope& scope, Strictness strictness) {
    for (const auto& name : compiled.free_names()) {
        const auto wrong = why_not(name, scope, strictness);
        if (!wrong) continue;
        tell(value, {name.file, name.place, *wrong});
    }
}

}  // namespace

std::optional<templates::Template> compile_text(const config::Reader& value, StepContext& context,
                                                const templates::Escaper& escaper, Needs& needs) {
    const auto text = config::as_text(value);
    if (!text) return std::nullopt;
    auto compiled = context.templates.compile_text(*text, origin_of(value), escaper);
    if (!compiled) {
        tell(value, compiled.error());
        return std::nullopt;
    }
    check_names(value, *compiled, context.scope, Strictness::text);
    needs.add(needs_of(compiled->free_names()));
    return std::move(*compiled);
}

std::optional<templates::Template> compile_expression(const config::Reader& value,
                                                      StepContext& context, Needs& needs) {
    const auto text = config::as_text(value);
    if (!text) return std::nullopt;
    auto compiled = context.templates.compile_expression(*text, origin_of(value));
    if (!compiled) {
        tell(value, compiled.error());
        return std::nullopt;
    }
    check_names(value, *compiled, context.scope, Strictness::text);
    needs.add(needs_of(compiled->free_names()));
    return std::move(*compiled);
}

const templates::Template* load_template(const config::Reader& value, StepContext& context,
                                         Needs& needs) {
    const auto name = config::as_nonempty_text(value);
    if (!name) return nullptr;
    if (context.folder == TemplateFolder::wrong) return nullptr;
    if (context.folder == TemplateFolder::none) {
        value.fail("there is no folder of templates: name one as templates: FOLDER");
        return nullptr;
    }
    const auto loaded = context.templates.load(*name);
    if (!loaded) {
        tell(value, loaded.error());
        return nullptr;
    }
    check_names(value, **loaded, context.scope, Strictness::template_);
    needs.add(needs_of((*loaded)->free_names()));
    return *loaded;
}

}  // namespace tined::handlers
