// Turn: for who passes piece after piece on, and may never have to wait for one: a generator that
// has all at hand, a peer as fast as who reads. Without it such a coroutine would keep the loop to
// itself, and neither a timer nor its own cancellation would come to it.
#pragma once

namespace tined::event {

/// Counts what one coroutine does without a pause:
///
///     if (turn.ends_here()) co_await sleep_for({});
class Turn {
public:
    static constexpr unsigned most_pieces = 16;

    /// Called for each piece. True: this was the turn's last, and the loop's others are next.
    [[nodiscard]] bool ends_here() noexcept { return ++pieces_ % most_pieces == 0; }

private:
    unsigned pieces_ = 0;
};

}  // namespace tined::event
