#include "daemon/debug/edits.hpp"

#include <poll.h>

#include <algorithm>
#include <filesystem>
#include <initializer_list>
#include <utility>

#include "base/log.hpp"
#include "daemon/debug/trouble_message.hpp"

namespace tined::daemon {
namespace {

using namespace std::chrono_literals;

// An editor's several steps are over by then, and a person does not notice it.
constexpr auto until_settled = 50ms;

}  // namespace

void Edits::on_edition(const Edition& edition) {
    // An edit that came while the one before was being read is told all the same.
    const bool has_news = settled_ || (files_ && files_->take());
    trouble_.clear();
    end();
    if (!edition.settings().debug) return;
    watch(*edition.configuration);
    if (has_news) settle();
}

void Edits::on_trouble(const Edition& edition, const std::vector<std::string>& lines) {
    if (!edition.configuration || !edition.settings().debug) return;
    trouble_ = trouble_report(lines);
    for (const Worker& worker : workforce_.all()) on_ready(worker, edition);
    if (has_folder_changed_) settle();
}

void Edits::on_ready(const Worker& worker, const Edition& edition) const {
    if (trouble_.empty() || worker.generation != edition.generation) return;
    if (!send_trouble(worker.channel.get(), trouble_)) {
        log::warn("slot {}: the worker does not hear what is wrong", worker.slot);
    }
}

void Edits::end() {
    settled_.reset();
    on_file_.reset();
    on_folder_.reset();
    files_.reset();
    folders_.reset();
}

void Edits::watch(const Configuration& configuration) {
    auto watching = watch_files(configuration);
    if (watching) watching = watch_folders(configuration);
    if (!watching) {
        log::warn("debug mode: some edits are not seen: {}", watching.error().what());
    }
}

std::expected<void, base::SystemError> Edits::watch_files(const Configuration& configuration) {
    auto made = event::FileWatch::make();
    if (!made) return std::unexpected(std::move(made.error()));
    files_.emplace(std::move(*made));
    on_file_ = loop_.watch(files_->fd(), POLLIN, [this] { on_file(); });
    const config::Document& document = configuration.loaded.document;
    for (const std::string& name : document.files) {
        if (name.starts_with("--")) continue;  // a flag's
        const std::filesystem::path file(name);
        if (auto added = files_->add_file(file); !added) return added;
        // What `include` finds by a pattern next time.
        auto added = files_->add_ending(file.parent_path(), file.extension().string());
        if (!added) return added;
    }
    for (const config::Module& module : configuration.settings().modules) {
        if (auto added = files_->add_file(module.file); !added) return added;
    }
    for (const std::string& file : document.secret_files) {
        if (auto added = files_->add_file(file); !added) return added;
    }
    if (!configuration.trouble) return {};
    for (const std::string& file : configuration.trouble->files) {
        if (auto added = files_->add_file(file); !added) return added;
    }
    return {};
}

std::expected<void, base::SystemError> Edits::watch_folders(const Configuration& configuration) {
    auto made = event::FileWatch::make();
    if (!made) return std::unexpected(std::move(made.error()));
    folders_.emplace(std::move(*made));
    on_folder_ = loop_.watch(folders_->fd(), POLLIN, [this] { on_folder(); });
    for (const std::string& folder : configuration.site->folders()) {
        if (auto added = folders_->add_folder(folder); !added) return added;
    }
    if (!configuration.trouble) return {};
    for (const std::string& folder : configuration.trouble->folders) {
        if (auto added = folders_->add_folder(folder); !added) return added;
    }
    return {};
}

void Edits::on_file() {
    if (files_->take()) settle();
}

// The workers see to it, unless the configuration is at fault.
void Edits::on_folder() {
    if (!folders_->take()) return;
    has_folder_changed_ = true;
    if (!trouble_.empty()) settle();
}

void Edits::settle() {
    if (settled_) return;
    settled_ = loop_.after(until_settled, [this] {
        has_folder_changed_ = false;
        on_edit_();
    });
}

std::string first_not_of_this_host(const std::vector<std::string>& urls) {
    const auto is_of_this_host = [](std::string_view url) {
        const auto starts = [url](std::string_view with) { return url.starts_with(with); };
        return std::ranges::any_of(
            std::initializer_list<std::string_view>{"unix:", "http://127.", "http://[::1]"},
            starts);
    };
    const auto found = std::ranges::find_if_not(urls, is_of_this_host);
    return found == urls.end() ? std::string() : *found;
}

}  // namespace tined::daemon
