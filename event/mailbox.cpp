#include "event/mailbox.hpp"

#include <sys/eventfd.h>
#include <unistd.h>

#include <cstdint>
#include <stdexcept>
#include <utility>

namespace tined::event {

Mailbox::Mailbox(Loop& loop) : wakeup_(eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)) {
    watch_.emplace(loop, wakeup_.get(), Readiness::readable, call_member<&Mailbox::on_readable>,
                   this);
    if (wakeup_ && watch_->start()) return;
    throw std::runtime_error("no descriptor by which threads could wake the loop");
}

bool Mailbox::post(Letter letter) {
    const std::lock_guard lock(mutex_);
    if (is_closed_) return false;
    letters_.push_back(std::move(letter));
    if (letters_.size() > 1) return true;  // whoever left the first has woken the loop
    const std::uint64_t one = 1;
    // Fails only if it counts 2^64 - 2 wakings that nobody took.
    return write(wakeup_.get(), &one, sizeof one) == sizeof one;
}

void Mailbox::on_readable() {
    std::uint64_t count = 0;
    std::vector<Letter> letters;
    {
        // Both within the lock: else a letter could come between, and its waking be taken here.
        const std::lock_guard lock(mutex_);
        static_cast<void>(read(wakeup_.get(), &count, sizeof count) == sizeof count);
        letters.swap(letters_);
    }
    for (Letter& letter : letters) letter();
}

void Mailbox::close() noexcept {
    watch_.reset();
    std::vector<Letter> letters;  // destroyed outside of the lock: they may hold what posts
    const std::lock_guard lock(mutex_);
    is_closed_ = true;
    letters.swap(letters_);
}

}  // namespace tined::event
