// Queries and forms: names and values in the order they were sent, several of a name allowed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tined::http {

/// Decoded pairs. A name is looked up byte by byte. Owns its text.
class Pairs {
public:
    using Pair = std::pair<std::string, std::string>;

    void add(std::string name, std::string value) {
        pairs_.emplace_back(std::move(name), std::move(value));
    }

    /// What `query.name` means: the last of several. Good until the pairs change.
    std::optional<std::string_view> find_last(std::string_view name) const noexcept;
    /// What `query.getlist(name)` means: all of them, in their order.
    std::vector<std::string_view> all(std::string_view name) const;

    auto begin() const noexcept { return pairs_.begin(); }
    auto end() const noexcept { return pairs_.end(); }
    std::size_t size() const noexcept { return pairs_.size(); }
    bool is_empty() const noexcept { return pairs_.empty(); }

private:
    std::vector<Pair> pairs_;
};

/// Why the body of a form was refused.
enum class FormError : std::uint8_t {
    too_many_parts,       ///< 413: fields and files past Limits::form_parts
    part_head_too_large,  ///< 413: the fields of one part past max_part_head
    malformed,            ///< 400: no multipart/form-data (RFC 7578, RFC 2046 §5.1)
};

/// A query string or an application/x-www-form-urlencoded body, read as browsers write them (the
/// URL standard §5.1): split at '&', at the first '='; '+' is a space. Nothing in it is malformed:
/// a broken escape stays as it is written, and what is no UTF-8 becomes U+FFFD.
std::expected<Pairs, FormError> parse_form(std::string_view text, std::size_t most_parts);

}  // namespace tined::http
