#include "handlers/arguments.hpp"

#include <vector>

#include "handlers/argument_rule.hpp"
#include "handlers/exchange.hpp"
#include "http/method.hpp"

namespace tined::handlers {

namespace {

using value::Value;

value::List members_named(const Value& map, std::string_view name) {
    value::List found;
    Value member = map.is_mapping() ? map.member(name) : Value();
    if (!member.is_undefined()) found.push_back(std::move(member));
    return found;
}

/// A parameter of the path has the type that the path gave it; here the argument's own counts.
value::List texts_of(const value::List& parameters) {
    value::List texts;
    for (const auto& parameter : parameters) texts.push_back(Value(parameter.print()));
    return texts;
}

/// By the method if the file does not say: a query for what is safe, else what the body has.
value::List by_method(const Exchange& exchange, std::string_view name) {
    if (http::is_safe(exchange.request().head().method)) return exchange.query().all(name);
    if (exchange.json().is_mapping()) return members_named(exchange.json(), name);
    return exchange.form().all(name);
}

value::List sent_as(const ArgumentRule& rule, const Exchange& exchange) {
    switch (rule.source) {
        case ArgumentSource::by_method:
            return by_method(exchange, rule.name);
        case ArgumentSource::path:
            return texts_of(members_named(
                exchange.value_of(static_cast<templates::Slot>(Name::params)), rule.name));
        case ArgumentSource::query:
            return exchange.query().all(rule.name);
        case ArgumentSource::form:
            return exchange.form().all(rule.name);
        case ArgumentSource::json:
            return members_named(exchange.json(), rule.name);
        case ArgumentSource::header:
            return exchange.headers().all(rule.name);
        case ArgumentSource::cookie:
            return exchange.cookies().all(rule.name);
    }
    return {};
}

class Arguments final : public Part {
public:
    explicit Arguments(std::vector<ArgumentRule> rules) : rules_(std::move(rules)) {
        for (const auto& rule : rules_) {
            const bool any = rule.source == ArgumentSource::by_method;
            needs_.form = needs_.form || any || rule.source == ArgumentSource::form;
            needs_.json = needs_.json || any || rule.source == ArgumentSource::json;
        }
        needs_.body = needs_.form || needs_.json;
    }

    std::expected<Progress, Failure> run(Exchange& exchange) const override {
        value::Map faults;
        for (const auto& rule : rules_) {
            auto checked = check_argument(rule, sent_as(rule, exchange));
            if (checked) {
                if (!checked->is_undefined()) exchange.set_argument(rule.name, std::move(*checked));
            } else {
                faults.set(Value(rule.name), to_value(checked.error()));
            }
        }
        if (faults.empty()) return Progress::next;
        return std::unexpected(Failure{.status = 422, .fields = std::move(faults)});
    }

private:
    std::vector<ArgumentRule> rules_;
};

}  // namespace

std::unique_ptr<Part> read_arguments(const config::Reader& value, StepContext& context) {
    config::MappingReader in(value, "a mapping of names to what they may be");
    std::vector<ArgumentRule> rules;
    for (const auto& [name, written] : in.take_all()) {
        auto rule = ArgumentRule::read(name, written, context);
        if (rule) rules.push_back(std::move(*rule));
    }
    return std::make_unique<Arguments>(std::move(rules));
}

}  // namespace tined::handlers
