#include "handlers/pattern_match.hpp"

#include <re2/re2.h>

namespace tined::handlers {

PatternMatch::PatternMatch(std::unique_ptr<const re2::RE2> compiled) noexcept
    : compiled_(std::move(compiled)) {}
PatternMatch::PatternMatch(PatternMatch&&) noexcept = default;
PatternMatch& PatternMatch::operator=(PatternMatch&&) noexcept = default;
PatternMatch::~PatternMatch() = default;

std::expected<PatternMatch, std::string> PatternMatch::compile(std::string_view pattern) {
    re2::RE2::Options options;
    options.set_log_errors(false);
    auto compiled =
        std::make_unique<const re2::RE2>(re2::StringPiece(pattern.data(), pattern.size()), options);
    if (!compiled->ok()) return std::unexpected(compiled->error());
    return PatternMatch(std::move(compiled));
}

bool PatternMatch::matches(std::string_view text) const {
    return re2::RE2::FullMatch(re2::StringPiece(text.data(), text.size()), *compiled_);
}

const std::string& PatternMatch::text() const noexcept { return compiled_->pattern(); }

}  // namespace tined::handlers
