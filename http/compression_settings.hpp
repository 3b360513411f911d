// What is compressed, as tined.yaml's `compression` says; the defaults stand here and nowhere else.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "http/content_coding.hpp"

namespace tined::http {

struct CompressionSettings {
    /// Media types in lower case, `text/*` for all of a kind.
    std::vector<std::string> types = {"text/*", "application/json", "application/javascript",
                                      "image/svg+xml"};
    std::size_t minimum = 1024;  ///< bytes; what is smaller stays as it is
    /// Of what a client likes equally well the first; none: nothing is compressed.
    std::vector<ContentCoding> algorithms = {all_codings.begin(), all_codings.end()};

    /// Whether an answer of this Content-Type may be; its parameters do not matter.
    bool covers(std::string_view content_type) const noexcept;
};

}  // namespace tined::http
