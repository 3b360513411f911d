#include "http/shown_request.hpp"

namespace tined::http {

void ShownRequest::on_suspended() noexcept {
    kept_ = table_->current();
    place_ = table_->list(place_);
    table_->leave();
}

void ShownRequest::on_resumed() noexcept { table_->resume(kept_); }

std::string ShownRequest::description() const {
    std::string text(kept_.line_view());
    text.append(" (request ").append(kept_.id_view());
    if (const auto route = kept_.route.view(); !route.empty())
        text.append(", route ").append(route);
    return text.append(")");
}

}  // namespace tined::http
