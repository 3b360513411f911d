#include "handlers/text_answer.hpp"

#include "handlers/exchange.hpp"

namespace tined::handlers {

namespace {

class TextAnswer final : public Part {
public:
    TextAnswer(templates::Template text, std::string_view content_type, Needs needs)
        : text_(std::move(text)), content_type_("Content-Type", content_type) {
        needs_ = needs;
        // Shared with every answer that carries it.
        if (text_.is_constant()) {
            constant_ = std::make_shared<const std::string>(text_.leading_text());
        }
    }

    std::expected<Progress, Failure> run(Exchange& exchange) const override {
        if (constant_) {
            exchange.response.set_body(constant_);
        } else {
            std::string body;
            const auto rendered = text_.render(exchange, body);
            if (!rendered) return std::unexpected(failure_of(rendered.error()));
            exchange.response.set_body(std::move(body));
        }
        exchange.response.set(content_type_);
        return Progress::answered;
    }

    bool is_constant() const noexcept override { return constant_ != nullptr; }

private:
    templates::Template text_;
    http::FieldBlock content_type_;
    http::SharedBody constant_;
};

std::unique_ptr<Part> read(const config::Reader& value, StepContext& context,
                           const templates::Escaper& escaper, std::string_view content_type) {
    Needs needs;
    auto text = compile_text(value, context, escaper, needs);
    if (!text) return nullptr;
    return std::make_unique<TextAnswer>(std::move(*text), content_type, needs);
}

}  // namespace

std::unique_ptr<Part> read_text(const config::Reader& value, StepContext& context) {
    return read(value, context, templates::no_escaping(), "text/plain; charset=UTF-8");
}

std::unique_ptr<Part> read_html(const config::Reader& value, StepContext& context) {
    return read(value, context, templates::html_escaping(), "text/html; charset=UTF-8");
}

}  // namespace tined::handlers
