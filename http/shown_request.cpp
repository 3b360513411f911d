#include "http/shown_request.hpp"

namespace tined::http {

void ShownRequest::on_suspended() noexcept {
    kept_ = table_->current();
    place_ = table_->list(place_);
    table_->leave();
}

void ShownRequest::on_resumed() noexcept { table_->resume(kept_); }

}  // namespace tined::http
