// `redirect: URL`: 302, or 303 after an unsafe method. Each value in it is percent-encoded as a
// component; one that leads may only give a path of this site, unless it goes through `away`.
#pragma once

#include <memory>

#include "handlers/part.hpp"
#include "handlers/step_reader.hpp"

namespace tined::handlers {

std::unique_ptr<Part> read_redirect(const config::Reader& value, StepContext& context);

}  // namespace tined::handlers
