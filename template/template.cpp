#include "template/template.hpp"

#include <utility>

#include "template/lookup.hpp"
#include "template/program.hpp"
#include "template/run.hpp"

namespace tined::templates {

Template::Template(std::unique_ptr<const Program> program) noexcept
    : program_(std::move(program)) {}
Template::Template(Template&&) noexcept = default;
Template& Template::operator=(Template&&) noexcept = default;
Template::~Template() = default;

std::expected<void, Error> Template::render(const Names& names, std::string& out) const {
    const std::size_t start = out.size();
    if (program_->is_constant) {
        out += program_->leading_text;
        return {};
    }
    Run run(program_->environment, names, out);
    if (run.render(*program_)) return {};
    out.resize(start);
    return std::unexpected(std::move(run.error()));
}

std::expected<value::Value, Error> Template::evaluate(const Names& names) const {
    std::string out;
    if (!program_->is_expression) {
        auto rendered = render(names, out);
        if (!rendered) return std::unexpected(std::move(rendered.error()));
        return value::Value(out);
    }
    if (program_->is_path) {
        if (auto value = value_of_path(*program_, names)) return std::move(*value);
    }
    Run run(program_->environment, names, out);
    auto value = run.evaluate(*program_);
    if (!value) return std::unexpected(std::move(run.error()));
    return std::move(*value);
}

Error Template::fault(std::string message) const {
    const Origin& origin = program_->origin;
    Error error{origin.file, {origin.line, origin.column}, std::move(message)};
    add_excerpt(error, origin, program_->source);
    return error;
}

bool Template::is_constant() const noexcept { return program_->is_constant; }
bool Template::is_single_expression() const noexcept { return program_->is_expression; }
std::string_view Template::leading_text() const noexcept { return program_->leading_text; }
const std::vector<FreeName>& Template::free_names() const noexcept { return program_->free_names; }

}  // namespace tined::templates
