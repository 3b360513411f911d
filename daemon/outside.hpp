// The master's dealings with those outside it: who commands it (the control socket), who manages it
// (systemd), who takes its place (an upgrade), whose place it takes. The supervisor tells it what
// happens inside; what is asked from outside it asks of the supervisor.
#pragma once

#include <chrono>
#include <csignal>
#include <optional>
#include <string>
#include <vector>

#include "config/settings.hpp"
#include "daemon/children.hpp"
#include "daemon/control/control.hpp"
#include "daemon/control/office.hpp"
#include "daemon/failure.hpp"
#include "daemon/health/quarantine_record.hpp"
#include "daemon/master_loop.hpp"
#include "daemon/service_notices.hpp"
#include "daemon/sockets/fd_store.hpp"
#include "daemon/upgrade/strays.hpp"
#include "daemon/upgrade/succession.hpp"
#include "daemon/upgrade/upgrade.hpp"
#include "systemd/listen_fds.hpp"

namespace tined::daemon {

class Outside final : Control::Master {
public:
    /// The supervisor, as it is seen from here.
    class Master {
    public:
        virtual Status status() const = 0;
        virtual void begin_reload(Control::OnReport on_report) = 0;
        virtual void list_tasks(TaskSurvey::OnReport on_report) = 0;
        virtual void stop() = 0;
        /// Stops, and tells why.
        virtual void fail(Failure failure) = 0;
        /// Why none can begin now; empty: one can, or when no reload is under way any more.
        virtual std::string why_no_upgrade(bool is_rehearsal) const = 0;
        virtual bool is_reloading() const = 0;
        /// What the next master is to have if this one dies.
        virtual std::vector<PassedOn> to_store() const = 0;
        /// What the new program is given.
        virtual Upgrade::Order upgrade_order() const = 0;
        /// The requests that have killed workers, for the new program, and from the old one.
        virtual QuarantineRecord quarantine() const = 0;
        virtual void take_quarantine(const QuarantineRecord& record) = 0;
        /// Another process is the master now; let the workers go to that one's.
        virtual void on_replaced() = 0;
        /// The upgrade has failed; what waited for its end may begin.
        virtual void on_upgrade_failed() = 0;
        /// This process is the master now; its first edition is in service already.
        virtual void on_installed() = 0;
        /// Connections come for the worker of that slot.
        virtual void receive_connections(unsigned slot, base::Descriptor end) = 0;

    protected:
        ~Master() = default;
    };

    /// What older masters left to this process.
    struct Legacy {
        std::optional<Succession> succession;  ///< it was executed by the one that it shall replace
        std::vector<systemd::PassedDescriptor> rolls;  ///< of the workers of those that died
        std::vector<std::string> stored;  ///< the names of all that came out of the store
    };
    /// All outlive it.
    Outside(MasterLoop& loop, Children& children, Legacy legacy, ServiceNotices::Sources sources,
            Master& master);
    Outside(const Outside&) = delete;
    Outside& operator=(const Outside&) = delete;

    /// Another process is the master still.
    bool is_successor() const noexcept { return succession_ && !is_installed_; }
    /// And stays it: this one only shows that it could.
    bool is_rehearsal() const noexcept { return succession_ && succession_->is_rehearsal(); }
    /// This process took the place of a master which has workers still, or which died and left some
    /// behind. What the former hand over goes through this process, also when a third has taken its
    /// place; and a stop waits for both.
    bool has_elders() const noexcept {
        const bool has_predecessor = succession_ && succession_->has_predecessor();
        return is_installed_ && (has_predecessor || strays_.count() > 0);
    }
    /// They end at once.
    void end_elders();
    /// The sockets live on when this process ends: another takes them out of the store.
    bool has_store() const noexcept { return store_.is_there(); }
    bool is_upgrading() const noexcept { return !upgrade_.is_idle(); }

    /// Has the pid file and the control socket where the settings want them; as a successor only
    /// makes sure that it can, until the old master goes. After a failure all is as it was.
    std::optional<Failure> take_office(const config::Settings& settings, const std::string& file);
    /// A successor that could not take over may have touched them: has them again.
    void retake_office(const config::Settings& settings, const std::string& file);
    /// Before the first fork: what the old master has told already.
    void hear_predecessor();

    // What has happened inside.
    void on_serving(std::chrono::milliseconds drain);  ///< the first edition is in service
    void on_reload();
    void on_reload_ended();
    void on_stopping();
    /// True: the master that this one was to replace is told, and tells it.
    bool on_failed(const Failure& failure);
    void on_end(ExitCode code);

    /// Asks for an upgrade, as `tined upgrade` does. During a reload it waits for its end.
    void begin_upgrade(bool is_rehearsal, Control::OnReport on_report) override;
    /// No reload is under way any more: an upgrade that waits begins.
    void upgrade_if_wanted();
    /// From on_replaced() on: a reload that was asked of this process is the new one's to do.
    void pass_on_reload() const noexcept { upgrade_.signal_new(SIGHUP); }
    /// Likewise: the receiving end of what the worker of that slot hands over.
    bool give_connections(unsigned slot, const base::Descriptor& end) noexcept {
        return upgrade_.give_connections(slot, end);
    }

private:
    struct Wanted {
        bool is_rehearsal = false;
        Control::OnReport on_report;
    };

    Status status() const override { return master_.status(); }
    void begin_reload(Control::OnReport on_report) override {
        master_.begin_reload(std::move(on_report));
    }
    void list_tasks(TaskSurvey::OnReport on_report) override {
        master_.list_tasks(std::move(on_report));
    }
    void begin_stop() override { master_.stop(); }
    void take_legacy(Legacy& legacy);
    void install();
    void store();
    void on_take();
    std::string why_no_upgrade(bool is_rehearsal) const;
    void execute(Wanted wanted);
    void on_upgrade_end(const Wanted& wanted, const std::optional<Failure>& failure);

    Master& master_;
    std::optional<Succession> succession_;
    bool is_installed_ = false;
    bool is_replaced_ = false;
    ServiceNotices notices_;
    FdStore store_;
    Strays strays_;
    std::chrono::milliseconds patience_with_elders_{0};
    Office office_;
    std::optional<Office::Claim> claim_;  // a successor's, until it is told to take over
    Upgrade upgrade_;
    std::optional<Wanted> wanted_;  // an upgrade, after the reload that is under way
};

}  // namespace tined::daemon
