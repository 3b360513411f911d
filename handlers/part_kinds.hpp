// All the things that a step can do: one row for each key (but `when` and `body_size`, which act
// before the step has a body). Adding one is adding its pair of files and its row.
#pragma once

#include <memory>
#include <span>
#include <string_view>

#include "config/reader.hpp"
#include "handlers/part.hpp"
#include "handlers/step_reader.hpp"

namespace tined::handlers {

struct PartKind {
    std::string_view key;
    bool is_answer;  ///< at most one of these stands in a step
    /// Null when it told a problem.
    std::unique_ptr<Part> (*read)(const config::Reader& value, StepContext& context);
};

/// In the order in which they act within a step, however they are written.
std::span<const PartKind> part_kinds() noexcept;

/// Keys of the language that a step cannot have yet.
std::span<const std::string_view> later_step_keys() noexcept;

}  // namespace tined::handlers
