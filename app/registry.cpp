#include "app/registry.hpp"

#include <memory>
#include <stdexcept>
#include <string>

#include "app/answer.hpp"
#include "app/http_error.hpp"
#include "handlers/handler_table.hpp"

namespace tined::app {

namespace {

using handlers::Failure;

Failure failure_of(const HttpError& error) {
    Failure failure{.status = error.status(), .reason = error.reason()};
    failure.fields = error.fields();
    failure.headers = error.headers();
    failure.is_asked = true;
    return failure;
}

class OwnHandler final : public handlers::Handler {
public:
    explicit OwnHandler(Answer answer) noexcept : answer_(std::move(answer)) {}

    event::Task<std::expected<void, Failure>> answer(
        handlers::Exchange& exchange, const handlers::HandlerPlace& place) const override {
        const auto call = std::make_shared<Call>(Call{&exchange, &place});
        const CallEnd end(*call);
        std::expected<void, Failure> done;
        try {
            Response response = co_await answer_(Request(call));
            done = put_answer(std::move(response), exchange, place);
        } catch (const HttpError& error) {
            done = std::unexpected(failure_of(error));
        } catch (const std::exception& error) {
            done = std::unexpected(Failure{.detail = error.what()});
        } catch (...) {
            done = std::unexpected(Failure{.detail = "the handler threw what is no exception"});
        }
        co_return done;
    }

private:
    Answer answer_;
};

handlers::OptionType type_of(OptionKind kind) noexcept {
    switch (kind) {
        case OptionKind::text:
            return handlers::OptionType::text;
        case OptionKind::integer:
            return handlers::OptionType::integer;
        case OptionKind::real:
            return handlers::OptionType::real;
        case OptionKind::boolean:
            return handlers::OptionType::boolean;
        case OptionKind::any:
            break;
    }
    return handlers::OptionType::any;
}

}  // namespace

void refuse_method(const std::string& allowed) {
    throw HttpError(405).with_header("Allow", allowed);
}

event::Task<Response> allow(std::string allowed) {
    Response response;
    response.set_header("Allow", std::move(allowed));
    co_return response;
}

void Registry::add_answer(std::string name, Answer answer, Options options) {
    handlers::HandlerEntry entry{.name = std::move(name)};
    if (entry.name.empty()) throw std::invalid_argument("a handler needs a name");
    if (table_.entries().size() >= handlers::HandlerTable::most) {
        throw std::invalid_argument("there are more than " +
                                    std::to_string(handlers::HandlerTable::most) + " handlers");
    }
    const std::string told = "there is a handler " + entry.name + " already";
    for (Option& option : options) {
        entry.options.push_back(
            {std::move(option.name), type_of(option.kind), std::move(option.fallback)});
    }
    entry.handler = std::make_shared<OwnHandler>(std::move(answer));
    if (table_.add(std::move(entry)) == nullptr) throw std::invalid_argument(told);
}

}  // namespace tined::app
