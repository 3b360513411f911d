#include "config/reader.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/nearest.hpp"

namespace tined::config {

void Reader::fail(std::string message) const { fail_at(node_->place, std::move(message)); }

void Reader::fail(const base::SystemError& error) const {
    problems_->note_cause(error.code());
    fail(error.what());
}

void Reader::fail_at(const Place& place, std::string message, std::vector<std::string> more) const {
    if (!node_->is_refused) problems_->add(place, path_, std::move(message), std::move(more));
}

void Reader::expected(std::string_view what) const {
    fail(fmt::format("expected {}, found {}", what, describe(*node_)));
}

std::vector<Reader> Reader::items_or_self() const {
    if (node_->kind == NodeKind::null) return {};
    if (node_->kind != NodeKind::sequence) return {*this};
    return items();
}

std::vector<Reader> Reader::items(std::string_view what) const {
    std::vector<Reader> found;
    if (node_->kind != NodeKind::sequence) {
        expected(what);
        return found;
    }
    found.reserve(node_->items.size());
    for (std::size_t i = 0; i < node_->items.size(); ++i) {
        found.emplace_back(node_->items[i], item_path(path_, i), *problems_);
    }
    return found;
}

MappingReader::MappingReader(Reader value, std::string_view what) : value_(std::move(value)) {
    if (value_.node().kind != NodeKind::mapping) value_.expected(what);
}

std::optional<Reader> MappingReader::take(std::string_view key) {
    known_.push_back(key);
    const Node* found = value_.node().find(key);
    if (!found || found->kind == NodeKind::null) return std::nullopt;
    return Reader(*found, member_path(value_.path(), key), value_.problems());
}

bool MappingReader::has(std::string_view key) const noexcept {
    const Node* found = value_.node().find(key);
    return found && found->kind != NodeKind::null;
}

void MappingReader::later(std::initializer_list<std::string_view> keys) {
    later_.insert(later_.end(), keys);
}

std::string_view MappingReader::only_one_of(std::initializer_list<std::string_view> keys) const {
    std::string_view first;
    for (const Entry& entry : value_.node().entries) {
        if (entry.value.kind == NodeKind::null) continue;
        if (std::ranges::find(keys, entry.key) == keys.end()) continue;
        if (first.empty()) {
            first = entry.key;
        } else {
            fail_at_key(entry.key, fmt::format("cannot stand beside \"{}\"", first));
        }
    }
    return first;
}

std::vector<std::pair<std::string_view, Reader>> MappingReader::take_all() {
    std::vector<std::pair<std::string_view, Reader>> all;
    any_key_ = true;
    for (const Entry& entry : value_.node().entries) {
        if (entry.value.kind == NodeKind::null) continue;
        all.emplace_back(entry.key, Reader(entry.value, member_path(value_.path(), entry.key),
                                           value_.problems()));
    }
    return all;
}

void MappingReader::fail_at_key(std::string_view key, std::string message) const {
    const Entry* entry = value_.node().find_entry(key);
    const Place place = entry ? entry->place : value_.place();
    value_.problems().add(place, member_path(value_.path(), key), std::move(message));
}

void MappingReader::finish() const {
    if (any_key_) return;
    for (const Entry& entry : value_.node().entries) {
        if (std::ranges::find(known_, entry.key) != known_.end()) continue;
        if (std::ranges::find(later_, entry.key) != later_.end()) {
            fail_at_key(entry.key, "not in this version of tined yet");
        } else if (const auto near = base::nearest(entry.key, known_)) {
            fail_at_key(entry.key, fmt::format("unknown key; did you mean \"{}\"?", *near));
        } else {
            fail_at_key(entry.key, "unknown key");
        }
    }
}

}  // namespace tined::config
