// Shows a request in the worker's row (base/request_table.hpp) for as long as it is worked on: as
// the one that the loop runs, or among those that wait. Who looks from outside, or after a crash,
// so knows which request it was.
#pragma once

#include <string>
#include <string_view>

#include "base/request_table.hpp"
#include "event/loop.hpp"
#include "http/request.hpp"

namespace tined::http {

class ShownRequest final : event::Activity {
public:
    /// All outlive it; null: it is shown nowhere. The head's bytes stay where they are for as long.
    /// parts.shown is set until the end.
    ShownRequest(event::Loop& loop, base::RequestTable* table, RequestParts& parts) noexcept
        : loop_(loop), table_(table), parts_(parts) {
        if (table == nullptr) return;
        table->begin({parts.id.data(), parts.id.size()}, line_without_query(*parts.head),
                     parts.head_bytes, loop.now());
        parts.shown = &table->current();
        loop.set_activity(this);
    }
    /// May come while it waits: the client went away.
    ~ShownRequest() {
        if (table_ == nullptr) return;
        parts_.shown = nullptr;
        if (place_ != base::RequestTable::none) table_->forget(place_);
        if (loop_.activity() != this) return;
        table_->leave();
        loop_.set_activity(nullptr);
    }
    ShownRequest(const ShownRequest&) = delete;
    ShownRequest& operator=(const ShownRequest&) = delete;

private:
    void on_suspended() noexcept override;
    void on_resumed() noexcept override;
    std::string description() const override;

    event::Loop& loop_;
    base::RequestTable* table_;
    RequestParts& parts_;
    base::RequestTable::Place place_ = base::RequestTable::none;
    base::RequestEntry kept_;  // while it waits
};

}  // namespace tined::http
