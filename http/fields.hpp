// The field lines of one received head, as views into the bytes that carried them.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "http/field_names.hpp"

namespace tined::http {

struct Field {
    std::string_view name;   ///< as sent; compare without regard to case
    std::string_view value;  ///< without the white space around it
};

/// Good as long as the received bytes are.
class Fields {
public:
    void add(std::string_view name, std::string_view value) {
        lines_.push_back({name, value});
        names_.add(name);
    }
    /// Keeps the memory for the next head.
    void clear() noexcept {
        lines_.clear();
        names_.clear();
    }

    /// The first line of that name; RFC 9110 §5.3 lets only lists stand in several.
    std::optional<std::string_view> find(std::string_view name) const noexcept {
        return names_.may_have(name) ? search(name) : std::nullopt;
    }
    /// The last line of that name: what a mapping by name shows.
    std::optional<std::string_view> find_last(std::string_view name) const noexcept;
    std::size_t count(std::string_view name) const noexcept;

    auto begin() const noexcept { return lines_.begin(); }
    auto end() const noexcept { return lines_.end(); }
    std::size_t size() const noexcept { return lines_.size(); }

private:
    std::optional<std::string_view> search(std::string_view name) const noexcept;

    std::vector<Field> lines_;
    FieldNames names_;
};

}  // namespace tined::http
