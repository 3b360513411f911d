#include "handlers/static_files.hpp"

#include <algorithm>
#include <cassert>
#include <utility>

#include "handlers/listing_page.hpp"
#include "handlers/send_file.hpp"
#include "http/accept.hpp"
#include "http/target.hpp"

namespace tined::handlers {
namespace {

constexpr std::size_t size_of_version = 16;  // what FileCache::version() gives

bool is_plain(std::string_view segment) noexcept {
    const auto is_barred = [](char c) { return c == '/' || c == '\\' || c == '\0'; };
    return !segment.empty() && segment.front() != '.' && std::ranges::none_of(segment, is_barred);
}

FileError not_found() { return {FileError::Kind::not_found, {}}; }

// A name that is not there, of several that might be, is no reason to stop; a full system is.
bool is_final(const FileError& error) noexcept {
    return error.kind == FileError::Kind::unavailable;
}

// A path that begins with "//" would name a host. There is no folder at such a path, but for a
// route that is written so.
std::expected<void, Failure> redirect_to_slash(const http::Request& request,
                                               http::Response& response) {
    std::string location = http::encode_path(request.path().text) + '/';
    if (location.starts_with("//")) return std::unexpected(failure_of(not_found()));
    if (!request.head().query.empty()) location += '?' + std::string(request.head().query);
    response.set_status(308);
    response.set("Location", location);
    return {};
}

}  // namespace

std::optional<FileName> FileName::of(std::span<const std::string_view> rest) noexcept {
    if (rest.empty()) return FileName({});
    const char* next = rest.front().data();
    for (const std::string_view& segment : rest) {
        assert(segment.data() == next);
        const bool asks_for_folder = segment.empty() && &segment == &rest.back();
        if (!asks_for_folder && !is_plain(segment)) return std::nullopt;
        next = segment.data() + segment.size() + 1;
    }
    const std::string_view name(rest.front().data(), rest.back().data() + rest.back().size());
    return name.size() > most ? std::nullopt : std::optional(FileName(name));
}

std::optional<std::string> FileName::with(std::string_view ending) const {
    if (text_.size() + ending.size() > most) return std::nullopt;
    return std::string(text_).append(ending);
}

bool StaticFiles::has(const Search& search) noexcept {
    return search || is_final(search.error());  // answer() then tells what is wrong
}

StaticFiles::Search StaticFiles::search(FileCache& cache, std::span<const std::string_view> rest,
                                        FileCache::Time now) const {
    if (rest.empty()) return Found{.kind = Found::Kind::folder_without_slash};
    const auto name = FileName::of(rest);
    if (!name) return std::unexpected(not_found());
    return name->is_folder() ? search_folder(cache, *name, now) : search_file(cache, *name, now);
}

StaticFiles::Search StaticFiles::search_folder(FileCache& cache, const FileName& name,
                                               FileCache::Time now) const {
    for (const std::string& index : settings_.index) {
        const auto whole = name.with(index);
        if (!whole) continue;
        const auto file = cache.find(folder_, *whole, now);
        if (file) return Found{.kind = Found::Kind::file, .file = *file};
        if (is_final(file.error())) return std::unexpected(file.error());
    }
    if (!settings_.listing) return std::unexpected(not_found());
    const auto facts = folder_.look(name.text());
    if (!facts) return std::unexpected(facts.error());
    return Found{.kind = Found::Kind::listing};
}

StaticFiles::Search StaticFiles::search_file(FileCache& cache, const FileName& name,
                                             FileCache::Time now) const {
    const auto file = cache.find(folder_, name.text(), now);
    if (file) return Found{.kind = Found::Kind::file, .file = *file};
    if (is_final(file.error())) return std::unexpected(file.error());
    for (const std::string& ending : settings_.try_endings) {
        const auto whole = name.with(ending);
        if (!whole) continue;
        const auto other = cache.find(folder_, *whole, now);
        if (other) return Found{.kind = Found::Kind::file, .file = *other};
        if (is_final(other.error())) return std::unexpected(other.error());
    }
    if (file.error().kind != FileError::Kind::is_folder) return std::unexpected(file.error());
    return Found{.kind = Found::Kind::folder_without_slash};
}

std::expected<void, Failure> StaticFiles::answer(FileCache& cache, const Search& found,
                                                 std::span<const std::string_view> rest,
                                                 const http::Request& request,
                                                 http::Response& response) const {
    if (!found) return std::unexpected(failure_of(found.error()));
    switch (found->kind) {
        case Found::Kind::file:
            return answer_file(cache, *found->file, request, response);
        case Found::Kind::folder_without_slash:
            return redirect_to_slash(request, response);
        case Found::Kind::listing:
            return answer_listing(rest, request, response);
    }
    return {};  // not reached: the switch knows every kind
}

const http::Response* StaticFiles::whole_answer(FileCache& cache, const Search& found,
                                                const http::Request& request,
                                                const http::FieldBlock& around) const {
    const bool is_file = found && found->kind == Found::Kind::file;
    // What lies beside the file is looked for by send(), and may be another's the next time.
    if (!is_file || settings_.precompressed) return nullptr;
    return handlers::whole_answer(*found->file, request, around, cache.compression().algorithms);
}

std::expected<void, Failure> StaticFiles::answer_file(FileCache& cache, const ServedFile& file,
                                                      const http::Request& request,
                                                      http::Response& response) const {
    const std::string_view asked = asked_version(request.head().query);
    if (asked.size() != size_of_version) return send(cache, file, request, response);
    const std::string name(file.name);  // the file may go when the cache is asked
    auto sent = send(cache, file, request, response);
    if (!sent) return sent;
    const auto version = cache.version(folder_, name, request.received());
    if (version && *version == asked) keep_for_good(response);
    return {};
}

std::expected<void, Failure> StaticFiles::answer_listing(std::span<const std::string_view> rest,
                                                         const http::Request& request,
                                                         http::Response& response) const {
    const auto name = FileName::of(rest);  // a name, or nothing would have been found
    const auto listing = folder_.list(name->text());
    if (!listing) return std::unexpected(failure_of(listing.error()));
    response.set_status(200);
    response.set("Content-Type", "text/html; charset=UTF-8");
    response.set_body(listing_page(request.path().text, *listing, rest.size() > 1));
    return {};
}

std::expected<void, Failure> StaticFiles::answer_fallback(FileCache& cache,
                                                          const http::Request& request,
                                                          http::Response& response) const {
    const auto file = cache.find(folder_, settings_.fallback, request.received());
    if (!file) return std::unexpected(failure_of(file.error()));
    return send(cache, **file, request, response);
}

std::expected<void, Failure> StaticFiles::send(FileCache& cache, const ServedFile& file,
                                               const http::Request& request,
                                               http::Response& response) const {
    if (settings_.precompressed && may_be_coded(response)) {
        // A copy of the name, for the file may go when the cache is asked.
        return send_precompressed(cache, std::string(file.name), request, response);
    }
    return send_file(file, request, response, cache.compression().algorithms);
}

std::expected<void, Failure> StaticFiles::send_precompressed(FileCache& cache,
                                                             const std::string& name,
                                                             const http::Request& request,
                                                             http::Response& response) const {
    const auto now = request.received();
    const auto beside = cache.precompressed(folder_, name, now);
    if (!beside) return std::unexpected(failure_of(beside.error()));
    using Coding = http::ContentCoding;
    auto coding = Coding::identity;
    if (!asks_for_the_bytes(request.head())) {
        coding = http::preferred_coding(request.head().fields, *beside);
    }
    // Others are sent something else.
    if (!beside->empty()) {
        response.set_coding_choice({http::CodingChoice::State::chosen, Coding::identity});
    }
    auto file = cache.find(folder_, name, now);
    if (file && coding != Coding::identity) {
        const std::string_view content_type = (*file)->content_type;
        const auto coded =
            cache.find(folder_, name + std::string(http::file_ending_of(coding)), now);
        if (coded) return send_coded_file(**coded, content_type, coding, request, response);
        file = cache.find(folder_, name, now);  // the other has just gone
    }
    if (!file) return std::unexpected(failure_of(file.error()));
    return send_file(**file, request, response, cache.compression().algorithms);
}

}  // namespace tined::handlers
