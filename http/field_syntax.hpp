// The grammar of field lines (RFC 9110 §5): what may stand in a value, lists and parameters.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace tined::http {

/// The first byte in [begin, end) that no field value may hold: a control character other than
/// the tab. `end` if there is none. Sixteen bytes a step where the processor can.
const char* find_control(const char* begin, const char* end) noexcept;

/// What may be sent as a value: no control characters but tabs, no white space at either end.
bool is_field_value(std::string_view text) noexcept;

/// Walks the members of a comma-separated list (RFC 9110 §5.6.1) that stand in one field value.
/// Empty members are passed over; a comma within a quoted string is not a separator.
class ListReader {
public:
    explicit ListReader(std::string_view value) noexcept : rest_(value) {}
    /// The next member without the white space around it; nothing at the end.
    std::optional<std::string_view> next() noexcept;

private:
    std::string_view rest_;
};

/// The text before the first ';', trimmed: "text/html" of `text/html; charset=UTF-8`.
std::string_view without_parameters(std::string_view value) noexcept;

/// Whether each parameter behind the first ';' is `token=value`, its quotes closed with nothing
/// behind them, and none is there twice. Two readers agree on no others.
bool has_proper_parameters(std::string_view value);

/// The value of `; name=value` or `; name="value"`, its quotes undone, and backslashes before a
/// quote or a backslash. The name is compared without regard to case; of several the first.
std::optional<std::string> find_parameter(std::string_view value, std::string_view name);

}  // namespace tined::http
