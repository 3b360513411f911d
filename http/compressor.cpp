#include "http/compressor.hpp"

#include <limits>
#include <string_view>
#include <utility>

#include "base/text.hpp"
#include "http/accept.hpp"
#include "http/field_syntax.hpp"
#include "http/status.hpp"

namespace tined::http {
namespace {

constexpr std::uint64_t never = std::numeric_limits<std::uint64_t>::max();
constexpr std::size_t overhead = 256;  // of an entry, besides its bytes. About

bool lists(const FieldBlock& fields, std::string_view name, std::string_view wanted) noexcept {
    if (!fields.has(name)) return false;  // as most: quicker than to look at every line
    for (const Field field : fields) {
        if (!base::equals_ignoring_case(field.name, name)) continue;
        ListReader list(field.value);
        while (const auto member = list.next()) {
            if (base::equals_ignoring_case(*member, wanted)) return true;
        }
    }
    return false;
}

void vary_by_coding(Response& response) {
    static const FieldBlock vary("Vary", "Accept-Encoding");
    const FieldBlock& fields = response.fields();
    if (!fields.has("Vary")) return response.set(vary);
    if (lists(fields, "Vary", "Accept-Encoding") || lists(fields, "Vary", "*")) return;
    response.add("Vary", "Accept-Encoding");
}

// RFC 9110 §8.8.1: what is made on the fly may be made otherwise the next time.
void weaken_etag(Response& response) {
    const auto etag = response.fields().find("ETag");
    if (etag && !etag->starts_with("W/")) response.set("ETag", "W/" + std::string(*etag));
}

}  // namespace

Compressor::Compressor(const CompressionSettings& settings, std::size_t most_bytes_kept) noexcept
    : settings_(settings),
      least_(settings.algorithms.empty() ? never : settings.minimum),
      most_kept_(most_bytes_kept) {}

void tell_coding(CodingChoice choice, Response& response) {
    vary_by_coding(response);
    if (choice.coding == ContentCoding::identity || has_no_body(response.status())) return;
    if (choice.state == CodingChoice::State::chosen) {
        weaken_etag(response);
        // A piece of it could not be put together with a piece of the next one.
        response.remove("Accept-Ranges");
    }
    response.set("Content-Encoding", name_of(choice.coding));
}

bool forbids_coding(const FieldBlock& fields) noexcept {
    return fields.has("Content-Encoding") || lists(fields, "Cache-Control", "no-transform");
}

bool can_be_compressed(const CompressionSettings& settings, const Response& response) noexcept {
    const bool is_in_memory = std::holds_alternative<std::string>(response.body()) ||
                              std::holds_alternative<SharedBody>(response.body());
    const std::uint64_t size = response.body_size();
    if (!is_in_memory || size < settings.minimum || size > Compressor::most_compressed) {
        return false;
    }
    if (has_no_body(response.status()) || response.status() == 206) return false;
    const FieldBlock& fields = response.fields();
    const auto type = fields.find("Content-Type");
    return type && settings.covers(*type) && !forbids_coding(fields);
}

void Compressor::choose(const Fields& asked, Response& response) {
    if (!can_be_compressed(settings_, response)) return;
    const ContentCoding coding = preferred_coding(asked, settings_.algorithms);
    conclude({CodingChoice::State::chosen, coding}, response);
}

void Compressor::conclude(CodingChoice choice, Response& response) {
    using State = CodingChoice::State;
    if (choice.state != State::told) tell_coding(choice, response);
    if (choice.coding == ContentCoding::identity || has_no_body(response.status())) return;
    if (choice.state != State::coded) encode(choice.coding, response);
}

void Compressor::encode(ContentCoding coding, Response& response) {
    Response::Content body = response.take_body();
    if (const auto* own = std::get_if<std::string>(&body)) {
        response.set_body(encoder_.encode(coding, *own, Effort::each_time));
    } else {
        response.set_body(coded(coding, std::get<SharedBody>(body)));
    }
}

SharedBody Compressor::coded(ContentCoding coding, const SharedBody& plain) {
    const Key key{plain.get(), coding};
    if (const auto found = index_.find(key); found != index_.end()) {
        entries_.splice(entries_.begin(), entries_, found->second);
        return found->second->coded;
    }
    auto made = std::make_shared<const std::string>(encoder_.encode(coding, *plain, Effort::kept));
    entries_.push_front({key, plain, made});
    index_.emplace(key, entries_.begin());
    kept_ += made->size() + overhead;
    shrink();
    return made;
}

void Compressor::shrink() {
    while (kept_ > most_kept_ && !entries_.empty()) {
        kept_ -= entries_.back().coded->size() + overhead;
        index_.erase(entries_.back().key);
        entries_.pop_back();
    }
}

}  // namespace tined::http
