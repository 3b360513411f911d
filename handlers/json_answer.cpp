#include "handlers/json_answer.hpp"

#include "handlers/exchange.hpp"
#include "handlers/value_template.hpp"
#include "value/json.hpp"

namespace tined::handlers {

namespace {

const http::FieldBlock content_type("Content-Type", "application/json; charset=UTF-8");

class JsonAnswer final : public Part {
public:
    JsonAnswer(ValueTemplate value, Needs needs)
        : value_(std::move(value)), pieces_(value_.json_pieces()) {
        needs_ = needs;
        for (const auto& piece : pieces_) usual_size_ += piece.text.size() + usual_value;
    }

    std::expected<Progress, Failure> run(Exchange& exchange) const override {
        std::string body;
        body.reserve(usual_size_);
        for (const auto& piece : pieces_) {
            body += piece.text;
            if (piece.expression == nullptr) continue;
            const auto value = piece.expression->evaluate(exchange);
            if (!value) return std::unexpected(failure_of(value.error()));
            value::write_json(*value, body);
        }
        exchange.response.set_body(std::move(body));
        exchange.response.set(content_type);
        return Progress::answered;
    }

    bool is_constant() const noexcept override { return value_.is_constant(); }

private:
    static constexpr std::size_t usual_value = 16;  // a number, a name: more grows as it comes

    ValueTemplate value_;
    std::vector<ValueTemplate::JsonPiece> pieces_;  // point into value_
    std::size_t usual_size_ = 0;
};

}  // namespace

std::unique_ptr<Part> read_json(const config::Reader& value, StepContext& context) {
    Needs needs;
    auto made = ValueTemplate::read(value, context, needs);
    if (!made) return nullptr;
    return std::make_unique<JsonAnswer>(std::move(*made), needs);
}

}  // namespace tined::handlers
