#include "daemon/outside.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <utility>

#include "base/log.hpp"
#include "base/text.hpp"
#include "systemd/notify.hpp"

namespace tined::daemon {
namespace {

// Workers of older masters end by themselves at their drain_timeout, and http::Serving::linger_time
// for their last answers; so much later they are taken to hang.
constexpr std::chrono::seconds elder_grace{4};

}  // namespace

Outside::Outside(MasterLoop& loop, Children& children, Legacy legacy,
                 ServiceNotices::Sources sources, Master& master)
    : master_(master),
      succession_(std::move(legacy.succession)),
      notices_(loop,
               // What is not the master yet has nothing to tell: it would not be believed.
               systemd::Notifier::from_environment(), std::move(sources)),
      store_(notices_.notifier(), systemd::store_size()),
      strays_(loop),
      office_(loop, *this),
      upgrade_(loop, children) {
    take_legacy(legacy);
    if (!succession_) return;
    succession_->start(loop, {.on_take = [this] { on_take(); },
                              .on_connections =
                                  [this](unsigned slot, base::Descriptor end) {
                                      master_.receive_connections(slot, std::move(end));
                                  },
                              .on_quarantine =
                                  [this](const std::string& text) {
                                      master_.take_quarantine(decode_quarantine(text));
                                  },
                              .on_gone =
                                  [this] {
                                      if (!is_installed_) master_.stop();
                                  }});
}

std::optional<Failure> Outside::take_office(const config::Settings& settings,
                                            const std::string& file) {
    auto claim = office_.claim(settings, file, is_successor());
    if (!claim) return std::move(claim.error());
    if (!is_successor()) return office_.take(std::move(*claim));
    claim_.emplace(std::move(*claim));
    return std::nullopt;
}

void Outside::retake_office(const config::Settings& settings, const std::string& file) {
    notices_.take_back();
    auto claim = office_.claim(settings, file, false);
    auto why = claim ? office_.take(std::move(*claim)) : std::optional(std::move(claim.error()));
    if (why) log::error("{}", why->lines.front());
}

void Outside::hear_predecessor() {
    if (!succession_) return;
    if (const auto text = succession_->first_quarantine()) {
        master_.take_quarantine(decode_quarantine(*text));
    }
}

void Outside::take_legacy(Legacy& legacy) {
    store_.know(std::move(legacy.stored));
    for (systemd::PassedDescriptor& one : legacy.rolls) {
        auto roll = WorkerRoll::open(std::move(one.descriptor));
        if (roll) {
            strays_.take(std::move(one.name), std::move(*roll));
        } else {
            log::warn("{}: {}; its workers end by themselves", one.name, roll.error().what());
        }
    }
    if (strays_.count() > 0) {
        log::warn("{} workers of a master that died serve on until this one is ready",
                  strays_.count());
    }
    // The store keeps what the old master put there; its roll is of no use after it.
    if (succession_) store_.know({roll_name(succession_->predecessor())});
}

void Outside::on_serving(std::chrono::milliseconds drain) {
    patience_with_elders_ = drain + elder_grace;
    if (is_successor()) return succession_->say_ready();
    is_installed_ = true;
    install();
}

void Outside::on_take() {
    if (is_installed_ || !claim_) return;
    if (auto why = office_.take(*std::exchange(claim_, std::nullopt))) {
        // The old one goes on. systemd believes nobody but this one, which it has been told of.
        notices_.hand_over_to(succession_->predecessor());
        return master_.fail(std::move(*why));
    }
    is_installed_ = true;
    master_.on_installed();
    install();
    succession_->say_installed();
}

void Outside::install() {
    notices_.ready();
    store();
    strays_.replace(patience_with_elders_, [this] { store(); });
}

void Outside::store() {
    if (!store_.is_there() || is_replaced_) return;
    auto wanted = master_.to_store();
    for (PassedOn& roll : strays_.rolls()) wanted.push_back(std::move(roll));
    if (!store_.hold(wanted)) {
        log::warn("the store of descriptors is too small: FileDescriptorStoreMax={} or more",
                  wanted.size());
    }
}

void Outside::on_reload() {
    if (is_installed_) notices_.reloading();
}

void Outside::on_reload_ended() {
    if (!is_installed_) return;
    notices_.ready();
    store();
}

void Outside::on_stopping() {
    const std::string why = "tined is stopping";
    upgrade_.cancel(why);
    if (const auto wanted = std::exchange(wanted_, std::nullopt); wanted && wanted->on_report) {
        wanted->on_report(ExitCode::failed_at_work, {why});
    }
    if (is_installed_ && !is_replaced_) notices_.stopping();
    strays_.replace(patience_with_elders_, [] {});
    // Who is replaced waits without a limit of its own: its successor has one.
    if (is_installed_ && !is_replaced_ && succession_) {
        succession_->await_end(patience_with_elders_);
    }
}

void Outside::end_elders() {
    strays_.kill_all();
    if (is_installed_ && succession_) succession_->end_predecessor();
}

bool Outside::on_failed(const Failure& failure) {
    return is_successor() && succession_->say_failed(failure);
}

void Outside::on_end(ExitCode code) { office_.leave(static_cast<int>(code)); }

std::string Outside::why_no_upgrade(bool is_rehearsal) const {
    std::string why = master_.why_no_upgrade(is_rehearsal);
    if (why.empty() && (is_upgrading() || wanted_)) why = "an upgrade is under way already";
    return why;
}

void Outside::begin_upgrade(bool is_rehearsal, Control::OnReport on_report) {
    if (const std::string why = why_no_upgrade(is_rehearsal); !why.empty()) {
        log::warn("no upgrade: {}", why);
        if (on_report) on_report(ExitCode::failed_at_work, {why});
        return;
    }
    Wanted wanted = {.is_rehearsal = is_rehearsal, .on_report = std::move(on_report)};
    if (!master_.is_reloading()) return execute(std::move(wanted));
    log::info("upgrade: it begins when the reload has ended");
    wanted_ = std::move(wanted);
}

void Outside::upgrade_if_wanted() {
    if (wanted_ && !master_.is_reloading()) execute(*std::exchange(wanted_, std::nullopt));
}

void Outside::execute(Wanted wanted) {
    Upgrade::Order order = master_.upgrade_order();
    order.is_rehearsal = wanted.is_rehearsal;
    order.quarantine = encode(master_.quarantine());
    log::info("{}: executing {}", wanted.is_rehearsal ? "rehearsal of an upgrade" : "upgrade",
              order.program.native());
    upgrade_.begin(
        order,
        [this] {
            // First of all: systemd believes the new one only when the old one has named it.
            notices_.hand_over_to(upgrade_.pid());
            upgrade_.give_quarantine(encode(master_.quarantine()));
        },
        [this, wanted](const std::optional<Failure>& failure) { on_upgrade_end(wanted, failure); });
}

void Outside::on_upgrade_end(const Wanted& wanted, const std::optional<Failure>& failure) {
    if (failure) {
        for (const std::string& line : failure->lines) log::error("upgrade: {}", line);
        log::error("{}", wanted.is_rehearsal ? "the installed program could not take over"
                                             : "nothing was changed: the upgrade failed");
        if (wanted.on_report) wanted.on_report(failure->code, failure->lines);
        return master_.on_upgrade_failed();
    }
    if (wanted.is_rehearsal) {
        log::info("the installed program could take over");
        if (wanted.on_report)
            wanted.on_report(ExitCode::done, {"the installed program could take over"});
        return master_.on_upgrade_failed();
    }
    is_replaced_ = true;
    const std::string done =
        fmt::format("pid {} has taken over from pid {}", upgrade_.pid(), ::getpid());
    log::info("upgraded: {}", done);
    if (wanted.on_report) wanted.on_report(ExitCode::done, {done});
    master_.on_replaced();
}

}  // namespace tined::daemon
