#include "handlers/echo.hpp"

#include "handlers/exchange.hpp"
#include "value/json.hpp"

namespace tined::handlers {

namespace {

using value::Value;

/// The names that say what came in, in the order of the answer.
constexpr Name told[] = {Name::params, Name::query,   Name::form,
                         Name::files,  Name::cookies, Name::signed_};

class Echo final : public Part {
public:
    Echo() { needs_ = {.body = true, .form = true, .json = true}; }

    std::expected<Progress, Failure> run(Exchange& exchange) const override {
        value::Map all;
        const Value request = exchange.value_of(static_cast<templates::Slot>(Name::request));
        for (const auto& [name, member] : request.as_object().members()) all.set(name, member);
        for (const auto name : told) {
            const auto slot = static_cast<templates::Slot>(name);
            all.set(Value::borrowed(built_in_names()[slot]), exchange.value_of(slot));
        }
        std::string body;
        value::write_json(all, body, {.indent = 2});
        body += '\n';
        exchange.response.set_body(std::move(body));
        exchange.response.set("Content-Type", "application/json; charset=UTF-8");
        exchange.response.set("Cache-Control", "no-store");
        return Progress::answered;
    }
};

}  // namespace

std::unique_ptr<Part> read_echo(const config::Reader& value, StepContext&) {
    if (!value.node().is_word("true")) {
        value.expected("true");
        return nullptr;
    }
    return std::make_unique<Echo>();
}

}  // namespace tined::handlers
