#include "daemon/sandbox/narrowing.hpp"

namespace tined::daemon {

void Narrowing::begin(const Edition& edition) {
    edition_ = &edition;
    timer_.reset();
    if (sockets_.depth() <= edition.slots()) return;
    timer_ = loop_.after(patience_, [this] { empty_last(); });
}

void Narrowing::empty_last() {
    if (sockets_.depth() <= edition_->slots()) return;
    if (sockets_.has_uncommitted()) return wait();
    adoption_.empty(sockets_.depth() - 1, *edition_);
}

void Narrowing::on_emptied(unsigned slot) {
    // A reload may have made it a slot again meanwhile: its worker accepts there.
    if (slot < edition_->slots() || slot + 1 != sockets_.depth()) return;
    if (sockets_.has_uncommitted()) return wait();
    sockets_.close_last();
    empty_last();
}

// While a reload is under way the group may not change: what it has bound stands behind the last.
void Narrowing::wait() {
    timer_ = loop_.after(std::chrono::seconds(1), [this] { empty_last(); });
}

}  // namespace tined::daemon
