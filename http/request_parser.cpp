#include "http/request_parser.hpp"

#include <algorithm>
#include <array>
#include <cstring>

#include "base/text.hpp"
#include "http/authority.hpp"
#include "http/field_syntax.hpp"

namespace tined::http {
namespace {

// RFC 9112 §2.2 asks for one at least; some clients send a CRLF too many behind each POST.
constexpr std::size_t max_empty_lines = 4;

constexpr std::array<bool, 256> make_target_table() {
    std::array<bool, 256> table = {};
    for (std::size_t i = 0x21; i < 256; ++i) table[i] = i != 0x7f && i != '#';
    return table;
}
// What a target is made of. More than RFC 3986 lets it be: browsers send | and { as they are, and
// curl sends UTF-8; http/target.hpp decides what of it is a path. No fragment, though: RFC 9112
// §3.2 has none, and servers disagree on whether it is part of the path.
constexpr std::array<bool, 256> target_table = make_target_table();

constexpr bool is_target_char(char c) noexcept {
    return target_table[static_cast<unsigned char>(c)];
}
constexpr bool is_blank(char c) noexcept { return c == ' ' || c == '\t'; }

std::string_view between(const char* begin, const char* end) noexcept {
    return {begin, static_cast<std::size_t>(end - begin)};
}

// authority-form = uri-host ":" port
bool is_tunnel(std::string_view target) noexcept {
    return is_authority(target) && target.find(':') != target.npos;
}

}  // namespace

/// The bytes of a line that are there and may be looked at.
struct RequestParser::Window {
    const char* begin;
    const char* end;
    ParseError too_long;  // what it means if the line does not end before `end`..
    bool is_cut;          // ..where that is the limit

