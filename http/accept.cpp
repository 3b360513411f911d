#include "http/accept.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "base/text.hpp"
#include "http/field_syntax.hpp"

namespace tined::http {
namespace {

// qvalue = ( "0" [ "." 0*3DIGIT ] ) / ( "1" [ "." 0*3"0" ] ); anything else counts as 1, as a
// client that writes it wants the type all the same.
int parse_quality(std::string_view text) noexcept {
    const auto value = base::parse_real(text);
    return value && *value >= 0 && *value <= 1 ? static_cast<int>(*value * 1000 + 0.5) : 1000;
}

// Of a member of Accept. Not by find_parameter(), which would allocate.
int quality_of(std::string_view member) noexcept {
    while (const auto halves = base::split_once(member, ';')) {
        member = halves->after;
        const std::string_view parameter = base::trim_blanks(member.substr(0, member.find(';')));
        if (base::starts_with_ignoring_case(parameter, "q=")) {
            return parse_quality(parameter.substr(2));
        }
    }
    return 1000;
}

// How exactly a media range names a type.
enum class Match : std::uint8_t { none, any, any_of_type, exact };

Match match(std::string_view range, std::string_view media_type) noexcept {
    if (range == "*/*") return Match::any;
    if (base::equals_ignoring_case(range, media_type)) return Match::exact;
    const bool is_of_type =
        range.ends_with("/*") &&
        base::starts_with_ignoring_case(media_type, range.substr(0, range.size() - 1));
    return is_of_type ? Match::any_of_type : Match::none;
}

struct Preference {
    int quality = 0;
    Match match = Match::none;
    auto operator<=>(const Preference&) const = default;
};

// What Accept says of each of the types, but no more than that the first is liked best of all. One
// pass for all: it is asked at every error's page.
template <std::size_t count>
std::array<Preference, count> preferences_for(
    const Fields& fields, const std::array<std::string_view, count>& media_types) noexcept {
    std::array<Preference, count> best;
    bool is_asked = false;
    for (const Field& field : fields) {
        if (!base::equals_ignoring_case(field.name, "accept")) continue;
        ListReader list(field.value);
        while (const auto member = list.next()) {
            is_asked = true;
            const std::string_view range = without_parameters(*member);
            const int quality = quality_of(*member);
            for (std::size_t i = 0; i < count; ++i) {
                const Match how = match(range, media_types[i]);
                if (how > best[i].match) best[i] = {quality, how};
            }
            // Nothing can be liked better: a browser says so first, and five more after it.
            if (best.front() == Preference{1000, Match::exact}) return best;
        }
    }
    if (!is_asked) best.fill({1000, Match::any});
    return best;
}

// What Accept-Encoding says of each coding, by its number.
struct CodingQualities {
    std::array<std::optional<int>, 4> named;
    int others = 0;  // of `*`

    int of(ContentCoding coding) const noexcept {
        return named[static_cast<std::size_t>(coding)].value_or(others);
    }
    void note(std::string_view member) noexcept {
        const std::string_view name = without_parameters(member);
        if (name == "*") {
            others = quality_of(member);
            return;
        }
        const auto coding = coding_named(name);
        if (!coding) return;
        auto& quality = named[static_cast<std::size_t>(*coding)];
        if (!quality) quality = quality_of(member);
    }

private:
    static std::optional<ContentCoding> coding_named(std::string_view name) noexcept {
        for (const ContentCoding coding : {ContentCoding::gzip, ContentCoding::br,
                                           ContentCoding::zstd, ContentCoding::identity}) {
            if (base::equals_ignoring_case(name, name_of(coding))) return coding;
        }
        // RFC 9110 §8.4.1.3
        if (base::equals_ignoring_case(name, "x-gzip")) return ContentCoding::gzip;
        return std::nullopt;
    }
};

}  // namespace

int media_quality(const Fields& fields, std::string_view media_type) noexcept {
    return preferences_for(fields, std::array{media_type}).front().quality;
}

PageKind preferred_page(const Fields& fields) noexcept {
    constexpr std::array<std::string_view, 3> types = {"text/html", "application/json",
                                                       "text/plain"};
    constexpr std::array<PageKind, 3> kinds = {PageKind::html, PageKind::json, PageKind::text};
    const auto wishes = preferences_for(fields, types);
    const auto best = std::ranges::max_element(wishes);  // the first of equals
    return best->quality == 0 ? PageKind::html
                              : kinds[static_cast<std::size_t>(best - wishes.begin())];
}

bool asks_for_html(const Fields& fields) noexcept {
    constexpr std::array<std::string_view, 2> types = {"text/html", "application/xhtml+xml"};
    return std::ranges::any_of(preferences_for(fields, types), [](const Preference& wish) {
        return wish.quality > 0 && wish.match >= Match::any_of_type;
    });
}

ContentCoding preferred_coding(const Fields& fields,
                               std::span<const ContentCoding> offered) noexcept {
    if (!fields.may_have_any({"Accept-Encoding"})) return ContentCoding::identity;
    CodingQualities qualities;
    for (const Field& field : fields) {
        if (!base::equals_ignoring_case(field.name, "accept-encoding")) continue;
        ListReader list(field.value);
        while (const auto member = list.next()) qualities.note(*member);
    }
    // identity is always acceptable, but as the last resort unless it is named.
    int best = qualities.named[static_cast<std::size_t>(ContentCoding::identity)].value_or(0);
    ContentCoding chosen = ContentCoding::identity;
    for (const ContentCoding coding : offered) {
        const int quality = qualities.of(coding);
        const bool is_better = chosen == ContentCoding::identity ? quality >= best : quality > best;
        if (quality == 0 || !is_better) continue;
        best = quality;
        chosen = coding;
    }
    return chosen;
}

}  // namespace tined::http
