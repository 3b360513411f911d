// What the serving half of http needs to know, as plain values; config fills them from tined.yaml.
#pragma once

#include <string>

#include "http/compression_settings.hpp"
#include "http/forwarded.hpp"
#include "http/limits.hpp"

namespace tined::http {

struct ServerSettings {
    Limits limits;
    std::string server_header = "tined";  ///< the value of Server; empty: none
    CompressionSettings compression;
    TrustedProxies trusted_proxies;
    ForwardedBy forwarded_by = ForwardedBy::x_forwarded;
    std::string spool = "/var/tmp";  ///< the folder for bodies past body_in_memory
};

}  // namespace tined::http
