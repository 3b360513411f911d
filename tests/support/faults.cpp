// Steps that do what a worker must survive, or be replaced after: linked into the test program
// tined_faulty alone. `fault: NAME` in a route crashes or hangs the worker that answers there.
//
// The linker gives every caller of handlers::part_kinds() the function here in its place (ld(1),
// --wrap), so that nothing of this is in the program that is installed, nor a door for it.
#include <unistd.h>

#include <array>
#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <string_view>
#include <vector>

#include "config/typed.hpp"
#include "handlers/part_kinds.hpp"
#include "tests/support/misbehave.hpp"

namespace tined::tests {

using handlers::Part;
using handlers::PartKind;

// With names that are told in a stack: extern, not inlined.
[[gnu::noinline]] void crash_by_wild_write() {
    volatile std::uintptr_t wild = 16;
    *reinterpret_cast<volatile int*>(wild) = 1;
}
/// As a worker ends that finds that its configuration is of no use to it.
void end_of_no_use() { ::_exit(78); }

[[gnu::noinline]] void crash_by_abort() { std::abort(); }
[[gnu::noinline]] void hang_for_ever() {
    std::atomic<bool> goes_on = true;
    while (goes_on.load()) {
    }
}
// Nothing of what a signal handler could do helps: only SIGKILL does.
[[gnu::noinline]] void hang_deaf() {
    std::signal(SIGABRT, SIG_IGN);
    hang_for_ever();
}
[[gnu::noinline]] int exhaust_stack(int depth) {
    volatile char filler[4096] = {};
    filler[depth % 4096] = 1;
    return depth < 0 ? filler[0] : exhaust_stack(depth + 1) + filler[1];
}
// Holds the loop for long enough to be told of.
[[gnu::noinline]] void stall() {
    const auto end = std::chrono::steady_clock::now() + std::chrono::milliseconds(150);
    while (std::chrono::steady_clock::now() < end) {
    }
}
[[gnu::noinline]] void call_null() {
    void (*volatile nothing)() = nullptr;
    nothing();
    [[maybe_unused]] volatile bool is_back =
        true;  // last, the call would be a jump without a frame
}

namespace {

class Fault final : public Part {
public:
    explicit Fault(void (*commit)()) noexcept : commit_(commit) {}
    std::expected<handlers::Progress, handlers::Failure> run(
        handlers::Exchange& /*exchange*/) const override {
        commit_();
        return handlers::Progress::next;
    }

private:
    void (*commit_)();
};

std::unique_ptr<Part> read_fault(const config::Reader& value, handlers::StepContext& /*context*/) {
    using Commit = void (*)();
    const config::OneOf<Commit> faults = {{{"wild_write", crash_by_wild_write},
                                           {"abort", crash_by_abort},
                                           {"no_use", end_of_no_use},
                                           {"hang", hang_for_ever},
                                           {"hang_deaf", hang_deaf},
                                           {"stack", [] { std::exit(exhaust_stack(0)); }},
                                           {"call_null", call_null},
                                           {"stall", stall}}};
    const auto fault = faults(value);
    return fault ? std::make_unique<Fault>(*fault) : nullptr;
}

}  // namespace

std::span<const PartKind> real_part_kinds() noexcept asm("__real__ZN5tined8handlers10part_kindsEv");
std::span<const PartKind> part_kinds_and_faults() noexcept
    asm("__wrap__ZN5tined8handlers10part_kindsEv");

std::span<const PartKind> part_kinds_and_faults() noexcept {
    static const std::vector<PartKind> kinds = [] {
        const auto real = real_part_kinds();
        std::vector<PartKind> all(real.begin(), real.end());
        all.insert(all.begin(), {"fault", false, read_fault});
        all.push_back({"misbehave", true, read_misbehave});
        return all;
    }();
    return kinds;
}

}  // namespace tined::tests
