// `templates`: a folder, or a mapping with its settings: reads them, and makes the Environment.
#pragma once

#include <deque>

#include "config/reader.hpp"
#include "handlers/site_files.hpp"
#include "template/environment.hpp"

namespace tined::handlers {

/// What a site adds to the language: the filter `away`.
void add_site_filters(templates::Environment& environment);

/// Reads those keys of `templates` that say how templates are read: trim_blocks, strict, bounds...
void read_template_settings(config::MappingReader& in, templates::Settings& settings);

/// Reads `templates` and makes a new Environment at the back of `environments`. Null when it told a
/// problem.
templates::Environment* read_template_folder(const config::Reader& value,
                                             templates::Symbols& symbols, SiteFiles& files,
                                             std::deque<templates::Environment>& environments);

}  // namespace tined::handlers
