// One request that a handler is answering: what Request looks into. The handlers of a program never
// see it.
#pragma once

namespace tined::handlers {
class Exchange;
struct HandlerPlace;
}  // namespace tined::handlers

namespace tined::app {

struct Call {
    handlers::Exchange* exchange;  ///< null when handle() has ended, or was cancelled
    const handlers::HandlerPlace* place;
};

/// Ends the call with the coroutine that makes the answer, however that ends.
class CallEnd {
public:
    explicit CallEnd(Call& call) noexcept : call_(call) {}
    ~CallEnd() { call_.exchange = nullptr; }
    CallEnd(const CallEnd&) = delete;
    CallEnd& operator=(const CallEnd&) = delete;

private:
    Call& call_;
};

}  // namespace tined::app
