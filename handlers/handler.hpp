// A handler: an answer that is written in C++, and that an action names (`handler: NAME`). What a
// person writes is app/tined.hpp; this is what that is made into, and what the site knows of it.
#pragma once

#include <cstdint>
#include <expected>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "event/task.hpp"
#include "handlers/failure.hpp"
#include "handlers/step_reader.hpp"
#include "value/value.hpp"

namespace tined::handlers {

class Exchange;

enum class OptionType : std::uint8_t { text, integer, real, boolean, any };

/// The field's word for it, as errors print it.
std::string_view name_of(OptionType type) noexcept;

/// One key that a handler takes in the `with` of its step.
struct HandlerOption {
    std::string name;
    OptionType type = OptionType::text;
    value::Value fallback = {};  ///< where it is not given; undefined: it must be given
};

/// An option as one step gives it.
struct HandlerSetting {
    std::string name;
    OptionType type = OptionType::text;
    /// Where the exchange has it; nothing: it is the fallback.
    std::optional<templates::Slot> slot = {};
    value::Value fallback = {};
};

/// Where in the site a handler answers. Lives as long as the site.
struct HandlerPlace {
    std::vector<HandlerSetting> settings;
    templates::Environment& templates;
    TemplateFolder folder;
    SiteFiles& files;
    std::filesystem::path folder_of_file;  ///< of tined.yaml, or what it includes, that names it
};

/// Shared by all requests of a worker, and never changed by one.
class Handler {
public:
    virtual ~Handler() = default;
    /// Makes the answer in `exchange.response`. It may suspend, and never blocks; destroying the
    /// task cancels it. It does not throw. Both outlive the task.
    virtual event::Task<std::expected<void, Failure>> answer(Exchange& exchange,
                                                             const HandlerPlace& place) const = 0;
};

}  // namespace tined::handlers
