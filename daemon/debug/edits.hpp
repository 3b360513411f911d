// What the master does in debug mode besides: it watches the files of the configuration, says when
// one of them was edited, and tells the workers what is wrong with one that could not be read, for
// them to show it in the browser. Outside debug mode it does nothing.
#pragma once

#include <expected>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "daemon/edition.hpp"
#include "daemon/master_loop.hpp"
#include "daemon/workforce.hpp"
#include "event/file_watch.hpp"

namespace tined::daemon {

class Edits {
public:
    /// `on_edit` is called from the loop, when an edit has settled. All outlive it.
    Edits(MasterLoop& loop, Workforce& workforce, std::function<void()> on_edit)
        : loop_(loop), workforce_(workforce), on_edit_(std::move(on_edit)) {}

    /// An edition is in service: from now on its files are watched.
    void on_edition(const Edition& edition);
    /// What `edition` was to be followed by could not be: `lines` say why. Until it can be, a
    /// change in the folders of the site is an edit too: the mistake may be mended there.
    void on_trouble(const Edition& edition, const std::vector<std::string>& lines);
    /// A worker of `edition` has come into service in the midst of that.
    void on_ready(const Worker& worker, const Edition& edition) const;
    void end();

private:
    void watch(const Configuration& configuration);
    std::expected<void, base::SystemError> watch_files(const Configuration& configuration);
    std::expected<void, base::SystemError> watch_folders(const Configuration& configuration);
    void on_file();
    void on_folder();
    void settle();

    MasterLoop& loop_;
    Workforce& workforce_;
    std::function<void()> on_edit_;
    std::string trouble_;  // as workers are told it; empty: the files are as they were read
    bool has_folder_changed_ = false;  // since an edit was told
    std::optional<event::FileWatch> files_;
    std::optional<event::FileWatch> folders_;
    MasterLoop::Registration on_file_;
    MasterLoop::Registration on_folder_;
    MasterLoop::Registration settled_;  // registered while there is an edit to tell
};

/// Of URLs the first that can be met from another host; empty if there is none.
std::string first_not_of_this_host(const std::vector<std::string>& urls);

}  // namespace tined::daemon
