// An action: one step, or a list of steps done in order. The first that answers ends it.
#pragma once

#include <cstdint>
#include <expected>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "config/reader.hpp"
#include "event/task.hpp"
#include "handlers/answer_head.hpp"
#include "handlers/part.hpp"
#include "handlers/step_reader.hpp"

namespace tined::handlers {

class StaticAnswer;
class SuspendingPart;

class Step {
public:
    /// Reads a step's keys out of a mapping that may hold others besides (a route's own); the
    /// caller finishes the mapping.
    Step(config::MappingReader& in, StepContext& context);
    /// The step {static: FOLDER}.
    static std::unique_ptr<const Step> of_folder(const config::Reader& folder,
                                                 StepContext& context);

    std::expected<Progress, Failure> run(Exchange& exchange) const;
    /// After Progress::suspends: the answer, and what goes with it.
    event::Task<std::expected<void, Failure>> await_answer(Exchange& exchange) const;
    /// What begin() and run() want of the body.
    Needs condition_needs() const noexcept { return condition_ ? condition_->needs() : Needs{}; }
    const Needs& needs() const noexcept { return needs_; }
    /// Whoever comes to this step gets its answer: what follows is never reached.
    bool always_answers() const noexcept { return answers_ && !is_conditional_; }
    bool answers() const noexcept { return answers_; }

    /// It always answers, and always the same.
    bool is_constant() const noexcept;
    /// It serves a folder, and does nothing else.
    bool is_plain_folder() const noexcept;
    /// The part that serves a folder; null if there is none.
    const StaticAnswer* folder() const noexcept { return folder_; }

    /// `when` and `body_size`: they act before a body is read for the rest.
    std::expected<Progress, Failure> begin(Exchange& exchange) const;

private:
    Step() = default;
    void add(std::unique_ptr<Part> part);
    std::expected<Progress, Failure> dress(Exchange& exchange) const;

    std::unique_ptr<Part> condition_;
    std::optional<std::uint64_t> body_size_;  ///< the most that a body may have from here on
    std::vector<std::unique_ptr<Part>> parts_;
    std::optional<AnswerHead> head_;
    Needs needs_;
    bool answers_ = false;
    bool is_conditional_ = false;
    const StaticAnswer* folder_ = nullptr;
    const SuspendingPart* suspending_ = nullptr;
};

/// Steps in the order in which they are done; whose they are (a group's `before`, the route's own)
/// is known to who made the list.
using Steps = std::vector<std::unique_ptr<const Step>>;
using StepList = std::vector<const Step*>;

/// Reads one step or a list of them. A step behind one that always answers is a problem.
Steps read_steps(const config::Reader& value, StepContext& context);

/// Where the doing of a list of steps stands. The body is not read in here: whoever runs the steps
/// reads it when it is wanted, and goes on.
class StepsRun {
public:
    enum class State {
        wants_body,      ///< collect it (Exchange::read_body() with needs()) and go on
        suspends,        ///< await await_answer(): that is the answer
        answered,        ///< the exchange holds the answer
        passed_through,  ///< no step answered
    };

    explicit StepsRun(std::span<const Step* const> steps) noexcept : steps_(steps) {}

    std::expected<State, Failure> go_on(Exchange& exchange);
    /// With State::suspends. The steps outlive the task.
    event::Task<std::expected<void, Failure>> await_answer(Exchange& exchange) const {
        return steps_.front()->await_answer(exchange);
    }
    /// With State::wants_body: what for.
    Needs needs() const noexcept {
        const Step& step = *steps_.front();
        return has_begun_ ? step.needs() : step.condition_needs();
    }

private:
    std::span<const Step* const> steps_;  // those that are not done
    bool has_begun_ = false;              // of the first of them; not to be asked twice
};

}  // namespace tined::handlers
