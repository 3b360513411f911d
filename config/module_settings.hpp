// `modules:` of tined.yaml: shared objects with handlers, and what these may reach.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "config/address.hpp"
#include "config/reader.hpp"

namespace tined::config {

struct Module {
    std::filesystem::path file;  ///< absolute, or from the working directory, with a slash in it
    std::string name;            ///< as the file says it: for errors and for the log
    Place place;
    std::string key_path;  ///< "modules[0]"
    /// What the sandbox lets its handlers do besides: connect there, ...
    std::vector<Address> connect = {};
    /// ... and read, write and make files at and below these.
    std::vector<std::filesystem::path> paths = {};
};

/// One module or a list of them; each a path, or {file, connect, paths}.
std::vector<Module> read_modules(const Reader& value);

}  // namespace tined::config
