#include "daemon/site/stand_in.hpp"

#include <filesystem>
#include <system_error>
#include <utility>

#include "config/typed.hpp"
#include "config/yaml.hpp"

namespace tined::daemon {
namespace {

constexpr std::string_view text = "routes: [{path: '/{any:path}', error: 503}]\n";

void add_folder(const config::Node& named, std::vector<std::string>& folders) {
    if (named.kind != config::NodeKind::scalar || named.text.empty()) return;
    const auto path = config::resolved_path(named.text, named.place);
    std::error_code error;
    if (std::filesystem::is_directory(path, error)) folders.push_back(path.string());
}

// As far as the file can be read: what its templates and static keys name, on all levels.
void add_folders(const config::Node& node, std::vector<std::string>& folders) {
    for (const config::Node& item : node.items) add_folders(item, folders);
    for (const config::Entry& entry : node.entries) {
        if (entry.key == "templates" || entry.key == "static" || entry.key == "folder") {
            add_folder(entry.value, folders);
        }
        const bool has_prefixes = entry.key == "static";
        for (const config::Entry& prefix : entry.value.entries) {
            if (has_prefixes) add_folder(prefix.value, folders);
        }
        add_folders(entry.value, folders);
    }
}

/// Puts the stand-in's tree in the place of the file's. The names of the files stay: the settings
/// point to them.
bool take_tree(config::Document& document, const std::string& file, config::Problems& problems) {
    const std::string& name = document.text_names.emplace_back("(until " + file + " is right)");
    auto root = config::parse_yaml(name, std::string(text), problems);
    if (!root) return false;
    document.root = std::move(*root);
    return true;
}

/// The file's own, with all that is wrong in it left out.
config::Loaded what_can_be_read(const Options& options, const std::string& file) {
    config::Problems told;  // by the failure
    auto loaded = load(options, file, told);
    if (loaded) return std::move(*loaded);
    config::Loaded none;
    none.document.files.push_back(file);
    return none;
}

}  // namespace

std::unique_ptr<Configuration> stand_in(const Arguments& arguments, const Failure& failure) {
    const auto own = read_own_options(arguments);
    const auto file = own ? find_file(*own) : std::unexpected(own.error());
    std::error_code error;
    if (failure.code != ExitCode::wrong_configuration || !file) return nullptr;
    if (!std::filesystem::is_regular_file(*file, error)) return nullptr;
    config::Loaded read = what_can_be_read(*own, *file);
    const auto all = read_options(arguments, read.settings.options);
    override_settings(all ? *all : *own, read.settings);
    if (!read.settings.debug) return nullptr;

    auto made = std::make_unique<Configuration>();
    made->file = *file;
    made->trouble = Trouble{.lines = failure.lines, .folders = {}, .files = {}};
    add_folders(read.document.root, made->trouble->folders);
    for (const config::Module& module : read.settings.modules) {
        made->trouble->files.push_back(module.file);
    }
    made->loaded = std::move(read);
    made->loaded.settings.modules.clear();
    config::Problems none;
    if (!take_tree(made->loaded.document, *file, none)) return nullptr;
    config::Problems told;  // of an access format that is wrong; it is off then
    made->access = std::make_unique<handlers::AccessFormat>(made->settings(), told);
    made->site = handlers::Site::read(made->loaded, made->handlers, none);
    return made->site == nullptr ? nullptr : std::move(made);
}

}  // namespace tined::daemon
