#include "handlers/error_answer.hpp"

#include "config/typed.hpp"
#include "handlers/exchange.hpp"
#include "handlers/value_template.hpp"

namespace tined::handlers {

namespace {

constexpr int default_status = 500;
const config::Integer<int> error_status{400, 599};

class ErrorAnswer final : public Part {
public:
    ErrorAnswer(int status, std::optional<ValueTemplate> passed, Needs needs)
        : status_(status), passed_(std::move(passed)) {
        needs_ = needs;
    }

    std::expected<Progress, Failure> run(Exchange& exchange) const override {
        Failure failure{.status = status_};
        failure.is_asked = true;
        if (passed_) {
            auto passed = passed_->evaluate(exchange);
            if (!passed) return std::unexpected(std::move(passed.error()));
            failure.passed = std::move(*passed);
        }
        return std::unexpected(std::move(failure));
    }

private:
    int status_;
    std::optional<ValueTemplate> passed_;
};

}  // namespace

std::unique_ptr<Part> read_error(const config::Reader& value, StepContext& context) {
    if (value.node().kind != config::NodeKind::mapping) {
        const auto status = error_status(value);
        if (!status) return nullptr;
        return std::make_unique<ErrorAnswer>(*status, std::nullopt, Needs{});
    }
    int status = default_status;
    config::MappingReader(value).read("status", status, error_status);
    for (const auto word : {"reason", "fields"}) {
        if (value.node().find(word) == nullptr) continue;
        value.fail(std::string(word) + " is tined's own member of error; pass another name");
        return nullptr;
    }
    Needs needs;
    auto passed = ValueTemplate::read(value, context, needs);
    if (!passed) return nullptr;
    return std::make_unique<ErrorAnswer>(status, std::move(passed), needs);
}

}  // namespace tined::handlers
