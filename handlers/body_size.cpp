#include "handlers/body_size.hpp"

#include "config/typed.hpp"
#include "handlers/exchange.hpp"

namespace tined::handlers {

namespace {

class BodySize final : public Part {
public:
    explicit BodySize(std::uint64_t bytes) noexcept : bytes_(bytes) {}

    std::expected<Progress, Failure> run(Exchange& exchange) const override {
        exchange.request().body().set_limit(bytes_);
        return Progress::next;
    }

private:
    std::uint64_t bytes_;
};

}  // namespace

std::unique_ptr<Part> read_body_size(const config::Reader& value, StepContext&) {
    const auto bytes = config::as_size(value);
    if (!bytes) return nullptr;
    return std::make_unique<BodySize>(*bytes);
}

}  // namespace tined::handlers
