// Text that is HTML already, and what may join it.
#pragma once

#include <expected>
#include <span>
#include <string>
#include <string_view>

#include "template/filter.hpp"
#include "value/value.hpp"

namespace tined::templates {

/// Appends `value` as text; if the whole will be safe, what is not safe itself is escaped.
void append_markup(const value::Value& value, bool is_safe, std::string& out);
/// Text, or safe text.
value::Value text_value(std::string_view text, bool is_safe);
/// A value as text that is safe: safe text as it is, all else printed and escaped.
value::Value escaped(const value::Value& value);

/// Python's `text % values`: %s %r %d %i %u %f %F %e %g %x %o %c %%, flags, width and precision,
/// and %(name)s of a single map.
Result format_percent(const value::Value& text, std::span<const value::Value> values,
                      const Evaluation& evaluation);

std::unexpected<std::string> too_long_text(const Evaluation& evaluation);
std::unexpected<std::string> too_long_list(const Evaluation& evaluation);
/// What the meter refuses.
std::unexpected<std::string> too_much_work(const Evaluation& evaluation);
std::unexpected<std::string> too_much_work(const Meter& meter);

}  // namespace tined::templates
