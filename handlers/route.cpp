#include "handlers/route.hpp"

#include <cassert>

namespace tined::handlers {

const RouteAction& Route::action_for(http::Method method) const noexcept {
    const auto named = [&](http::Method of) -> const RouteAction* {
        if (of == http::Method::other) return nullptr;
        const auto& action = actions[static_cast<std::size_t>(of)];
        return action ? &*action : nullptr;
    };
    const RouteAction* found = named(method);
    if (found == nullptr && method == http::Method::head) found = named(http::Method::get);
    if (found == nullptr && any) found = &*any;
    assert(found != nullptr);
    return *found;
}

}  // namespace tined::handlers
