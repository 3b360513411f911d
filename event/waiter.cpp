#include "event/waiter.hpp"

#include <cassert>

#include "event/loop.hpp"

namespace tined::event {

void Waiter::leave() noexcept {
    if (!is_listed()) return;
    WaiterList::unlink(*this);
}

void Waiter::suspend(const Suspended& whom) noexcept {
    whom_ = whom.coroutine;
    site_ = whom.site;
    since_ = loop_.now();
    if (suspended_link_ == nullptr) loop_.suspended().add(*this);
    activity_ = loop_.activity();
    loop_.switch_activity(nullptr);
}

void Waiter::resume() {
    Loop& loop = loop_;
    forget();
    loop.switch_activity(activity_);
    whom_.resume();
    // It may have ended without anybody who goes on for it: then the activity has others that wait.
    loop.switch_activity(nullptr);
}

WaiterList::~WaiterList() {
    while (pop() != nullptr) {
    }
}

void WaiterList::push(Waiter& waiter) noexcept {
    waiter.leave();
    WaiterLink& link = waiter;
    link.next_ = this;
    link.previous_ = previous_;
    previous_->next_ = &link;
    previous_ = &link;
}

Waiter* WaiterList::pop() noexcept {
    if (is_empty()) return nullptr;
    auto* const first = static_cast<Waiter*>(next_);
    unlink(*first);
    return first;
}

void WaiterList::take_all(WaiterList& other) noexcept {
    assert(is_empty());
    if (other.is_empty()) return;
    next_ = other.next_;
    previous_ = other.previous_;
    other.next_ = other.previous_ = &other;
    next_->previous_ = this;
    previous_->next_ = this;
}

void WaiterList::unlink(WaiterLink& link) noexcept {
    link.previous_->next_ = link.next_;
    link.next_->previous_ = link.previous_;
    link.next_ = link.previous_ = nullptr;
}

}  // namespace tined::event
