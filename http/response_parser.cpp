#include "http/response_parser.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "http/field_syntax.hpp"

namespace tined::http {
namespace {

constexpr std::array<std::string_view, 10> sentences = {
    "a status line that is none",
    "another version than HTTP/1",
    "a line feed without its carriage return",
    "a field whose name is none",
    "a field with a control character in its value",
    "a field that is folded",
    "two lengths, or a length and a transfer coding",
    "a length that is none",
    "a transfer coding other than chunked",
    "a head past the limit",
};

bool is_three_digits(std::string_view text) noexcept {
    return text.size() == 3 && std::ranges::all_of(text, base::is_digit);
}

}  // namespace

std::string_view to_text(ResponseError error) noexcept {
    return sentences[static_cast<std::size_t>(error)];
}

std::expected<const ResponseHead*, ResponseError> ResponseParser::parse(std::string_view received) {
    if (step_ == Step::idle || received.data() != base_) begin(received);
    while (true) {
        const Line line = take_line(received);
        if (line && !*line) return nullptr;
        const bool is_last = line && (*line)->empty() && step_ == Step::fields;
        Outcome outcome;
        if (!line) {
            outcome = std::unexpected(line.error());
        } else {
            outcome = is_last ? finish() : read_line(**line);
        }
        if (!outcome || is_last) step_ = Step::idle;
        if (!outcome) return std::unexpected(outcome.error());
        if (is_last) return &head_;
    }
}

void ResponseParser::begin(std::string_view received) noexcept {
    head_.status = 0;
    head_.reason = {};
    head_.version = Version::http_1_1;
    head_.fields.clear();
    head_.framing = ResponseFraming::none;
    head_.content_length = 0;
    head_.keep_alive = false;
    head_.size = 0;
    framing_ = {};
    says_close_ = says_keep_alive_ = false;
    base_ = received.data();
    line_ = searched_ = fields_begin_ = 0;
    step_ = Step::status_line;
}

// The next line without its CRLF; nothing while it is not whole. What is past the limit is not
// looked at.
ResponseParser::Line ResponseParser::take_line(std::string_view received) {
    const std::size_t bound =
        step_ == Step::fields ? fields_begin_ + limits_.header_size + 2 : limits_.status_line + 2;
    const std::string_view window = received.substr(0, bound);
    const std::size_t feed = window.find('\n', searched_);
    if (feed == window.npos) {
        if (window.size() == bound) return std::unexpected(ResponseError::head_too_large);
        searched_ = window.size();
        return std::nullopt;
    }
    const std::string_view line = window.substr(line_, feed - line_);
    line_ = searched_ = feed + 1;
    if (!line.ends_with('\r')) return std::unexpected(ResponseError::bad_line_ending);
    return line.substr(0, line.size() - 1);
}

ResponseParser::Outcome ResponseParser::read_line(std::string_view line) {
    return step_ == Step::fields ? read_field(line) : read_status_line(line);
}

// status-line = HTTP-version SP status-code SP [ reason-phrase ]
// The second space is missing in what many servers send that have no phrase. It frames nothing.
ResponseParser::Outcome ResponseParser::read_status_line(std::string_view line) {
    constexpr std::string_view pattern = "HTTP/1.1 200";
    const bool has_shape = line.size() >= pattern.size() && line.starts_with("HTTP/") &&
                           base::is_digit(line[5]) && line[6] == '.' && base::is_digit(line[7]) &&
                           line[8] == ' ';
    if (!has_shape) return std::unexpected(ResponseError::bad_status_line);
    if (line[5] != '1') return std::unexpected(ResponseError::unsupported_version);
    const std::string_view code = line.substr(9, 3);
    const std::string_view rest = line.substr(pattern.size());
    const char* const end = rest.data() + rest.size();
    if (!is_three_digits(code) || code.front() == '0' || find_control(rest.data(), end) != end ||
        (!rest.empty() && rest.front() != ' ')) {
        return std::unexpected(ResponseError::bad_status_line);
    }
    head_.version = line[7] == '0' ? Version::http_1_0 : Version::http_1_1;
    head_.status = *base::parse_integer<int>(code);
    head_.reason = rest.empty() ? rest : rest.substr(1);
    step_ = Step::fields;
    fields_begin_ = line_;
    return {};
}

// field-line = field-name ":" OWS field-value OWS
ResponseParser::Outcome ResponseParser::read_field(std::string_view line) {
    if (line.front() == ' ' || line.front() == '\t') {
        return std::unexpected(ResponseError::folded_field);
    }
    if (head_.fields.size() >= limits_.header_count) {
        return std::unexpected(ResponseError::head_too_large);
    }
    const auto halves = base::split_once(line, ':');
    if (!halves || !base::is_token(halves->before)) {
        return std::unexpected(ResponseError::bad_field_name);
    }
    const std::string_view value = base::trim_blanks(halves->after);
    if (!is_field_value(value)) return std::unexpected(ResponseError::bad_field_value);
    head_.fields.add(halves->before, value);
    note(halves->before, value);
    return {};
}

void ResponseParser::note(std::string_view name, std::string_view value) noexcept {
    if (base::equals_ignoring_case(name, "content-length")) {
        framing_.content_length = value;
        ++framing_.content_lengths;
    } else if (base::equals_ignoring_case(name, "transfer-encoding")) {
        framing_.transfer_encoding = value;
        ++framing_.transfer_encodings;
    } else if (base::equals_ignoring_case(name, "connection")) {
        ListReader options(value);
        while (const auto option = options.next()) {
            if (base::equals_ignoring_case(*option, "close")) says_close_ = true;
            if (base::equals_ignoring_case(*option, "keep-alive")) says_keep_alive_ = true;
        }
    }
}

ResponseParser::Outcome ResponseParser::finish() {
    head_.size = line_;
    const auto decision = decide_response_framing(framing_, head_.version, head_.status, to_head_);
    if (!decision) return std::unexpected(decision.error());
    head_.framing = decision->framing;
    head_.content_length = decision->content_length;
    const bool is_kept = head_.version == Version::http_1_1 || says_keep_alive_;
    head_.keep_alive = is_kept && !says_close_ && !decision->must_close;
    return {};
}

}  // namespace tined::http
