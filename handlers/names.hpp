// The only table of the names that expressions know. What is not in it, and was not given by a
// step, cannot be: a misspelt name is found when the file is read.
#pragma once

#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "template/names.hpp"
#include "template/template.hpp"

namespace tined::handlers {

/// In the order of their slots: a site's Symbols intern them first.
enum class Name : templates::Slot {
    request,
    params,
    query,
    form,
    arguments,
    files,
    cookies,
    signed_,
    options,
    error,
    now,
    url,
    static_url,
    random,
};
inline constexpr std::size_t name_count = 14;

/// The names in the order of the enum.
std::span<const std::string_view> built_in_names() noexcept;

/// Gives the built-in names their slots, in a Symbols that has none yet.
void add_built_in_names(templates::Symbols& symbols);

/// What the names at one place of the file can be.
struct Scope {
    std::vector<std::string> given;    ///< by `with`, in the order of the steps
    std::vector<std::string> params;   ///< of the route's pattern
    std::vector<std::string> options;  ///< the site's own
};

/// How strictly a free name is held against the table.
enum class Strictness {
    text,      ///< a text of tined.yaml: every name must be known
    template_  ///< a template's file, which several actions share: only members of built-in names
};

/// Why `name` cannot be, in words with the nearest name there is; nothing if it can.
std::optional<std::string> why_not(const templates::FreeName& name, const Scope& scope,
                                   Strictness strictness);

/// What a compiled text asks of the request, so that the body is read only where it is wanted.
struct Needs {
    bool body = false;  ///< the collected bytes
    bool form = false;  ///< fields and files of a form
    bool json = false;  ///< the body as JSON: one that is none is a 400

    void add(const Needs& other) noexcept;
};
Needs needs_of(std::span<const templates::FreeName> names);

}  // namespace tined::handlers
