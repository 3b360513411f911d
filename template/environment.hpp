// Where templates are compiled and kept, with what they share: settings, globals, filters, tests.
#pragma once

#include <expected>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "template/error.hpp"
#include "template/escaper.hpp"
#include "template/filter.hpp"
#include "template/loader.hpp"
#include "template/names.hpp"
#include "template/settings.hpp"
#include "template/template.hpp"
#include "value/value.hpp"

namespace tined::templates {

struct Reference;
struct Workspace;

/// Of a name that no template has, or, which is then said, can have.
std::string message_for_missing(std::string_view name);

/// Made once and filled (add_*) before the first template is compiled. One thread's.
class Environment {
public:
    /// `symbols` outlives the Environment. Without a loader there are no named templates.
    Environment(Symbols& symbols, Settings settings,
                std::unique_ptr<const Loader> loader = nullptr);
    Environment(const Environment&) = delete;
    Environment& operator=(const Environment&) = delete;
    ~Environment();

    /// The named template, compiled at most once, with all that it extends, includes and imports by
    /// constant names: one of those that is missing or wrong is an error here, not at rendering.
    /// No template has a name with `..`, an empty segment, a leading `/` or a NUL. The pointer is
    /// good for as long as the Environment.
    std::expected<const Template*, Error> load(std::string_view name);

    /// A text that stands in another file. Its trailing newline is kept, whatever the settings say:
    /// it is the text's own. `escaper` outlives the template.
    std::expected<Template, Error> compile_text(std::string_view source, const Origin& origin,
                                                const Escaper& escaper);
    /// A bare expression, without {{ }}; with them it is an error.
    std::expected<Template, Error> compile_expression(std::string_view source,
                                                      const Origin& origin);

    /// What a name means where neither the template nor Names has it.
    void add_global(std::string_view name, value::Value value);
    void add_filter(std::string_view name, Filter filter);
    void add_test(std::string_view name, Filter test);

    /// load() for names that are computed: null if there is no such template.
    std::expected<const Template*, Error> find(std::string_view name);

    /// Memory for one rendering, and back. Several may be under way, one within the other.
    std::unique_ptr<Workspace> take_workspace();
    void give_back(std::unique_ptr<Workspace> workspace);

    const Settings& settings() const noexcept { return settings_; }
    Symbols& symbols() noexcept { return symbols_; }
    const Builtins& builtins() const noexcept { return *builtins_; }
    /// Undefined if there is none.
    value::Value global(std::string_view name) const;

private:
    /// A template that the present load has added; its program is still to be completed.
    struct FreshTemplate {
        std::string name;
        Program* program;
        const Program* asked_by = nullptr;  ///< null: who called load()
        const Reference* reference = nullptr;
    };
    using FreshTemplates = std::vector<FreshTemplate>;

    std::expected<std::unique_ptr<Program>, Error> compile(std::string_view source,
                                                           const Origin& origin,
                                                           const Escaper& escaper);
    std::expected<std::unique_ptr<Program>, Error> compile_source(std::string_view source,
                                                                  const Origin& origin,
                                                                  const Escaper& escaper);
    std::expected<std::unique_ptr<Program>, Error> compile_bare(std::string_view source,
                                                                const Origin& origin);
    const Escaper& escaper_of(std::string_view name) const;
    std::expected<const Template*, Error> add(std::string_view name, FreshTemplates& fresh);
    std::optional<Error> add_references(const Program& program, FreshTemplates& fresh);
    static void add_chain(Error& error, const Program* asked_by, const FreshTemplates& fresh);
    std::optional<Error> finish_load(FreshTemplates& fresh);
    const Program* parent_of(const Program& program, Place* place) const;
    std::optional<Error> find_extends_cycle(const Program& program) const;
    void collect_free_names(Program& program) const;

    Symbols& symbols_;
    Settings settings_;
    std::unique_ptr<const Loader> loader_;
    std::unique_ptr<Builtins> builtins_;
    std::map<std::string, value::Value, std::less<>> globals_;
    std::vector<std::unique_ptr<Workspace>> workspaces_;      // that no rendering uses
    std::map<std::string, Template, std::less<>> templates_;  // a map: its elements never move
};

}  // namespace tined::templates
