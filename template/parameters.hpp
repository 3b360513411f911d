// Reads a call's arguments by the names that its parameters have: by position or by name, each at
// most once. A mistake is remembered and told once, by whoever asks error() at the end.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "value/value.hpp"

namespace tined::templates {

class Parameters {
public:
    /// `names` are those of the arguments behind the input (which is positional[0]). The views are
    /// the caller's for as long as this lives.
    Parameters(const value::Arguments& arguments, std::initializer_list<std::string_view> names);

    /// The value that stands before the bar.
    const value::Value& input() const { return input_; }

    /// Each by its number among `names`; `otherwise` if it is not given.
    bool has(std::size_t number) const { return given_[number] != nullptr; }
    value::Value value(std::size_t number, value::Value otherwise = {}) const;
    /// none counts as not given.
    std::int64_t integer(std::size_t number, std::int64_t otherwise);
    bool truth(std::size_t number, bool otherwise) const;
    /// Text is good for as long as the arguments.
    std::string_view text(std::size_t number, std::string_view otherwise);
    void require(std::size_t number);

    /// What is wrong with the arguments, in words.
    const std::optional<std::string>& error() const { return error_; }
    explicit operator bool() const { return !error_; }

private:
    void give(std::size_t number, const value::Value& value);
    void fail(std::string message);

    std::vector<std::string_view> names_;
    std::vector<const value::Value*> given_;
    value::Value input_;
    std::optional<std::string> error_;
};

}  // namespace tined::templates
