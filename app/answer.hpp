// Puts a handler's answer into the exchange, in the site's own form.
#pragma once

#include <expected>

#include "app/response.hpp"
#include "handlers/exchange.hpp"
#include "handlers/failure.hpp"
#include "handlers/handler.hpp"

namespace tined::app {

/// Throws std::invalid_argument for what cannot stand in an answer.
std::expected<void, handlers::Failure> put_answer(Response response, handlers::Exchange& exchange,
                                                  const handlers::HandlerPlace& place);

}  // namespace tined::app
