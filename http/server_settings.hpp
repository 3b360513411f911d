// What the serving half of http needs to know, as plain values; config fills them from tined.yaml.
#pragma once

#include <string>

#include "http/compression_settings.hpp"
#include "http/limits.hpp"
#include "http/trusted_proxies.hpp"

namespace tined::http {

struct ServerSettings {
    Limits limits;
    std::string server_header = "tined";  ///< the value of Server; empty: none
    CompressionSettings compression;
    TrustedProxies trusted_proxies;
    bool forwarded_host = false;     ///< whether they may say host and port too
    std::string spool = "/var/tmp";  ///< the folder for bodies past body_in_memory
};

}  // namespace tined::http
