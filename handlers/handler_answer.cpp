#include "handlers/handler_answer.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/nearest.hpp"
#include "config/typed.hpp"
#include "handlers/exchange.hpp"
#include "handlers/handler_table.hpp"

namespace tined::handlers {

namespace {

class HandlerAnswer final : public SuspendingPart {
public:
    HandlerAnswer(const HandlerEntry& entry, HandlerPlace place)
        : entry_(entry), place_(std::move(place)) {}

    event::Task<std::expected<void, Failure>> answer(Exchange& exchange) const override {
        if (entry_.handler) return entry_.handler->answer(exchange, place_);
        return answer_without();
    }

private:
    event::Task<std::expected<void, Failure>> answer_without() const {
        co_return std::unexpected(Failure{
            .status = 503, .detail = fmt::format("the handler {} is not loaded", entry_.name)});
    }

    const HandlerEntry& entry_;  // the table's, which outlives the site
    HandlerPlace place_;
};

std::string nearest_of(std::string_view word, const std::vector<std::string_view>& known) {
    const auto nearest = base::nearest(word, known);
    return nearest ? fmt::format("; did you mean \"{}\"?", *nearest) : std::string();
}

const HandlerEntry* find(const config::Reader& value, const HandlerTable& table) {
    const auto name = config::as_nonempty_text(value);
    if (!name) return nullptr;
    if (const auto* entry = table.find(*name)) return entry;
    if (table.is_incomplete()) return nullptr;  // what it lacks was told, and is the cause
    std::vector<std::string_view> names;
    for (const auto& entry : table.entries()) names.push_back(entry.name);
    value.fail(names.empty()
                   ? fmt::format("there is no handler \"{}\": this program has none", *name)
                   : fmt::format("there is no handler \"{}\"{}", *name, nearest_of(*name, names)));
    return nullptr;
}

bool is_of_type(const value::Value& value, OptionType type) noexcept {
    switch (type) {
        case OptionType::text:
            return value.is_text();
        case OptionType::integer:
            return value.kind() == value::Kind::integer;
        case OptionType::real:
            return value.kind() == value::Kind::integer || value.kind() == value::Kind::real;
        case OptionType::boolean:
            return value.kind() == value::Kind::boolean;
        case OptionType::any:
            break;
    }
    return true;
}

void tell_unknown(const HandlerEntry& entry, const std::vector<GivenByStep>& given) {
    std::vector<std::string_view> names;
    for (const auto& option : entry.options) names.push_back(option.name);
    for (const auto& one : given) {
        if (std::ranges::find(names, one.name) != names.end()) continue;
        one.at.fail(fmt::format("the handler {} takes no option of this name{}", entry.name,
                                nearest_of(one.name, names)));
    }
}

HandlerSetting setting_of(const HandlerOption& option, const HandlerEntry& entry,
                          const config::Reader& value, const std::vector<GivenByStep>& given) {
    HandlerSetting setting{.name = option.name, .type = option.type, .fallback = option.fallback};
    const auto found = std::ranges::find(given, option.name, &GivenByStep::name);
    if (found == given.end()) {
        if (option.fallback.is_undefined()) {
            value.fail(fmt::format("the handler {} needs the option {}: with: {{{}: ..}}",
                                   entry.name, option.name, option.name));
        }
        return setting;
    }
    setting.slot = found->slot;
    if (found->constant && !is_of_type(*found->constant, option.type)) {
        found->at.expected(name_of(option.type));
    }
    return setting;
}

}  // namespace

std::unique_ptr<Part> read_handler(const config::Reader& value, StepContext& context) {
    if (context.is_error_page) {
        value.fail("an error page is not made by a handler: it must not fail itself");
        return nullptr;
    }
    const auto* entry = find(value, context.handlers);
    if (entry == nullptr) return nullptr;
    HandlerPlace place{.settings = {},
                       .templates = context.templates,
                       .folder = context.folder,
                       .files = context.files,
                       .folder_of_file = config::resolved_path("", value.place())};
    tell_unknown(*entry, context.given_by_step);
    for (const auto& option : entry->options) {
        place.settings.push_back(setting_of(option, *entry, value, context.given_by_step));
    }
    return std::make_unique<HandlerAnswer>(*entry, std::move(place));
}

}  // namespace tined::handlers
