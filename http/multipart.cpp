#include "http/multipart.hpp"

#include <algorithm>
#include <utility>

#include "base/text.hpp"
#include "base/utf8.hpp"
#include "http/field_syntax.hpp"
#include "http/repair.hpp"
#include "http/target.hpp"

namespace tined::http {
namespace {

using Unexpected = std::unexpected<FormError>;

// What one part's fields say.
struct PartHead {
    // False for a second line of a kind that may be there once: which of them would another reader
    // take?
    bool note(std::string_view name, std::string_view value) noexcept {
        std::string_view* kept = nullptr;
        if (base::equals_ignoring_case(name, "content-disposition")) kept = &disposition;
        if (base::equals_ignoring_case(name, "content-type")) kept = &content_type;
        if (kept == nullptr) return true;
        if (kept->data() != nullptr) return false;
        *kept = value;
        return true;
    }

    std::string_view disposition;
    std::string_view content_type;
};

bool is_boundary_char(char c) noexcept {
    return base::is_alnum(c) || std::string_view("'()+_,-./:=? ").find(c) != std::string_view::npos;
}

// Browsers write quotes and line ends of names as %22, %0D and %0A, and no other escapes (the HTML
// standard's multipart/form-data encoding); so a file called 50%25.txt keeps its name.
std::string undo_browser_escapes(std::string_view text) {
    std::string plain;
    while (!text.empty()) {
        const std::string_view escape = text.substr(0, 3);
        char c = text.front();
        if (escape == "%22") c = '"';
        if (base::equals_ignoring_case(escape, "%0d")) c = '\r';
        if (base::equals_ignoring_case(escape, "%0a")) c = '\n';
        text.remove_prefix(c == text.front() ? 1 : 3);
        plain += c;
    }
    return plain;
}

// ext-value = charset "'" [ language ] "'" value-chars (RFC 8187 §3.2). UTF-8 is what all write.
std::optional<std::string> decode_extended(std::string_view text) {
    const auto charset = base::split_once(text, '\'');
    if (!charset || !base::equals_ignoring_case(charset->before, "utf-8")) return std::nullopt;
    const auto language = base::split_once(charset->after, '\'');
    if (!language) return std::nullopt;
    auto value = decode_component(language->after);
    return value ? std::optional(*std::move(value)) : std::nullopt;
}

std::optional<std::string> find_text(std::string_view disposition, std::string_view name) {
    auto value = find_parameter(disposition, name);
    if (!value) return std::nullopt;
    return repair_utf8(undo_browser_escapes(*value));
}

std::optional<std::string> find_filename(std::string_view disposition) {
    if (const auto extended = find_parameter(disposition, "filename*")) {
        if (auto filename = decode_extended(*extended)) return filename;
    }
    return find_text(disposition, "filename");
}

/// Walks a body from one boundary to the next.
class Reader {
public:
    Reader(std::string_view body, std::string_view boundary)
        : rest_(body), delimiter_("\r\n--" + std::string(boundary)) {}

    std::expected<Multipart, FormError> read(std::size_t most_parts);

private:
    bool skip_first_delimiter() noexcept;
    std::expected<bool, FormError> begins_part() noexcept;
    std::expected<PartHead, FormError> read_head() noexcept;
    std::expected<std::string_view, FormError> read_content() noexcept;
    std::expected<void, FormError> read_part();

