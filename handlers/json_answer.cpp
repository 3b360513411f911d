#include "handlers/json_answer.hpp"

#include "handlers/exchange.hpp"
#include "handlers/value_template.hpp"
#include "value/json.hpp"

namespace tined::handlers {

namespace {

class JsonAnswer final : public Part {
public:
    JsonAnswer(ValueTemplate value, Needs needs) : value_(std::move(value)) { needs_ = needs; }

    std::expected<Progress, Failure> run(Exchange& exchange) const override {
        const auto value = value_.evaluate(exchange);
        if (!value) return std::unexpected(value.error());
        std::string body;
        value::write_json(*value, body);
        exchange.response.set_body(std::move(body));
        exchange.response.set("Content-Type", "application/json; charset=UTF-8");
        return Progress::answered;
    }

    bool is_constant() const noexcept override { return value_.is_constant(); }

private:
    ValueTemplate value_;
};

}  // namespace

std::unique_ptr<Part> read_json(const config::Reader& value, StepContext& context) {
    Needs needs;
    auto made = ValueTemplate::read(value, context, needs);
    if (!made) return nullptr;
    return std::make_unique<JsonAnswer>(std::move(*made), needs);
}

}  // namespace tined::handlers
