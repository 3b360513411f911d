// What a part is read with: the typed reader of its key, and the compiler of the texts in it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config/reader.hpp"
#include "config/settings.hpp"
#include "handlers/names.hpp"
#include "handlers/site_files.hpp"
#include "template/environment.hpp"
#include "template/escaper.hpp"
#include "template/template.hpp"
#include "value/value.hpp"

namespace tined::handlers {

class HandlerTable;

/// A name that the `with` of the step at hand gives.
struct GivenByStep {
    std::string name;
    config::Reader at;
    templates::Slot slot = 0;
    std::optional<value::Value> constant = {};  ///< what no request changes
};

/// Whether a folder of templates was named. A wrong one is told once, not by each of its templates.
enum class TemplateFolder { none, wrong, there };

/// Where an action stands: its names, and what it shares with the whole site. One for each action,
/// handed from step to step, because `with` adds names for what follows.
struct StepContext {
    const config::Settings& settings;
    templates::Environment& templates;
    TemplateFolder folder = TemplateFolder::none;  ///< that of the templates
    SiteFiles& files;                              ///< opens and keeps the folders that are named
    const HandlerTable& handlers;                  ///< that can be named
    Scope scope = {};
    /// The action stands at a path whose rest it may take: it ends in `/`.
    bool path_ends_in_slash = false;
    /// It is an error page: it sees `error`, and its status is the error's.
    bool is_error_page = false;
    std::vector<GivenByStep> given_by_step = {};
};

/// A text under `routes` with its {{ }} compiled and its names held against the table; a scalar of
/// any look is text. Empty when it told a problem. `needs` gets what it asks of the request.
std::optional<templates::Template> compile_text(const config::Reader& value, StepContext& context,
                                                const templates::Escaper& escaper, Needs& needs);

/// A bare expression, as `when` has.
std::optional<templates::Template> compile_expression(const config::Reader& value,
                                                      StepContext& context, Needs& needs);

/// A named template of the site's folder; what the file asks of built-in names is held against the
/// table as well. Null when it told a problem. It lives as long as the Environment.
const templates::Template* load_template(const config::Reader& value, StepContext& context,
                                         Needs& needs);

}  // namespace tined::handlers
