// Any value with expressions in it, as `json` and `with` take it. Text that is one expression and
// nothing else keeps the value's type; what has no expression is made when the file is read.
#pragma once

#include <expected>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "handlers/failure.hpp"
#include "handlers/step_reader.hpp"
#include "template/template.hpp"
#include "value/value.hpp"

namespace tined::handlers {

class ValueTemplate {
public:
    /// Empty when it told a problem.
    static std::optional<ValueTemplate> read(const config::Reader& value, StepContext& context,
                                             Needs& needs);

    std::expected<value::Value, Failure> evaluate(const templates::Names& names) const;
    /// Nothing in it depends on the request.
    bool is_constant() const noexcept { return kind_ == Kind::constant; }
    /// The value, if no request changes it.
    std::optional<value::Value> constant() const {
        return is_constant() ? std::optional(constant_) : std::nullopt;
    }

    /// Its JSON in pieces: the text that no request changes, with an expression behind it whose
    /// value's JSON comes next; null behind the last. Makes the answer without the value: a map
    /// for each request would cost twice as much. Point into this template, which stays in place.
    struct JsonPiece {
        std::string text;
        const templates::Template* expression = nullptr;
    };
    std::vector<JsonPiece> json_pieces() const;

private:
    enum class Kind { constant, text, list, map };

    static std::optional<ValueTemplate> read_any(const config::Reader& value, StepContext& context,
                                                 Needs& needs);
    static std::optional<ValueTemplate> read_list(const config::Reader& value, StepContext& context,
                                                  Needs& needs);
    static std::optional<ValueTemplate> read_map(const config::Reader& value, StepContext& context,
                                                 Needs& needs);
    void fold();
    /// Appends to the last piece, which has no expression yet.
    void add_json_to(std::vector<JsonPiece>& pieces) const;

    Kind kind_ = Kind::constant;
    value::Value constant_;
    std::optional<templates::Template> text_;
    std::vector<std::pair<std::string, ValueTemplate>> children_;  // keys are empty in a list
};

}  // namespace tined::handlers
