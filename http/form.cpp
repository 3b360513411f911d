#include "http/form.hpp"

#include <algorithm>
#include <ranges>

#include "base/text.hpp"
#include "http/repair.hpp"

namespace tined::http {
namespace {

std::string decode(std::string_view raw) {
    std::string text;
    text.reserve(raw.size());
    for (std::size_t i = 0; i < raw.size(); ++i) {
        const int high = raw[i] == '%' && i + 2 < raw.size() ? base::hex_value(raw[i + 1]) : -1;
        const int low = high >= 0 ? base::hex_value(raw[i + 2]) : -1;
        if (low >= 0) {
            text += static_cast<char>(high * 16 + low);
            i += 2;
        } else {
            text += raw[i] == '+' ? ' ' : raw[i];
        }
    }
    return repair_utf8(std::move(text));
}

}  // namespace

std::optional<std::string_view> Pairs::find_last(std::string_view name) const noexcept {
    for (const auto& [key, value] : pairs_ | std::views::reverse) {
        if (key == name) return value;
    }
    return std::nullopt;
}

std::vector<std::string_view> Pairs::all(std::string_view name) const {
    std::vector<std::string_view> values;
    for (const auto& [key, value] : pairs_) {
        if (key == name) values.push_back(value);
    }
    return values;
}

std::expected<Pairs, FormError> parse_form(std::string_view text, std::size_t most_parts) {
    Pairs pairs;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('&'), text.size());
        const std::string_view piece = text.substr(0, end);
        text.remove_prefix(end == text.size() ? end : end + 1);
        if (piece.empty()) continue;
        if (pairs.size() == most_parts) return std::unexpected(FormError::too_many_parts);
        const std::size_t sign = std::min(piece.find('='), piece.size());
        const bool has_value = sign != piece.size();
        pairs.add(decode(piece.substr(0, sign)),
                  has_value ? decode(piece.substr(sign + 1)) : std::string());
    }
    return pairs;
}

}  // namespace tined::http
