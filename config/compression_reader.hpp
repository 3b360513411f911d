// `compression:` off, or what is compressed and how.
#pragma once

#include "config/reader.hpp"
#include "http/compression_settings.hpp"

namespace tined::config {

void read_compression(const Reader& value, http::CompressionSettings& compression);

}  // namespace tined::config
