#include "event/running_set.hpp"

#include <memory>
#include <utility>

namespace tined::event {

struct RunningSet::Member {
    explicit Member(RunningSet& the_set) noexcept : set(the_set) {}

    static void* operator new(std::size_t size) { return FramePool::allocate(size); }
    static void operator delete(void* member, std::size_t size) noexcept {
        FramePool::release(member, size);
    }

    static void on_done(void* self) noexcept {
        auto& member = *static_cast<Member*>(self);
        member.set.unlink(member);
        member.tell();
    }

    void tell() noexcept {
        const std::unique_ptr<Member> me(this);
        const std::source_location made_at = running.made_at();
        std::exception_ptr thrown;
        try {
            running.take();
        } catch (...) {
            thrown = std::current_exception();
        }
        set.on_end_(set.context_, std::move(thrown), made_at);
    }

    RunningSet& set;
    Running<void> running;
    Member* next = nullptr;
    Member* previous = nullptr;
};

void RunningSet::start(Task<> task) {
    if (is_closed_) return std::move(task).drop();
    auto member = std::make_unique<Member>(*this);
    member->running = Running<void>(std::move(task), &Member::on_done, member.get());
    if (member->running.is_done()) return member.release()->tell();
    member->next = first_;
    if (first_ != nullptr) first_->previous = member.get();
    first_ = member.release();
    ++size_;
}

void RunningSet::cancel() noexcept {
    while (first_ != nullptr) {
        const std::unique_ptr<Member> member(first_);
        unlink(*member);
    }
}

void RunningSet::close() noexcept {
    is_closed_ = true;
    cancel();
}

void RunningSet::unlink(Member& member) noexcept {
    (member.previous == nullptr ? first_ : member.previous->next) = member.next;
    if (member.next != nullptr) member.next->previous = member.previous;
    --size_;
}

}  // namespace tined::event
