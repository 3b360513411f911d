#include "http/output.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace tined::http {

namespace {

constexpr std::size_t most_parts = 64;         // of one sendmsg(2)
constexpr std::size_t text_kept = 256 * 1024;  // memory that a cleared output may keep

std::string_view memory_of(const std::variant<std::string, SharedBody, FileBody>& body) noexcept {
    if (const auto* own = std::get_if<std::string>(&body)) return *own;
    if (const auto* shared = std::get_if<SharedBody>(&body)) return **shared;
    return {};
}

iovec part_of(std::string_view bytes) noexcept {
    return {const_cast<char*>(bytes.data()), bytes.size()};  // sending only reads it
}

}  // namespace

void Output::add(std::string body) {
    const std::uint64_t size = body.size();
    add_piece(std::move(body), size);
}

void Output::add(SharedBody body) {
    const std::uint64_t size = body ? body->size() : 0;
    add_piece(std::move(body), size);
}

void Output::add(FileBody body) {
    const std::uint64_t size = body.length;
    add_piece(std::move(body), size);
}

void Output::add_piece(Body body, std::uint64_t size) {
    if (size == 0) return;
    pieces_.push_back({text_.size(), std::move(body)});
    bodies_pending_ += size;
}

std::expected<Output::Progress, event::StreamError> Output::send(event::Stream& stream) {
    while (!is_empty()) {
        const FileBody* file = file_at_front();
        const auto taken = file != nullptr ? send_file(stream, *file) : send_memory(stream);
        if (!taken && taken.error() == event::StreamError::would_block) return Progress::blocked;
        if (!taken) return std::unexpected(taken.error());
        advance(*taken);
        // A peer that takes all of a large file at once must let the others have their turn.
        if (file != nullptr && file == file_at_front()) return Progress::blocked;
    }
    clear();
    return Progress::done;
}

void Output::clear() noexcept {
    text_.clear();
    if (text_.capacity() > text_kept) text_ = {};
    pieces_.clear();
    text_sent_ = 0;
    front_ = 0;
    front_sent_ = 0;
    bodies_pending_ = 0;
}

const FileBody* Output::file_at_front() const noexcept {
    if (front_ == pieces_.size() || text_sent_ < pieces_[front_].text_end) return nullptr;
    return std::get_if<FileBody>(&pieces_[front_].body);
}

std::span<iovec> Output::gather(std::span<iovec> parts, bool& before_file) const noexcept {
    std::size_t count = 0;
    std::size_t text = text_sent_;
    std::uint64_t skipped = front_sent_;
    before_file = false;
    for (std::size_t i = front_; i < pieces_.size() && count + 2 <= parts.size(); ++i) {
        const Piece& piece = pieces_[i];
        if (piece.text_end > text)
            parts[count++] = part_of({text_.data() + text, piece.text_end - text});
        text = piece.text_end;
        before_file = std::holds_alternative<FileBody>(piece.body);
        if (before_file) return parts.first(count);
        parts[count++] = part_of(memory_of(piece.body).substr(skipped));
        skipped = 0;
    }
    const bool is_last = count + 2 <= parts.size();
    if (is_last && text < text_.size())
        parts[count++] = part_of({text_.data() + text, text_.size() - text});
    return parts.first(count);
}

std::expected<std::size_t, event::StreamError> Output::send_memory(event::Stream& stream) const {
    if (pieces_.empty()) {
        const iovec all = part_of({text_.data() + text_sent_, text_.size() - text_sent_});
        return stream.write_now({&all, 1});
    }
    std::array<iovec, most_parts> room;
    bool before_file = false;
    const std::span<iovec> parts = gather(room, before_file);
    // With `more` the head waits in the kernel for the file, and both share a packet.
    return stream.write_now(parts, before_file);
}

std::expected<std::size_t, event::StreamError> Output::send_file(event::Stream& stream,
                                                                 const FileBody& body) const {
    return stream.send_file_now(body.file->get(), body.offset + front_sent_,
                                body.length - front_sent_);
}

void Output::advance(std::uint64_t bytes) noexcept {
    sent_ += bytes;
    while (bytes > 0) {
        const bool has_piece = front_ < pieces_.size();
        const std::size_t text_end = has_piece ? pieces_[front_].text_end : text_.size();
        const auto of_text = std::min<std::uint64_t>(bytes, text_end - text_sent_);
        text_sent_ += of_text;
        bytes -= of_text;
        if (!has_piece) continue;

        const auto* file = std::get_if<FileBody>(&pieces_[front_].body);
        const std::uint64_t size =
            file != nullptr ? file->length : memory_of(pieces_[front_].body).size();
        const std::uint64_t of_body = std::min(bytes, size - front_sent_);
        front_sent_ += of_body;
        bodies_pending_ -= of_body;
        bytes -= of_body;
        if (front_sent_ < size) continue;
        ++front_;
        front_sent_ = 0;
    }
}

}  // namespace tined::http
