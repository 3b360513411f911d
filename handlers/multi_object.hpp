// Names that may be given several times: query, form, arguments, files, headers. As a mapping it
// shows the last of each; `getlist('lve')` gives all. A field of the name "getlist" is hidden.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "value/value.hpp"

namespace tined::handlers {

class MultiObject final : public value::Object {
public:
    enum class Case { sensitive, insensitive };
    explicit MultiObject(Case sensitivity = Case::sensitive) noexcept
        : case_(sensitivity), getlist_(*this) {}
    // getlist_ points back.
    MultiObject(const MultiObject&) = delete;
    MultiObject& operator=(const MultiObject&) = delete;

    /// The name's bytes must outlive the object.
    void add(std::string_view name, value::Value value) {
        entries_.emplace_back(name, std::move(value));
    }
    /// In place of all of that name.
    void replace(std::string_view name, value::Value value);
    void clear() noexcept { entries_.clear(); }

    value::Value member(std::string_view name) const override;
    std::vector<std::pair<std::string, value::Value>> members() const override;
    value::List all(std::string_view name) const;

private:
    class GetList final : public value::Callable {
    public:
        explicit GetList(const MultiObject& of) noexcept : of_(of) {}
        std::string_view name() const noexcept override { return "getlist"; }
        std::expected<value::Value, std::string> call(
            const value::Arguments& arguments) const override;

    private:
        const MultiObject& of_;
    };

    bool same(std::string_view a, std::string_view b) const noexcept;
    std::string folded(std::string_view name) const;  ///< equal for names that are the same

    Case case_;
    GetList getlist_;
    std::vector<std::pair<std::string_view, value::Value>> entries_;
};

}  // namespace tined::handlers
