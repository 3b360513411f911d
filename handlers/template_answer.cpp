#include "handlers/template_answer.hpp"

#include "handlers/exchange.hpp"
#include "handlers/literal_folder.hpp"

namespace tined::handlers {

namespace {

class TemplateAnswer final : public Part {
public:
    TemplateAnswer(const templates::Template& page, std::string_view content_type, Needs needs)
        : page_(page), content_type_("Content-Type", content_type) {
        needs_ = needs;
    }

    std::expected<Progress, Failure> run(Exchange& exchange) const override {
        std::string body;
        const auto rendered = page_.render(exchange, body);
        if (!rendered) return std::unexpected(failure_of(rendered.error()));
        exchange.response.set_body(std::move(body));
        exchange.response.set(content_type_);
        return Progress::answered;
    }

private:
    const templates::Template& page_;  // the Environment's
    http::FieldBlock content_type_;
};

/// The name is made for each request: its page is compiled when it is first asked for.
class ChosenTemplate final : public Part {
public:
    ChosenTemplate(templates::Template name, StepContext& context)
        : name_(std::move(name)),
          folder_(literal_folder(name_)),
          environment_(context.templates),
          files_(context.files) {
        // What the page will ask for is not known yet.
        needs_ = {.body = true, .form = true, .json = true};
    }

    std::expected<Progress, Failure> run(Exchange& exchange) const override {
        std::string name;
        if (const auto rendered = name_.render(exchange, name); !rendered) {
            return std::unexpected(failure_of(rendered.error()));
        }
        if (!stays_in(folder_, name)) return std::unexpected(Failure{.status = 404});
        const auto page = environment_.find(name);
        if (!page) return std::unexpected(failure_of(page.error()));
        // A name that no file has is the client's mistake; a page that is wrong is the site's.
        if (*page == nullptr) {
            return std::unexpected(Failure{.status = 404, .detail = "no such template: " + name});
        }
        return TemplateAnswer(**page, page_type(files_, name), {}).run(exchange);
    }

private:
    templates::Template name_;
    std::string folder_;
    templates::Environment& environment_;
    const SiteFiles& files_;
};

}  // namespace

std::string page_type(const SiteFiles& files, std::string_view name) {
    std::string type(files.types().of(name));
    const bool is_text = type.starts_with("text/") || type == "application/json" ||
                         type == "application/javascript" || type.ends_with("+xml") ||
                         type == "application/xml";
    return is_text ? type + "; charset=UTF-8" : type;
}

std::unique_ptr<Part> read_template(const config::Reader& value, StepContext& context) {
    Needs needs;
    auto name = compile_text(value, context, templates::no_escaping(), needs);
    if (!name) return nullptr;
    if (name->is_constant()) {
        Needs of_page;
        const auto* page = load_template(value, context, of_page);
        if (page == nullptr) return nullptr;
        return std::make_unique<TemplateAnswer>(
            *page, page_type(context.files, name->leading_text()), of_page);
    }
    if (!check_literal_folder(value, *name)) return nullptr;
    return std::make_unique<ChosenTemplate>(std::move(*name), context);
}

}  // namespace tined::handlers
