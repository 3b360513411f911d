// A step of an action is a row of parts, one for each of its keys, in the order in which the
// language says they act. Each kind of part has its pair of files; part_kinds.cpp lists them all.
#pragma once

#include <expected>

#include "event/task.hpp"
#include "handlers/failure.hpp"
#include "handlers/names.hpp"

namespace tined::handlers {

class Exchange;

/// What became of a part.
enum class Progress {
    next,         ///< the next part of this step, or the next step after the last
    passed_over,  ///< the rest of this step is not done: its `when` is false
    answered,     ///< the exchange holds the answer; what is left of this step goes with it
    suspends,     ///< the answer may take its time: see SuspendingPart
};

/// Made when the file is read, and constant from then on: all requests of a worker share it.
class Part {
public:
    virtual ~Part() = default;
    virtual std::expected<Progress, Failure> run(Exchange& exchange) const = 0;
    /// The answer is the same for every request: it is made once (Site::make_constants).
    virtual bool is_constant() const noexcept { return false; }
    /// What must have been read of the body before run().
    const Needs& needs() const noexcept { return needs_; }

protected:
    Needs needs_;
};

/// An answer that may suspend, as a handler's does. Who runs the steps awaits it, so that all that
/// never suspends costs no coroutine.
class SuspendingPart : public Part {
public:
    std::expected<Progress, Failure> run(Exchange&) const final { return Progress::suspends; }
    /// Makes the answer in the exchange, which outlives the task.
    virtual event::Task<std::expected<void, Failure>> answer(Exchange& exchange) const = 0;
};

/// The Failure of a text or an expression that could not be rendered: a 500, with its place.
Failure failure_of(const templates::Error& error);

}  // namespace tined::handlers
