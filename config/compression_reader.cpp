#include "config/compression_reader.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "config/typed.hpp"

namespace tined::config {
namespace {

using http::ContentCoding;

std::optional<std::string> as_media_type(const Reader& value) {
    const auto text = as_nonempty_text(value);
    if (!text) return std::nullopt;
    const auto halves = base::split_once(*text, '/');
    if (!halves || !base::is_token(halves->before) || !base::is_token(halves->after) ||
        halves->before == "*") {
        value.expected("a media type such as application/json, or text/* for all of a kind");
        return std::nullopt;
    }
    return base::to_lower(*text);
}

void read_algorithms(const Reader& value, std::vector<ContentCoding>& algorithms) {
    const OneOf<ContentCoding> words = {
        {{"zstd", ContentCoding::zstd}, {"br", ContentCoding::br}, {"gzip", ContentCoding::gzip}}};
    algorithms.clear();
    for (const Reader& item : value.items_or_self()) {
        const auto coding = words(item);
        if (!coding) continue;
        if (std::ranges::find(algorithms, *coding) != algorithms.end()) {
            item.fail("it stands here twice");
            continue;
        }
        algorithms.push_back(*coding);
    }
}

}  // namespace

void read_compression(const Reader& value, http::CompressionSettings& compression) {
    if (value.is_off()) {
        compression.algorithms.clear();
        return;
    }
    MappingReader in(value, "off, or {types: ..., minimum: ..., algorithms: ...}");
    in.read("types", compression.types, ListOf{as_media_type});
    in.read("minimum", compression.minimum, Size{.least = 0, .most = 1 << 30});
    if (const auto algorithms = in.take("algorithms")) {
        read_algorithms(*algorithms, compression.algorithms);
    }
    in.finish();
}

}  // namespace tined::config
