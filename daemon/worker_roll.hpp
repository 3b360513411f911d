// The roll of a master's workers, in shared memory that outlives the master in systemd's store of
// descriptors: by it the next master finds who is left, and tells them that it is ready. Its layout
// is for other versions of tined too: it has a version, and only what must be said across.
#pragma once

#include <sys/types.h>

#include <cstddef>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "base/descriptor.hpp"
#include "base/process_identity.hpp"

namespace tined::daemon {

/// What the roll of that master is called in the store.
std::string roll_name(pid_t master);
bool is_roll_name(std::string_view name) noexcept;

class WorkerRoll {
public:
    /// A new one, with room for `rows` workers.
    static std::expected<WorkerRoll, base::SystemError> make(std::size_t rows);
    /// A dead master's. EPROTO: it is no roll, or one of a version that is not known here.
    static std::expected<WorkerRoll, base::SystemError> open(base::Descriptor memory);
    WorkerRoll(WorkerRoll&& other) noexcept;
    WorkerRoll& operator=(WorkerRoll&& other) noexcept;
    ~WorkerRoll();

    /// The shared memory, for the store.
    const base::Descriptor& memory() const noexcept { return memory_; }

    /// The master: the worker of this row lives; or does no more.
    void enter(std::size_t row, const base::ProcessIdentity& worker) noexcept;
    void strike(std::size_t row) noexcept;

    /// The next master: who is on it. Rows of one that died between two writes may be torn: who is
    /// meant is checked by base::open_process().
    std::vector<base::ProcessIdentity> workers() const;
    /// The next master: its own workers accept; those on this roll may finish.
    void announce_successor() noexcept;
    /// A worker whose master is gone.
    bool has_successor() const noexcept;

private:
    struct Memory;
    WorkerRoll(base::Descriptor memory, Memory* mapped, std::size_t size) noexcept
        : memory_(std::move(memory)), mapped_(mapped), size_(size) {}
    static std::expected<WorkerRoll, base::SystemError> map(base::Descriptor memory,
                                                            std::size_t size);
    void unmap() noexcept;

    base::Descriptor memory_;
    Memory* mapped_;    // null after a move
    std::size_t size_;  // of the mapping, in bytes
};

}  // namespace tined::daemon
