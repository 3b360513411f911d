// Reads the tree of groups and routes, and fills a site with what it compiles to.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "config/load.hpp"
#include "config/reader.hpp"
#include "handlers/around.hpp"
#include "handlers/route_reader.hpp"
#include "handlers/site.hpp"

namespace tined::handlers {

/// Used once, by Site::read().
class SiteReader {
public:
    SiteReader(Site& site, const config::Loaded& loaded, config::Problems& problems) noexcept
        : site_(site), loaded_(loaded), problems_(problems) {}
    void read();

private:
    void read_values();
    void read_group(const config::Reader& value, const Around& outer);
    /// What a group has besides its place: templates, the level, static prefixes, routes.
    void read_inside(config::MappingReader& in, Around& around);
    void read_templates(config::MappingReader& in, Around& around);
    void read_level(config::MappingReader& in, Around& around);
    bool read_ground(config::MappingReader& in, Around& around);
    bool read_prefix(const config::Reader& value, Around& around) const;
    void read_static(config::MappingReader& in, const Around& around);
    void read_routes(config::MappingReader& in, const Around& around);
    void enter(ReadRoute read, const Around& around, const config::Reader& value);
    void enter_name(const Route& route, const config::Reader& value);
    void tell_unreachable(const std::vector<Unreachable>& unreachable);

    Site& site_;
    const config::Loaded& loaded_;
    config::Problems& problems_;
    std::vector<std::string> paths_;  // of the routes' keys, for what is found when all are read
};

}  // namespace tined::handlers