    Outcome unfinished() const noexcept {
        if (is_cut) return std::unexpected(too_long);
        return Progress::incomplete;
    }
};

std::size_t RequestParser::most_bytes(const Limits& limits) noexcept {
    return 2 * max_empty_lines + limits.request_line + 2 + limits.header_size + 2;
}

std::expected<const RequestHead*, ParseError> RequestParser::parse(std::string_view received) {
    if (step_ == Step::idle || received.data() != base_) {
        begin(received);
    } else if (!has_news(received)) {
        return nullptr;
    }
    while (true) {
        const Outcome outcome = parse_line(received);
        if (!outcome) {
            step_ = Step::idle;
            return std::unexpected(outcome.error());
        }
        switch (*outcome) {
            case Progress::line_done:
                break;
            case Progress::incomplete:
                searched_ = received.size();
                return nullptr;
            case Progress::head_done:
                step_ = Step::idle;
                return &head_;
        }
    }
}

void RequestParser::begin(std::string_view received) noexcept {
    head_.method = Method::other;
    head_.method_text = head_.target = head_.authority = head_.raw_path = head_.query = {};
    head_.version = Version::http_1_1;
    head_.fields.clear();
    head_.framing = Framing::none;
    head_.content_length = 0;
    head_.keep_alive = false;
    head_.expects_continue = false;
    head_.size = 0;
    noted_ = {};
    base_ = received.data();
    line_ = searched_ = fields_begin_ = 0;
    step_ = Step::request_line;
}

// A line that comes in pieces is not read again for each of them, only for the first, the last, and
// where a CR must be followed by its LF.
bool RequestParser::has_news(std::string_view received) noexcept {
    if (searched_ == line_ || received.size() >= bound()) return true;
    if (received.size() <= searched_) return false;
    const std::string_view fresh = received.substr(searched_);
    const bool is_behind_cr = base_[searched_ - 1] == '\r';
    searched_ = received.size();
    return is_behind_cr || fresh.find('\n') != fresh.npos;
}

// What is past it is not looked at before the line is done. The limits do not count the CRLF of the
// request line, nor the empty line behind the fields.
std::size_t RequestParser::bound() const noexcept {
    return step_ == Step::fields ? fields_begin_ + limits_.header_size + 2
                                 : line_ + limits_.request_line + 2;
}

RequestParser::Outcome RequestParser::parse_line(std::string_view received) {
    const std::size_t end = std::min(bound(), received.size());
    const bool is_request_line = step_ == Step::request_line;
    const Window window = {
        .begin = base_ + line_,
        .end = base_ + end,
        .too_long = is_request_line ? ParseError::target_too_long : ParseError::head_too_large,
        .is_cut = end == bound()};
    return is_request_line ? parse_request_line(window) : parse_field(window);
}

// request-line = method SP request-target SP HTTP-version CRLF
RequestParser::Outcome RequestParser::parse_request_line(Window window) {
    const char* at = window.begin;
    if (at != window.end && *at == '\r') return skip_empty_line(window);
    while (at != window.end && base::is_token_char(*at)) ++at;
    if (at == window.end) return window.unfinished();
    if (at == window.begin || *at != ' ') return std::unexpected(ParseError::bad_request_line);
    head_.method_text = between(window.begin, at);

    const char* const target = ++at;
    while (at != window.end && is_target_char(*at)) ++at;
    if (at == window.end) return window.unfinished();
    if (at == target || *at == '\r' || *at == '\n') {
        return std::unexpected(ParseError::bad_request_line);
    }
    if (*at != ' ') return std::unexpected(ParseError::bad_target);
    head_.target = between(target, at);

    window.begin = at + 1;
    return parse_version(window);
}

RequestParser::Outcome RequestParser::skip_empty_line(Window window) {
    if (window.end - window.begin < 2) return window.unfinished();
    if (window.begin[1] != '\n') return std::unexpected(ParseError::bad_line_ending);
    // Only empty lines stand before it, of two bytes each.
    if (line_ == 2 * max_empty_lines) return std::unexpected(ParseError::bad_request_line);
    line_ += 2;
    return Progress::line_done;
}

// HTTP-version = "HTTP/" DIGIT "." DIGIT
RequestParser::Outcome RequestParser::parse_version(Window window) {
    constexpr std::string_view most_common = "HTTP/1.1\r\n";
    constexpr std::string_view pattern = "HTTP/0.0\r\n";  // 0: any digit
    const std::string_view there = between(window.begin, window.end).substr(0, pattern.size());
    if (there != most_common) {
        for (std::size_t i = 0; i < there.size(); ++i) {
            if (pattern[i] == '0' ? base::is_digit(there[i]) : there[i] == pattern[i]) continue;
            const bool is_ending = i == 9 || (i == 8 && there[i] == '\n');
            return std::unexpected(is_ending ? ParseError::bad_line_ending
                                             : ParseError::bad_request_line);
        }
        if (there.size() < pattern.size()) return window.unfinished();
    }
    line_ = fields_begin_ = static_cast<std::size_t>(there.data() + there.size() - base_);
    step_ = Step::fields;
    return take_request_line(there[5], there[7]);
}

// The line is well formed; what it asks for may still be out of the question.
RequestParser::Outcome RequestParser::take_request_line(char major, char minor) {
    if (major != '1') return std::unexpected(ParseError::unsupported_version);
    // RFC 9110 §2.5: a higher minor version is read as the highest that one knows.
    head_.version = minor == '0' ? Version::http_1_0 : Version::http_1_1;
    head_.method = method_from(head_.method_text);
    if (head_.method == Method::other && !is_known_method(head_.method_text)) {
        return std::unexpected(ParseError::unknown_method);
    }
    if (take_target()) return Progress::line_done;
    return std::unexpected(is_tunnel(head_.target) ? ParseError::authority_target
                                                   : ParseError::bad_target);
}

// request-target = origin-form / absolute-form / asterisk-form; authority-form is CONNECT's.
bool RequestParser::take_target() noexcept {
    if (head_.target.front() == '/') {
        take_path(head_.target);
        return true;
    }
    if (head_.target == "*") {
        head_.raw_path = head_.target;
        return head_.method == Method::options;
    }
    return take_absolute_target();
}

// absolute-form = "http" [ "s" ] "://" authority path-abempty [ "?" query ]
bool RequestParser::take_absolute_target() noexcept {
    const std::string_view target = head_.target;
    const bool is_http = base::starts_with_ignoring_case(target, "http://");
    if (!is_http && !base::starts_with_ignoring_case(target, "https://")) return false;
    const std::string_view rest = target.substr(is_http ? 7 : 8);
    head_.authority = rest.substr(0, rest.find_first_of("/?"));
    // RFC 9110 §4.2.1: these schemes have no empty host.
    const bool has_host = !head_.authority.empty() && head_.authority.front() != ':';
    if (!has_host || !is_authority(head_.authority)) return false;
    take_path(rest.substr(head_.authority.size()));
    // RFC 9112 §3.2.4: what a proxy makes of it for the server that answers.
    if (head_.method == Method::options && rest.size() == head_.authority.size()) {
        head_.raw_path = "*";
    }
    return true;
}

void RequestParser::take_path(std::string_view path_and_query) noexcept {
    const std::size_t mark = path_and_query.find('?');
    head_.raw_path = path_and_query.substr(0, mark);
    if (head_.raw_path.empty()) head_.raw_path = "/";
    if (mark != path_and_query.npos) head_.query = path_and_query.substr(mark + 1);
}

// field-line = field-name ":" OWS field-value OWS CRLF
RequestParser::Outcome RequestParser::parse_field(Window window) {
    const char* at = window.begin;
    if (at == window.end) return window.unfinished();
    if (*at == '\r') return parse_last_line(window);
    if (is_blank(*at)) return std::unexpected(ParseError::folded_field);
    if (head_.fields.size() >= limits_.header_count) {
        return std::unexpected(ParseError::head_too_large);
    }
    while (at != window.end && base::is_token_char(*at)) ++at;
    if (at == window.end) return window.unfinished();
    if (*at == '\n') return std::unexpected(ParseError::bad_line_ending);
    if (at == window.begin || *at != ':') return std::unexpected(ParseError::bad_field_name);
    const std::string_view name = between(window.begin, at);

    const char* value = at + 1;
    while (value != window.end && is_blank(*value)) ++value;
    at = find_control(value, window.end);
    if (at == window.end) return window.unfinished();
    if (*at == '\n') return std::unexpected(ParseError::bad_line_ending);
    if (*at != '\r') return std::unexpected(ParseError::bad_field_value);
    if (window.end - at < 2) return window.unfinished();
    if (at[1] != '\n') return std::unexpected(ParseError::bad_line_ending);
    line_ = static_cast<std::size_t>(at + 2 - base_);
    while (at != value && is_blank(at[-1])) --at;

    head_.fields.add(name, between(value, at));
    note(name, between(value, at));
    return Progress::line_done;
}

RequestParser::Outcome RequestParser::parse_last_line(Window window) {
    if (window.end - window.begin < 2) return window.unfinished();
    if (window.begin[1] != '\n') return std::unexpected(ParseError::bad_line_ending);
    head_.size = line_ + 2;
    return finish();
}

// The few fields that decide how the message is read. Their lengths tell them from most others.
void RequestParser::note(std::string_view name, std::string_view value) noexcept {
    FramingFields& framing = noted_.framing;
    switch (name.size()) {
        case 4:
            if (is_field(name, "host")) noted_.host = value, ++noted_.hosts;
            break;
        case 6:
            if (is_field(name, "expect")) note_expectation(value);
            break;
        case 10:
            if (is_field(name, "connection")) note_connection(value);
            break;
        case 12:
            if (is_field(name, "content-type")) ++noted_.content_types;
            break;
        case 14:
            if (!is_field(name, "content-length")) break;
            framing.content_length = value;
            ++framing.content_lengths;
            break;
        case 17:
            if (!is_field(name, "transfer-encoding")) break;
            framing.transfer_encoding = value;
            ++framing.transfer_encodings;
            break;
        default:
            break;
    }
}

void RequestParser::note_connection(std::string_view value) noexcept {
    ListReader options(value);
    while (const auto option = options.next()) {
        if (base::equals_ignoring_case(*option, "close")) noted_.close = true;
        if (base::equals_ignoring_case(*option, "keep-alive")) noted_.keep_alive = true;
    }
}

void RequestParser::note_expectation(std::string_view value) noexcept {
    ListReader expectations(value);
    while (const auto expectation = expectations.next()) {
        const bool is_continue = base::equals_ignoring_case(*expectation, "100-continue");
        (is_continue ? noted_.expects_continue : noted_.expects_other) = true;
    }
}

// All lines are read: what they mean together.
RequestParser::Outcome RequestParser::finish() {
    const bool is_1_1 = head_.version == Version::http_1_1;
    if (noted_.hosts == 0 && is_1_1) return std::unexpected(ParseError::missing_host);
    if (noted_.hosts > 1) return std::unexpected(ParseError::repeated_host);
    if (!is_authority(noted_.host)) return std::unexpected(ParseError::bad_host);
    // RFC 9112 §3.2.2: the absolute target's authority wins over Host.
    if (head_.authority.empty()) head_.authority = noted_.host;
    // How the body is read hangs on it, and a filter in front may have seen the other one.
    if (noted_.content_types > 1) return std::unexpected(ParseError::ambiguous_content_type);

    const auto decision = decide_framing(noted_.framing, head_.version);
    if (!decision) return std::unexpected(decision.error());
    head_.framing = decision->framing;
    head_.content_length = decision->content_length;

    if (noted_.expects_other) return std::unexpected(ParseError::unmet_expectation);
    // RFC 9110 §10.1.1: ignored in HTTP/1.0, and where there is nothing to wait for.
    head_.expects_continue = noted_.expects_continue && is_1_1 && head_.framing != Framing::none;
    head_.keep_alive = !noted_.close && (is_1_1 || noted_.keep_alive);
    return Progress::head_done;
}

}  // namespace tined::http
