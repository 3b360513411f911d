// How a printed value is written: the place that a text is for decides what must be escaped.
#pragma once

#include <expected>
#include <string>
#include <string_view>

#include "template/output.hpp"
#include "value/value.hpp"

namespace tined::templates {

class Escaper {
public:
    virtual ~Escaper() = default;
    /// Appends to `out`, whose present content is what the template has written so far. It is asked
    /// for each {{ }} whose value is not safe text. An error is the reason in words; the rendering
    /// ends with it and its place.
    virtual std::expected<void, std::string> write(const value::Value& value,
                                                   std::string& out) const = 0;
};

/// As it prints.
const Escaper& no_escaping() noexcept;
/// HTML: & < > " and ' become references. With it filters and operators keep safe text safe and
/// escape what they join to it.
const Escaper& html_escaping() noexcept;

/// Writes `text` with & < > " ' written as Jinja2 writes them: &amp; &lt; &gt; &#34; &#39;.
/// False if it would be too long.
[[nodiscard]] bool write_html_escaped(std::string_view text, Output& output);
/// The same, to the end of a string that no Output has open.
void append_html_escaped(std::string_view text, std::string& out);

}  // namespace tined::templates
