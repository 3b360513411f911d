#include "handlers/when.hpp"

#include "handlers/exchange.hpp"

namespace tined::handlers {

namespace {

class When final : public Part {
public:
    When(templates::Template condition, Needs needs) : condition_(std::move(condition)) {
        needs_ = needs;
    }

    std::expected<Progress, Failure> run(Exchange& exchange) const override {
        const auto value = condition_.evaluate(exchange);
        if (!value) return std::unexpected(failure_of(value.error()));
        return value->truth() ? Progress::next : Progress::passed_over;
    }

private:
    templates::Template condition_;
};

}  // namespace

std::unique_ptr<Part> read_when(const config::Reader& value, StepContext& context) {
    Needs needs;
    auto condition = compile_expression(value, context, needs);
    if (!condition) return nullptr;
    return std::make_unique<When>(std::move(*condition), needs);
}

}  // namespace tined::handlers
