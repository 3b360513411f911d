#include "handlers/line_pen.hpp"

#include <algorithm>
#include <string>

#include "base/text.hpp"
#include "value/json.hpp"
#include "value/print.hpp"

namespace tined::handlers {

char* LinePen::escape(std::string_view special, char* at) {
    return std::ranges::copy(base::escape_for_message(special), at).out;
}

char* LinePen::write_json(std::string_view text, char* at) {
    *at = '"';
    if (copy_if_plain(text, at + 1)) {
        at += text.size() + 1;
        *at = '"';
        return at + 1;
    }
    std::string written;
    // Nothing but ASCII: who reads the log in a terminal shall see no text turned about, no colour.
    value::write_json(value::Value::borrowed(text), written, {.is_ascii = true});
    return std::ranges::copy(written, at).out;
}

void LinePen::real(double number) { at_ = value::print_number(number, at_); }

}  // namespace tined::handlers
