#include "handlers/part.hpp"

namespace tined::handlers {

Failure failure_of(const templates::Error& error) {
    return {.status = 500,
            .detail = templates::to_string(error),
            .cause = std::make_shared<const templates::Error>(error)};
}

}  // namespace tined::handlers