    std::string_view rest_;  // what is not read
    std::string delimiter_;
    Multipart form_;
};

std::expected<Multipart, FormError> Reader::read(std::size_t most_parts) {
    if (!skip_first_delimiter()) return Unexpected(FormError::malformed);
    for (std::size_t parts = 0;; ++parts) {
        const auto more = begins_part();
        if (!more) return Unexpected(more.error());
        if (!*more) return std::move(form_);
        if (parts == most_parts) return Unexpected(FormError::too_many_parts);
        const auto done = read_part();
        if (!done) return Unexpected(done.error());
    }
}

// Mail may put a text there for readers without MIME; forms don't, and what is let pass unread can
// hide a part from one of two readers. Empty lines are harmless.
bool Reader::skip_first_delimiter() noexcept {
    while (rest_.starts_with("\r\n")) rest_.remove_prefix(2);
    const std::string_view first = std::string_view(delimiter_).substr(2);
    if (!rest_.starts_with(first)) return false;
    rest_.remove_prefix(first.size());
    return true;
}

// Behind a delimiter: a CRLF and a part, or "--" and the end. White space after a boundary is
// allowed by RFC 2046 for what mail gateways add; browsers write none. Behind the end comes nothing
// but empty lines, for the reason of skip_first_delimiter().
std::expected<bool, FormError> Reader::begins_part() noexcept {
    if (rest_.starts_with("--")) {
        const bool is_last = rest_.find_first_not_of("\r\n", 2) == rest_.npos;
        return is_last ? std::expected<bool, FormError>(false) : Unexpected(FormError::malformed);
    }
    if (!rest_.starts_with("\r\n")) return Unexpected(FormError::malformed);
    rest_.remove_prefix(2);
    return true;
}

std::expected<PartHead, FormError> Reader::read_head() noexcept {
    PartHead head;
    std::size_t left = max_part_head;
    while (true) {
        const std::size_t end = rest_.substr(0, left).find('\n');
        if (end == rest_.npos) {
            return Unexpected(rest_.size() > left ? FormError::part_head_too_large
                                                  : FormError::malformed);
        }
        left -= end + 1;
        std::string_view line = rest_.substr(0, end + 1);
        rest_.remove_prefix(end + 1);
        if (!line.ends_with("\r\n")) return Unexpected(FormError::malformed);
        line.remove_suffix(2);
        if (line.empty()) return head;
        const auto halves = base::split_once(line, ':');
        if (!halves || !base::is_token(halves->before)) return Unexpected(FormError::malformed);
        const std::string_view value = base::trim_blanks(halves->after);
        if (!is_field_value(value)) return Unexpected(FormError::malformed);
        if (!head.note(halves->before, value)) return Unexpected(FormError::malformed);
    }
}

// Up to the next delimiter: CRLF, two hyphens, the boundary, and behind it a CRLF or two hyphens.
// A line that only begins like one is content.
std::expected<std::string_view, FormError> Reader::read_content() noexcept {
    // An empty part's CRLF is the one that ended its head.
    const char* const begin = rest_.data();
    std::string_view searched(begin - 2, rest_.size() + 2);
    while (true) {
        const std::size_t found = searched.find(delimiter_);
        if (found == searched.npos) return Unexpected(FormError::malformed);
        const char* const end = searched.data() + found;
        searched.remove_prefix(found + delimiter_.size());
        if (!searched.starts_with("\r\n") && !searched.starts_with("--")) continue;
        rest_ = searched;
        return end < begin ? std::string_view()
                           : std::string_view(begin, static_cast<std::size_t>(end - begin));
    }
}

std::expected<void, FormError> Reader::read_part() {
    const auto head = read_head();
    if (!head) return Unexpected(head.error());
    const auto content = read_content();
    if (!content) return Unexpected(content.error());
    const bool is_form_data =
        base::equals_ignoring_case(without_parameters(head->disposition), "form-data");
    auto name = find_text(head->disposition, "name");
    const bool is_proper = is_form_data && name && has_proper_parameters(head->disposition);
    if (!is_proper) return Unexpected(FormError::malformed);
    if (auto filename = find_filename(head->disposition)) {
        form_.files.push_back(
            {*std::move(name), *std::move(filename), std::string(head->content_type), *content});
    } else {
        form_.fields.add(*std::move(name), repair_utf8(std::string(*content)));
    }
    return {};
}

}  // namespace

std::optional<std::string> multipart_boundary(std::string_view content_type) {
    const std::string_view type = without_parameters(content_type);
    if (!base::equals_ignoring_case(type, "multipart/form-data")) return std::nullopt;
    if (!has_proper_parameters(content_type)) return std::nullopt;
    auto boundary = find_parameter(content_type, "boundary");
    const bool is_one = boundary && !boundary->empty() && boundary->size() <= 70 &&
                        boundary->back() != ' ' && std::ranges::all_of(*boundary, is_boundary_char);
    return is_one ? boundary : std::nullopt;
}

std::expected<Multipart, FormError> parse_multipart(std::string_view body,
                                                    std::string_view boundary,
                                                    std::size_t most_parts) {
    return Reader(body, boundary).read(most_parts);
}

}  // namespace tined::http
