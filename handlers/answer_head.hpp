// What goes with an answer: status, reason, headers, content_type, cache. CR, LF, NUL and other
// control characters in what an expression makes of them are a 500, never sent.
#pragma once

#include <expected>
#include <optional>
#include <string>
#include <vector>

#include "config/reader.hpp"
#include "handlers/part.hpp"
#include "handlers/step_reader.hpp"
#include "http/response.hpp"

namespace tined::handlers {

/// One entry of a `headers` mapping: a name with one or several values, or none: it is removed.
struct HeaderRule {
    std::string name;
    std::vector<templates::Template> values;
};
using HeaderRules = std::vector<HeaderRule>;

/// No expression in any of its values.
bool is_constant(const HeaderRule& rule) noexcept;

/// Reads a `headers` mapping, of a step or of a group.
HeaderRules read_header_rules(const config::Reader& value, StepContext& context, Needs& needs);

/// Sets it in the response in place of what that has of the name. A value that is null where the
/// text is one expression drops the line.
std::expected<void, Failure> apply_header_rule(const HeaderRule& rule,
                                               const templates::Names& names,
                                               http::Response& response);

/// `cache`: 1h, the text of a Cache-Control, or off for no-store. Empty when it told a problem.
std::optional<std::string> read_cache(const config::Reader& value);

class AnswerHead {
public:
    /// Takes its keys from the step's mapping. A step with no answer of its own may have `status`,
    /// which then is the answer, without a body; the other keys need an answer to go with.
    AnswerHead(config::MappingReader& step, bool has_answer, StepContext& context);

    /// The step's answer is `status` alone.
    bool is_answer() const noexcept { return is_answer_; }
    const Needs& needs() const noexcept { return needs_; }
    bool is_constant() const noexcept;
    /// It says nothing at all.
    bool is_empty() const noexcept;
    /// It says, or may say, that the body is not to be compressed, is so already, or has an ETag
    /// that is not the file's.
    bool forbids_coding() const noexcept { return forbids_coding_; }

    std::expected<void, Failure> apply(const templates::Names& names,
                                       http::Response& response) const;
    /// The same for an error that the step asked for.
    std::expected<void, Failure> apply(const templates::Names& names, Failure& failure) const;

private:
    bool is_answer_;
    bool forbids_coding_ = false;
    Needs needs_;
    std::optional<int> status_;
    std::optional<templates::Template> reason_;
    std::optional<templates::Template> content_type_;
    std::optional<std::string> cache_;
    HeaderRules headers_;
};

}  // namespace tined::handlers
