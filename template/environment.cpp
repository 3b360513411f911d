#include "template/environment.hpp"

#include <algorithm>
#include <utility>

#include "base/text.hpp"
#include "base/utf8.hpp"
#include "template/builtins.hpp"
#include "template/compiler.hpp"
#include "template/lexer.hpp"
#include "template/parser.hpp"
#include "template/program.hpp"
#include "template/workspace.hpp"

namespace tined::templates {

namespace {

// The first byte that is no UTF-8.
Place end_of_utf8(std::string_view source, const Origin& origin) {
    Place place{origin.line, origin.column};
    while (const auto point = base::first_code_point(source)) {
        ++place.column;
        if (point->value == '\n') place = {place.line + 1, 1 + origin.indent};
        source.remove_prefix(point->size);
    }
    return place;
}

}  // namespace

Environment::Environment(Symbols& symbols, Settings settings, std::unique_ptr<const Loader> loader)
    : symbols_(symbols),
      settings_(settings),
      loader_(std::move(loader)),
      builtins_(std::make_unique<Builtins>()) {
    add_text_filters(*builtins_);
    add_number_filters(*builtins_);
    add_sequence_filters(*builtins_);
    add_selecting_filters(*builtins_);
    add_grouping_filters(*builtins_);
    add_html_filters(*builtins_);
    add_layout_filters(*builtins_);
    add_tests(*builtins_);
}

Environment::~Environment() = default;

std::unique_ptr<Workspace> Environment::take_workspace() {
    if (workspaces_.empty()) return std::make_unique<Workspace>();
    auto workspace = std::move(workspaces_.back());
    workspaces_.pop_back();
    return workspace;
}

void Environment::give_back(std::unique_ptr<Workspace> workspace) {
    workspace->clear();
    if (!workspace->is_large()) workspaces_.push_back(std::move(workspace));
}

void Environment::add_global(std::string_view name, value::Value value) {
    globals_.insert_or_assign(std::string(name), std::move(value));
}

void Environment::add_filter(std::string_view name, Filter filter) {
    builtins_->add_filter(name, std::move(filter));
}

void Environment::add_test(std::string_view name, Filter test) {
    builtins_->add_test(name, std::move(test));
}

value::Value Environment::global(std::string_view name) const {
    const auto own = globals_.find(name);
    return own == globals_.end() ? builtin_global(name) : own->second;
}

const Escaper& Environment::escaper_of(std::string_view name) const {
    switch (settings_.autoescape) {
        case Autoescape::never:
            return no_escaping();
        case Autoescape::always:
            return html_escaping();
        case Autoescape::by_name:
            break;
    }
    const bool is_html = std::ranges::any_of(
        std::initializer_list<std::string_view>{".html", ".htm", ".xml", ".svg"},
        [&](std::string_view ending) { return name.ends_with(ending); });
    return is_html ? html_escaping() : no_escaping();
}

std::expected<std::unique_ptr<Program>, Error> Environment::compile_source(std::string_view source,
                                                                           const Origin& origin,
                                                                           const Escaper& escaper) {
    if (!base::is_utf8(source)) {
        return std::unexpected(Error{origin.file, end_of_utf8(source, origin), "not UTF-8"});
    }
    auto tokens = lex(source, origin, settings_);
    if (!tokens) return std::unexpected(std::move(tokens.error()));
    Parser parser(*tokens, origin);
    auto body = parser.parse_template();
    if (!body) return std::unexpected(std::move(body.error()));
    // What is escaped for a place of its own (a header, a URL) stays so.
    const bool is_special = &escaper != &html_escaping() && &escaper != &no_escaping();
    const std::optional<bool> whole = is_special ? std::nullopt : parser.whole_escaping();
    const Escaper& other = whole.value_or(false) ? html_escaping() : no_escaping();
    return Compiler(*this, origin, whole ? other : escaper).compile(*body);
}

std::expected<std::unique_ptr<Program>, Error> Environment::compile(std::string_view source,
                                                                    const Origin& origin,
                                                                    const Escaper& escaper) {
    auto program = compile_source(source, origin, escaper);
    if (program) {
        (*program)->source = source;
    } else {
        add_excerpt(program.error(), origin, source);
    }
    return program;
}

std::expected<Template, Error> Environment::compile_text(std::string_view source,
                                                         const Origin& origin,
                                                         const Escaper& escaper) {
    auto program = compile(source, origin, escaper);
    if (!program) return std::unexpected(std::move(program.error()));
    FreshTemplates fresh;
    auto error = add_references(**program, fresh);
    if (!error) error = finish_load(fresh);
    if (error) return std::unexpected(std::move(*error));
    collect_free_names(**program);
    return Template(std::move(*program));
}

std::expected<Template, Error> Environment::compile_expression(std::string_view source,
                                                               const Origin& origin) {
    for (const std::string_view mark : {"{{", "{%"}) {
        if (!base::trim(source).starts_with(mark)) continue;
        return std::unexpected(Error{origin.file,
                                     {origin.line, origin.column},
                                     "a bare expression is wanted, without {{ }}"});
    }
    auto program = compile_bare(source, origin);
    if (!program) {
        add_excerpt(program.error(), origin, source);
        return std::unexpected(std::move(program.error()));
    }
    (*program)->source = source;
    return Template(std::move(*program));
}

std::expected<std::unique_ptr<Program>, Error> Environment::compile_bare(std::string_view source,
                                                                         const Origin& origin) {
    auto tokens = lex_expression(source, origin);
    if (!tokens) return std::unexpected(std::move(tokens.error()));
    auto expression = Parser(*tokens, origin).parse_bare_expression();
    if (!expression) return std::unexpected(std::move(expression.error()));
    return Compiler(*this, origin, no_escaping()).compile_bare(**expression);
}

}  // namespace tined::templates
