#include "handlers/content_types.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>

#include "base/descriptor.hpp"
#include "base/text.hpp"

namespace tined::handlers {
namespace {

constexpr std::size_t most_bytes = 4 * 1024 * 1024;  // Debian's has 70 KiB
constexpr std::size_t longest_extension = 32;

// IANA's registry, and what browsers ask for besides; in the form of mime.types.
constexpr std::string_view own_list = R"(
application/atom+xml atom
application/epub+zip epub
application/geo+json geojson
application/gzip gz tgz
application/java-archive jar
application/json json map
application/ld+json jsonld
application/manifest+json webmanifest
application/msword doc
application/ogg ogx
application/pdf pdf
application/postscript ps eps
application/rss+xml rss
application/rtf rtf
application/sql sql
application/toml toml
application/vnd.ms-excel xls
application/vnd.ms-fontobject eot
application/vnd.ms-powerpoint ppt
application/vnd.oasis.opendocument.presentation odp
application/vnd.oasis.opendocument.spreadsheet ods
application/vnd.oasis.opendocument.text odt
application/vnd.openxmlformats-officedocument.presentationml.presentation pptx
application/vnd.openxmlformats-officedocument.spreadsheetml.sheet xlsx
application/vnd.openxmlformats-officedocument.wordprocessingml.document docx
application/vnd.rar rar
application/wasm wasm
application/x-7z-compressed 7z
application/x-bzip2 bz2
application/x-tar tar
application/x-xz xz
application/xhtml+xml xhtml
application/xml xml xsl xsd
application/yaml yaml yml
application/zip zip
application/zstd zst
audio/aac aac
audio/flac flac
audio/midi mid midi
audio/mp4 m4a
audio/mpeg mp3
audio/ogg oga ogg opus
audio/wav wav
audio/webm weba
font/collection ttc
font/otf otf
font/ttf ttf
font/woff woff
font/woff2 woff2
image/apng apng
image/avif avif
image/bmp bmp
image/gif gif
image/heic heic
image/jpeg jpeg jpg jpe
image/jxl jxl
image/png png
image/svg+xml svg
image/tiff tif tiff
image/vnd.microsoft.icon ico
image/webp webp
model/gltf+json gltf
model/gltf-binary glb
text/calendar ics
text/css css
text/csv csv
text/html html htm
text/javascript js mjs
text/markdown md markdown
text/plain txt text log conf
text/tab-separated-values tsv
text/vcard vcf
text/vtt vtt
video/mp2t ts
video/mp4 mp4 m4v
video/mpeg mpeg mpg
video/ogg ogv
video/quicktime mov
video/webm webm
video/x-matroska mkv
video/x-msvideo avi
)";

// A type is put into a header as it stands, so what is no type is not taken.
bool is_media_type(std::string_view text) {
    const auto halves = base::split_once(text, '/');
    return halves && base::is_token(halves->before) && base::is_token(halves->after);
}

std::string_view next_word(std::string_view& line) {
    line = base::trim(line);
    const auto end = std::ranges::find_if(line, base::is_space);
    const std::string_view word(line.begin(), end);
    line.remove_prefix(word.size());
    return word;
}

}  // namespace

ContentTypes::ContentTypes() { add_own(); }

ContentTypes ContentTypes::read(const std::string& path) {
    ContentTypes types;
    types.by_extension_.clear();
    if (const auto text = base::read_whole(path, most_bytes)) types.add_lines(*text);
    types.add_own();
    return types;
}

void ContentTypes::add_own() { add_lines(own_list); }

void ContentTypes::add_lines(std::string_view text) {
    for (std::string_view line : base::split(text, '\n')) {
        line = line.substr(0, line.find('#'));
        const std::string_view type = next_word(line);
        if (!is_media_type(type)) continue;
        for (auto extension = next_word(line); !extension.empty(); extension = next_word(line)) {
            by_extension_.try_emplace(base::to_lower(extension), type);
        }
    }
}

std::string_view ContentTypes::of(std::string_view file_name) const noexcept {
    constexpr std::string_view unknown = "application/octet-stream";
    const std::size_t dot = file_name.rfind('.');
    if (dot == std::string_view::npos) return unknown;
    const std::string_view extension = file_name.substr(dot + 1);
    std::array<char, longest_extension> lower;
    if (extension.size() > lower.size()) return unknown;
    std::ranges::transform(extension, lower.begin(), [](char c) { return base::to_lower(c); });
    const auto found = by_extension_.find(std::string_view(lower.data(), extension.size()));
    return found == by_extension_.end() ? unknown : std::string_view(found->second);
}

}  // namespace tined::handlers
