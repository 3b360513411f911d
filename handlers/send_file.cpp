#include "handlers/send_file.hpp"

#include <fmt/format.h>

#include <chrono>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "crypto/random.hpp"
#include "http/accept.hpp"
#include "http/compressor.hpp"
#include "http/conditional.hpp"
#include "http/range.hpp"

namespace tined::handlers {
namespace {

Failure failure_with(int status) {
    Failure failure;
    failure.status = status;
    return failure;
}

/// What is sent of a file: the file itself, or a coding of it.
struct Version {
    const ServedFile& file;
    std::string_view content_type;
    http::CodingChoice choice;
    std::string coded_etag = {};  // of a coding that is made on the fly; empty: the file's is it

    std::string_view etag() const noexcept { return coded_etag.empty() ? file.etag : coded_etag; }
    // Nothing in its head is another's than the file's own.
    bool is_plain() const noexcept {
        return coded_etag.empty() && content_type.data() == file.content_type.data();
    }
};

Version version_for(const ServedFile& file, const http::RequestHead& head,
                    const http::Response& response, std::span<const http::ContentCoding> codings) {
    using State = http::CodingChoice::State;
    Version version{file, file.content_type, {.state = State::fixed}};
    // Who looked for something precompressed has said already that the answer varies.
    const bool varies = response.coding_choice().state == State::chosen;
    if (varies) version.choice = response.coding_choice();
    if (!file.is_compressible || codings.empty() || !may_be_coded(response)) return version;
    version.choice.state = State::chosen;
    if (asks_for_the_bytes(head)) return version;
    const auto coding = http::preferred_coding(head.fields, codings);
    if (coding == http::ContentCoding::identity) return version;
    version.choice.coding = coding;
    const std::string_view opaque = std::string_view(file.etag).substr(0, file.etag.size() - 1);
    version.coded_etag = fmt::format("W/{}-{}\"", opaque, http::name_of(coding));
    return version;
}

void set_validators(const Version& version, http::Response& response) {
    response.set("ETag", version.etag());
    response.set("Last-Modified", version.file.last_modified);
}

std::variant<std::string, http::FileBody> piece_of(const ServedFile& file, http::ByteRange piece) {
    if (file.bytes != nullptr) return file.bytes->substr(piece.first, piece.length);
    return http::FileBody{file.descriptor, piece.first, piece.length};
}

void set_whole(const ServedFile& file, http::Response& response) {
    if (file.bytes != nullptr) {
        response.set_body(file.bytes);
    } else {
        response.set_body(http::FileBody{file.descriptor, 0, file.size});
    }
}

void set_single(const Version& version, http::ByteRange range, http::Response& response) {
    response.set_status(206);
    response.set("Content-Range", http::content_range(range, version.file.size));
    std::visit([&response](auto&& piece) { response.set_body(std::move(piece)); },
               piece_of(version.file, range));
}

void set_several(const Version& version, const std::vector<http::ByteRange>& ranges,
                 http::Response& response) {
    const std::string boundary = crypto::random_hex(16);
    http::PiecesBody pieces;
    for (const http::ByteRange range : ranges) {
        pieces.emplace_back(
            http::part_head(boundary, version.content_type, range, version.file.size));
        pieces.push_back(piece_of(version.file, range));
    }
    pieces.emplace_back(http::part_end(boundary));
    response.set_status(206);
    response.set("Content-Type", http::byteranges_type(boundary));
    response.set_body(std::move(pieces));
}

http::RangeSelection selection(const ServedFile& file, const http::Request& request,
                               const http::Validators& validators) {
    const http::RequestHead& head = request.head();
    const auto range = head.fields.find("Range");
    // RFC 9110 §14.2: for other methods than GET there is no Range. It is no list (§5.3): two lines
    // mean nothing that another reader would agree on.
    if (!range || head.method != http::Method::get || head.fields.count("Range") > 1) return {};
    if (!http::may_send_range(head.fields, validators)) return {};
    return http::select_range(*range, file.size);
}

std::expected<void, Failure> send_selected(const Version& version,
                                           const http::RangeSelection& selected,
                                           http::Response& response) {
    const ServedFile& file = version.file;
    if (selected.kind == http::RangeKind::unsatisfiable) {
        Failure failure = failure_with(416);
        failure.headers = {{"Accept-Ranges", "bytes"},
                           {"Content-Range", fmt::format("bytes */{}", file.size)}};
        return std::unexpected(std::move(failure));
    }
    response.set_status(200);
    response.set(file.fields);
    if (!version.is_plain()) {
        response.set("Content-Type", version.content_type);
        response.set("ETag", version.etag());
    }
    switch (selected.kind) {
        case http::RangeKind::single:
            set_single(version, selected.ranges.front(), response);
            break;
        case http::RangeKind::several:
            set_several(version, selected.ranges, response);
            break;
        case http::RangeKind::whole:
        case http::RangeKind::unsatisfiable:
            set_whole(file, response);
            break;
    }
    return {};
}

std::expected<void, Failure> send_version(const Version& version, const http::Request& request,
                                          http::Response& response) {
    const auto now = std::chrono::floor<std::chrono::seconds>(request.received());
    const http::Validators validators{.etag = version.etag(),
                                      .last_modified = version.file.modified};
    const http::RequestHead& head = request.head();
    response.set_coding_choice(version.choice);
    switch (http::evaluate_conditions(head.method, head.fields, validators, now)) {
        case http::Verdict::precondition_failed:
            return std::unexpected(failure_with(412));
        case http::Verdict::not_modified:
            response.set_status(304);
            set_validators(version, response);
            return {};
        case http::Verdict::proceed:
            break;
    }
    return send_selected(version, selection(version.file, request, validators), response);
}

// What a request that has none of them asks of a file is all of it.
constexpr http::FieldNames asking_for_less = {
    "If-Match", "If-None-Match", "If-Modified-Since", "If-Unmodified-Since", "If-Range", "Range"};

std::unique_ptr<const WholeAnswer> make_whole(const ServedFile& file, const http::Request& request,
                                              const http::FieldBlock& around,
                                              std::span<const http::ContentCoding> codings) {
    http::Response response;
    response.set(around);
    if (!send_file(file, request, response, codings)) return nullptr;
    using State = http::CodingChoice::State;
    const http::CodingChoice choice = response.coding_choice();
    if (choice.state == State::chosen) {
        // Here, once, and not by the compressor each time.
        http::tell_coding(choice, response);
        const bool is_plain = choice.coding == http::ContentCoding::identity;
        response.set_coding_choice({is_plain ? State::fixed : State::told, choice.coding});
    }
    response.share();
    return std::make_unique<const WholeAnswer>(WholeAnswer{&around, std::move(response)});
}

}  // namespace

const http::Response* whole_answer(const ServedFile& file, const http::Request& request,
                                   const http::FieldBlock& around,
                                   std::span<const http::ContentCoding> codings) {
    const http::RequestHead& head = request.head();
    if (!head.query.empty() || head.fields.may_have_any(asking_for_less)) return nullptr;
    const auto coding = file.is_compressible ? http::preferred_coding(head.fields, codings)
                                             : http::ContentCoding::identity;
    auto& whole = file.whole.at(static_cast<std::size_t>(coding));
    if (!whole || whole->around != &around) whole = make_whole(file, request, around, codings);
    return whole ? &whole->response : nullptr;
}

std::expected<void, Failure> send_file(const ServedFile& file, const http::Request& request,
                                       http::Response& response,
                                       std::span<const http::ContentCoding> codings) {
    return send_version(version_for(file, request.head(), response, codings), request, response);
}

std::expected<void, Failure> send_coded_file(const ServedFile& coded, std::string_view content_type,
                                             http::ContentCoding coding,
                                             const http::Request& request,
                                             http::Response& response) {
    const http::CodingChoice choice{http::CodingChoice::State::coded, coding};
    return send_version({coded, content_type, choice}, request, response);
}

bool asks_for_the_bytes(const http::RequestHead& head) noexcept {
    const bool has_range = head.method == http::Method::get && head.fields.find("Range");
    return has_range || head.fields.find("If-Match");
}

bool may_be_coded(const http::Response& response) noexcept {
    return response.coding_choice().state != http::CodingChoice::State::fixed &&
           !http::forbids_coding(response.fields());
}

void send_whole_file(const ServedFile& file, http::Response& response) {
    response.set_status(200);
    response.set("Content-Type", file.content_type);
    set_whole(file, response);
}

std::string_view asked_version(std::string_view query) noexcept {
    while (!query.empty()) {
        const std::size_t end = query.find('&');
        const std::string_view pair = query.substr(0, end);
        if (pair.starts_with("v=")) return pair.substr(2);
        if (end == std::string_view::npos) break;
        query.remove_prefix(end + 1);
    }
    return {};
}

void keep_for_good(http::Response& response) {
    response.set("Cache-Control", "public, max-age=31536000, immutable");
}

Failure failure_of(const FileError& error) {
    Failure failure = failure_with(error.kind == FileError::Kind::unavailable ? 503 : 404);
    failure.detail = error.detail;
    return failure;
}

}  // namespace tined::handlers
