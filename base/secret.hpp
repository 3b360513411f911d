// Text that must not be seen: keys, passwords, what !env and !file bring.
#pragma once

#include <fmt/core.h>

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

namespace tined::base {

/// Overwrites the text, in a way that no compiler leaves out, and empties it.
void wipe(std::string& text) noexcept;

/// Move-only; its memory is overwritten before it is given back. Printing it prints "***". It has
/// memory of its own, for a short std::string leaves its bytes behind wherever it is moved from.
class Secret {
public:
    Secret() noexcept = default;
    /// Copies; the caller wipes what it copied from.
    explicit Secret(std::string_view text);
    explicit Secret(const char* text) : Secret(std::string_view(text)) {}
    /// Takes and wipes.
    explicit Secret(std::string&& text);
    Secret(Secret&& other) noexcept;
    Secret& operator=(Secret&& other) noexcept;
    Secret(const Secret&) = delete;
    Secret& operator=(const Secret&) = delete;
    ~Secret() { clear(); }

    /// The text itself; good for as long as the secret is.
    std::string_view view() const noexcept { return {bytes_.get(), size_}; }
    std::size_t size() const noexcept { return size_; }
    bool empty() const noexcept { return size_ == 0; }

private:
    void clear() noexcept;

    std::unique_ptr<char[]> bytes_;
    std::size_t size_ = 0;
};

}  // namespace tined::base

template <>
struct fmt::formatter<tined::base::Secret> : fmt::formatter<std::string_view> {
    template <typename Context>
    auto format(const tined::base::Secret&, Context& context) const {
        return fmt::formatter<std::string_view>::format("***", context);
    }
};
