#include "handlers/listing_page.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <chrono>
#include <ctime>
#include <iterator>

#include "http/target.hpp"
#include "template/escaper.hpp"

namespace tined::handlers {
namespace {

std::string size_text(std::uint64_t bytes) {
    if (bytes < 1024) return fmt::format("{} B", bytes);
    constexpr std::string_view units[] = {"KiB", "MiB", "GiB", "TiB"};
    double size = static_cast<double>(bytes) / 1024;
    std::size_t unit = 0;
    while (size >= 1024 && unit + 1 < std::size(units)) {
        size /= 1024;
        ++unit;
    }
    return fmt::format("{:.1f} {}", size, units[unit]);
}

std::string time_text(std::int64_t nanoseconds) {
    const std::chrono::sys_time<std::chrono::nanoseconds> time{
        std::chrono::nanoseconds(nanoseconds)};
    const std::time_t seconds =
        std::chrono::system_clock::to_time_t(std::chrono::floor<std::chrono::seconds>(time));
    return fmt::format("{:%Y-%m-%d %H:%M}", fmt::gmtime(seconds));
}

// The link is percent-encoded whole, so that no name is taken for a scheme, a query or HTML.
void append_row(const FolderEntry& entry, std::string& page) {
    const std::string_view slash = entry.is_folder ? "/" : "";
    page += fmt::format("<tr><td><a href=\"{}{}\">", http::encode_component(entry.name), slash);
    templates::append_html_escaped(entry.name, page);
    page += fmt::format("{}</a></td><td>{}</td><td>{}</td></tr>\n", slash,
                        entry.is_folder ? "" : size_text(entry.size), time_text(entry.modified));
}

}  // namespace

std::string listing_page(std::string_view path, const FolderListing& listing, bool has_parent) {
    std::string name;
    templates::append_html_escaped(path, name);
    std::string page = fmt::format(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
        "<title>{0}</title>\n</head>\n<body>\n<h1>{0}</h1>\n<table>\n"
        "<tr><th>Name</th><th>Size</th><th>Changed (UTC)</th></tr>\n",
        name);
    if (has_parent) page += "<tr><td><a href=\"../\">../</a></td><td></td><td></td></tr>\n";
    for (const FolderEntry& entry : listing.entries) append_row(entry, page);
    page += "</table>\n";
    if (listing.is_cut) {
        page += fmt::format("<p>Only {} of them are shown.</p>\n", listing.entries.size());
    }
    return page + "</body>\n</html>\n";
}

}  // namespace tined::handlers
