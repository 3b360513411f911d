#include "handlers/action.hpp"

#include <algorithm>

#include "config/typed.hpp"
#include "handlers/exchange.hpp"
#include "handlers/part_kinds.hpp"
#include "handlers/static_answer.hpp"
#include "handlers/when.hpp"

namespace tined::handlers {

Step::Step(config::MappingReader& in, StepContext& context) {
    context.given_by_step.clear();
    std::vector<std::string_view> answer_keys;
    for (const auto& kind : part_kinds()) {
        if (kind.is_answer && in.has(kind.key)) answer_keys.push_back(kind.key);
    }
    for (std::size_t i = 1; i < answer_keys.size(); ++i) {
        in.fail_at_key(answer_keys[i], std::string("a step has one answer, and this one has ") +
                                           std::string(answer_keys.front()) + " already");
    }
    answers_ = !answer_keys.empty();
    if (const auto when = in.take("when")) {
        is_conditional_ = true;
        condition_ = read_when(*when, context);
    }
    if (const auto size = in.take("body_size")) body_size_ = config::as_size(*size);
    for (const auto& kind : part_kinds()) {
        const auto value = in.take(kind.key);
        if (!value) continue;
        auto part = kind.read(*value, context);
        if (part) add(std::move(part));
    }
    head_.emplace(in, answers_, context);
    needs_.add(head_->needs());
    answers_ = answers_ || head_->is_answer();
    for (const auto key : later_step_keys()) in.later({key});
}

std::unique_ptr<const Step> Step::of_folder(const config::Reader& folder, StepContext& context) {
    std::unique_ptr<Step> step(new Step);
    step->answers_ = true;
    if (auto part = read_static(folder, context)) step->add(std::move(part));
    return step;
}

void Step::add(std::unique_ptr<Part> part) {
    if (const auto* folder = dynamic_cast<const StaticAnswer*>(part.get())) folder_ = folder;
    if (const auto* slow = dynamic_cast<const SuspendingPart*>(part.get())) suspending_ = slow;
    needs_.add(part->needs());
    parts_.push_back(std::move(part));
}

std::expected<Progress, Failure> Step::begin(Exchange& exchange) const {
    if (condition_) {
        auto holds = condition_->run(exchange);
        if (!holds || *holds == Progress::passed_over) return holds;
    }
    if (body_size_) exchange.request().body().set_limit(*body_size_);
    return Progress::next;
}

std::expected<Progress, Failure> Step::run(Exchange& exchange) const {
    if (head_ && head_->forbids_coding()) {
        exchange.response.set_coding_choice({.state = http::CodingChoice::State::fixed});
    }
    for (const auto& part : parts_) {
        auto done = part->run(exchange);
        if (done && *done == Progress::next) continue;
        if (done && *done == Progress::suspends) return done;
        if (done) break;
        if (!done.error().is_asked || !head_) return done;
        if (auto dressed = head_->apply(exchange, done.error()); !dressed) {
            return std::unexpected(std::move(dressed.error()));
        }
        return done;
    }
    if (!answers_) return Progress::next;
    return dress(exchange);
}

std::expected<Progress, Failure> Step::dress(Exchange& exchange) const {
    if (!head_) return Progress::answered;
    if (auto dressed = head_->apply(exchange, exchange.response); !dressed) {
        return std::unexpected(std::move(dressed.error()));
    }
    return Progress::answered;
}

event::Task<std::expected<void, Failure>> Step::await_answer(Exchange& exchange) const {
    auto answered = co_await suspending_->answer(exchange);
    if (!answered) co_return answered;
    auto dressed = dress(exchange);
    if (!dressed) co_return std::unexpected(std::move(dressed.error()));
    co_return std::expected<void, Failure>();
}

bool Step::is_constant() const noexcept {
    const auto constant = [](const auto& part) { return part->is_constant(); };
    return always_answers() && !body_size_ && std::ranges::all_of(parts_, constant) &&
           (!head_ || head_->is_constant());
}

bool Step::is_plain_folder() const noexcept {
    return folder_ != nullptr && parts_.size() == 1 && always_answers() && !body_size_ &&
           (!head_ || head_->is_empty());
}

Steps read_steps(const config::Reader& value, StepContext& context) {
    Steps steps;
    bool ended = false;
    for (const auto& item : value.items_or_self()) {
        if (ended) item.fail("this step is never reached: the one before it always answers");
        config::MappingReader in(item, "a step: a mapping with an answer or what comes before it");
        auto step = std::make_unique<Step>(in, context);
        in.finish();
        ended = ended || step->always_answers();
        steps.push_back(std::move(step));
    }
    return steps;
}

std::expected<StepsRun::State, Failure> StepsRun::go_on(Exchange& exchange) {
    for (; !steps_.empty(); steps_ = steps_.subspan(1), has_begun_ = false) {
        const Step& step = *steps_.front();
        if (!has_begun_) {
            if (!exchange.has_read(step.condition_needs())) return State::wants_body;
            const auto begun = step.begin(exchange);
            if (!begun) return std::unexpected(begun.error());
            if (*begun == Progress::passed_over) continue;
            has_begun_ = true;
        }
        if (!exchange.has_read(step.needs())) return State::wants_body;
        const auto done = step.run(exchange);
        if (!done) return std::unexpected(done.error());
        if (*done == Progress::answered) return State::answered;
        if (*done == Progress::suspends) return State::suspends;
    }
    return State::passed_through;
}

}  // namespace tined::handlers
