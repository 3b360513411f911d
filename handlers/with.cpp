#include "handlers/with.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"
#include "handlers/exchange.hpp"
#include "handlers/value_template.hpp"

namespace tined::handlers {

namespace {

struct Given {
    templates::Slot slot;
    ValueTemplate value;
};

class With final : public Part {
public:
    With(std::vector<Given> given, Needs needs) : given_(std::move(given)) { needs_ = needs; }

    std::expected<Progress, Failure> run(Exchange& exchange) const override {
        for (const auto& [slot, made] : given_) {
            auto value = made.evaluate(exchange);
            if (!value) return std::unexpected(std::move(value.error()));
            exchange.give(slot, std::move(*value));
        }
        return Progress::next;
    }

private:
    std::vector<Given> given_;
};

bool is_identifier(std::string_view name) noexcept {
    const auto fits = [](char c) { return base::is_alnum(c) || c == '_'; };
    return !name.empty() && !base::is_digit(name.front()) && std::ranges::all_of(name, fits);
}

bool may_be_given(const config::Reader& value, std::string_view name) {
    if (!is_identifier(name)) {
        value.fail(fmt::format("\"{}\" is no name: letters, digits and _ make one", name));
        return false;
    }
    if (std::ranges::find(built_in_names(), name) != built_in_names().end()) {
        value.fail(fmt::format("{} is a built-in name; take another", name));
        return false;
    }
    return true;
}

}  // namespace

std::unique_ptr<Part> read_with(const config::Reader& value, StepContext& context) {
    config::MappingReader in(value, "a mapping of names to values");
    std::vector<Given> given;
    Needs needs;
    for (const auto& [name, written] : in.take_all()) {
        if (!may_be_given(written, name)) continue;
        auto made = ValueTemplate::read(written, context, needs);
        context.scope.given.emplace_back(name);  // even of a wrong one: one error is enough
        if (!made) continue;
        const auto slot = context.templates.symbols().slot_of(name);
        context.given_by_step.push_back({std::string(name), written, slot, made->constant()});
        given.push_back({slot, std::move(*made)});
    }
    return std::make_unique<With>(std::move(given), needs);
}

}  // namespace tined::handlers
