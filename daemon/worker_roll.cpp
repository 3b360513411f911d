#include "daemon/worker_roll.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cassert>
#include <cerrno>
#include <cstdint>
#include <utility>

namespace tined::daemon {

using base::SystemError;

namespace {

constexpr std::uint64_t version_1 = 0x0001'6c6c'6f72'7474;  // "ttroll", and the version

struct Row {
    std::atomic<std::int64_t> pid;  // 0: nobody; written last
    std::atomic<std::uint64_t> started;
};

constexpr std::size_t most_rows = 1 << 20;
// Else who maps it would die of SIGBUS at what another cut off.
constexpr int seals = F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL;

}  // namespace

std::string roll_name(pid_t master) { return fmt::format("roll-{}", master); }

bool is_roll_name(std::string_view name) noexcept { return name.starts_with("roll-"); }

struct WorkerRoll::Memory {
    std::atomic<std::uint64_t> version;
    std::atomic<std::uint64_t> rows;
    std::atomic<std::uint64_t> has_successor;
    std::uint64_t reserved;  // keeps the rows aligned

    Row& row(std::size_t index) noexcept { return reinterpret_cast<Row*>(this + 1)[index]; }
};

std::expected<WorkerRoll, SystemError> WorkerRoll::make(std::size_t rows) {
    assert(rows > 0 && rows <= most_rows);
    const std::size_t size = sizeof(Memory) + rows * sizeof(Row);
    base::Descriptor memory(::memfd_create("tined-workers", MFD_CLOEXEC | MFD_ALLOW_SEALING));
    if (!memory || ::ftruncate(memory.get(), static_cast<off_t>(size)) != 0 ||
        ::fcntl(memory.get(), F_ADD_SEALS, seals) != 0) {
        return std::unexpected(SystemError::from_errno("make the roll of workers"));
    }
    auto roll = map(std::move(memory), size);
    if (roll) {
        roll->mapped_->rows.store(rows, std::memory_order_relaxed);
        roll->mapped_->version.store(version_1, std::memory_order_release);
    }
    return roll;
}

std::expected<WorkerRoll, SystemError> WorkerRoll::open(base::Descriptor memory) {
    const auto strange = SystemError(EPROTO, "read the last master's roll of workers");
    struct stat status = {};
    const int held = ::fcntl(memory.get(), F_GET_SEALS);
    if (held < 0 || (held & F_SEAL_SHRINK) == 0 || ::fstat(memory.get(), &status) != 0 ||
        status.st_size < static_cast<off_t>(sizeof(Memory))) {
        return std::unexpected(strange);
    }
    const auto size = static_cast<std::size_t>(status.st_size);
    auto roll = map(std::move(memory), size);
    if (!roll) return roll;
    const std::uint64_t rows = roll->mapped_->rows.load(std::memory_order_relaxed);
    const bool is_known = roll->mapped_->version.load(std::memory_order_acquire) == version_1;
    if (!is_known || rows > (size - sizeof(Memory)) / sizeof(Row)) {
        return std::unexpected(strange);
    }
    return roll;
}

std::expected<WorkerRoll, SystemError> WorkerRoll::map(base::Descriptor memory, std::size_t size) {
    void* const mapped = ::mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_SHARED, memory.get(), 0);
    if (mapped == MAP_FAILED) {
        return std::unexpected(SystemError::from_errno("map the roll of workers"));
    }
    return WorkerRoll(std::move(memory), static_cast<Memory*>(mapped), size);
}

WorkerRoll::WorkerRoll(WorkerRoll&& other) noexcept
    : memory_(std::move(other.memory_)),
      mapped_(std::exchange(other.mapped_, nullptr)),
      size_(other.size_) {}

WorkerRoll& WorkerRoll::operator=(WorkerRoll&& other) noexcept {
    if (this == &other) return *this;
    unmap();
    memory_ = std::move(other.memory_);
    mapped_ = std::exchange(other.mapped_, nullptr);
    size_ = other.size_;
    return *this;
}

WorkerRoll::~WorkerRoll() { unmap(); }

void WorkerRoll::unmap() noexcept {
    if (mapped_ != nullptr) ::munmap(mapped_, size_);
}

void WorkerRoll::enter(std::size_t row, const base::ProcessIdentity& worker) noexcept {
    if (row >= mapped_->rows.load(std::memory_order_relaxed)) return;
    mapped_->row(row).started.store(worker.started, std::memory_order_relaxed);
    mapped_->row(row).pid.store(worker.pid, std::memory_order_release);
}

void WorkerRoll::strike(std::size_t row) noexcept {
    if (row >= mapped_->rows.load(std::memory_order_relaxed)) return;
    mapped_->row(row).pid.store(0, std::memory_order_release);
}

std::vector<base::ProcessIdentity> WorkerRoll::workers() const {
    std::vector<base::ProcessIdentity> found;
    const std::uint64_t rows = mapped_->rows.load(std::memory_order_relaxed);
    for (std::uint64_t row = 0; row < rows; ++row) {
        const std::int64_t pid = mapped_->row(row).pid.load(std::memory_order_acquire);
        if (pid <= 0 || !std::in_range<pid_t>(pid)) continue;
        found.push_back(
            {static_cast<pid_t>(pid), mapped_->row(row).started.load(std::memory_order_relaxed)});
    }
    return found;
}

void WorkerRoll::announce_successor() noexcept {
    mapped_->has_successor.store(1, std::memory_order_release);
}

bool WorkerRoll::has_successor() const noexcept {
    return mapped_->has_successor.load(std::memory_order_acquire) != 0;
}

}  // namespace tined::daemon
