// The handlers that a site can name. A table is filled before the site is read, which takes from it
// the names and the options; who answers may come later, as the code of a module does, which only
// workers load.
#pragma once

#include <cstddef>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "handlers/handler.hpp"

namespace tined::handlers {

struct HandlerEntry {
    std::string name;
    std::vector<HandlerOption> options = {};
    /// Null: nobody yet; then it answers 503. Shared, for the tables of several readings of a file
    /// have the program's own handlers in common.
    std::shared_ptr<const Handler> handler = {};
    /// Whose it is, for errors and the log: a module's file. Empty: the program's own.
    std::string origin = {};
};

class HandlerTable {
public:
    /// More than these no program and no module adds.
    static constexpr std::size_t most = 10'000;

    /// One without any.
    static const HandlerTable& none() noexcept;

    /// Null if the name is taken. What it gives stays where it is for as long as the table.
    HandlerEntry* add(HandlerEntry entry);
    /// Null if there is none.
    const HandlerEntry* find(std::string_view name) const noexcept;
    HandlerEntry* find(std::string_view name) noexcept;

    const std::deque<HandlerEntry>& entries() const noexcept { return entries_; }

    /// Some are missing, which was told: a module that should have brought them could not. A name
    /// that is not here is then no mistake of who has written it.
    void set_incomplete() noexcept { is_incomplete_ = true; }
    bool is_incomplete() const noexcept { return is_incomplete_; }

private:
    std::deque<HandlerEntry> entries_;  // a deque, for its elements never move
    std::map<std::string, std::size_t, std::less<>> places_;  // in it, by name
    bool is_incomplete_ = false;
};

}  // namespace tined::handlers
