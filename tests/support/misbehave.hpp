// `misbehave: WHAT`, a part that does in a worker what no part may do, and answers with what came
// of it. It is linked into tined_faulty alone, the binary of tests that break out on purpose.
#pragma once

#include <memory>

#include "handlers/part.hpp"
#include "handlers/step_reader.hpp"

namespace tined::tests {

/// The words that it knows are the functions' names in misbehave.cpp.
std::unique_ptr<handlers::Part> read_misbehave(const config::Reader& value,
                                               handlers::StepContext& context);

}  // namespace tined::tests
