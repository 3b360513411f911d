// A regular expression that a whole text must match: `pattern` of an argument. RE2: linear in the
// text, whatever a client sends.
#pragma once

#include <expected>
#include <memory>
#include <string>
#include <string_view>

namespace re2 {
class RE2;
}

namespace tined::handlers {

class PatternMatch {
public:
    /// The error is RE2's reason in words.
    static std::expected<PatternMatch, std::string> compile(std::string_view pattern);
    PatternMatch(PatternMatch&&) noexcept;
    PatternMatch& operator=(PatternMatch&&) noexcept;
    ~PatternMatch();

    bool matches(std::string_view text) const;
    const std::string& text() const noexcept;

private:
    explicit PatternMatch(std::unique_ptr<const re2::RE2> compiled) noexcept;
    std::unique_ptr<const re2::RE2> compiled_;
};

}  // namespace tined::handlers
