// An answer as a handler makes it; http/response_writer.hpp adds what the protocol asks for
// (Date, Server, Content-Length, Connection) and turns it into bytes.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/descriptor.hpp"
#include "event/generator.hpp"
#include "http/content_coding.hpp"
#include "http/field_block.hpp"

namespace tined::http {

/// A piece of a file, sent by sendfile(2). Shared, because the file cache keeps it open too.
struct FileBody {
    std::shared_ptr<const base::Descriptor> file;
    std::uint64_t offset = 0;
    std::uint64_t length = 0;
};

/// Bytes that outlive the answer: a constant answer, a cached file. Shared with who keeps them.
using SharedBody = std::shared_ptr<const std::string>;

/// Texts and pieces of files, one behind the other: several ranges of a file.
using PiecesBody = std::vector<std::variant<std::string, FileBody>>;

/// Pieces that are made while they are sent: how many bytes there will be nobody knows. The next is
/// asked for when the last is sent; an empty one is passed over. Whoever drops the answer destroys
/// the generator where it waits. Shared only because a Response can be copied: one copy is sent.
using StreamBody = std::shared_ptr<event::AsyncGenerator<std::string>>;

class Response {
public:
    using Content =
        std::variant<std::monostate, std::string, SharedBody, FileBody, PiecesBody, StreamBody>;

    Response() = default;
    explicit Response(int status) : status_(status) {}

    int status() const noexcept { return status_; }
    void set_status(int status) noexcept { status_ = status; }
    /// Empty: the status code's own phrase. Throws std::invalid_argument for what cannot stand in a
    /// status line.
    std::string_view reason() const noexcept {
        return reason_ ? std::string_view(*reason_) : std::string_view();
    }
    void set_reason(std::string reason);

    /// All throw std::invalid_argument for what http/field_block.hpp does not take: what a user
    /// writes is checked where it is read, so here it is a programming error, and costs one 500.
    void add(std::string_view name, std::string_view value);
    void set(std::string_view name, std::string_view value);  ///< replaces all of that name
    /// All of `ready`, in place of what is there of their names: see http/field_block.hpp.
    void set(const FieldBlock& ready) { own_fields().set(ready); }
    void remove(std::string_view name);
    bool has(std::string_view name) const noexcept { return fields().has(name); }
    const FieldBlock& fields() const noexcept { return shared_fields_ ? *shared_fields_ : fields_; }

    void set_body(std::string bytes) { body_ = std::move(bytes); }
    void set_body(SharedBody bytes) { body_ = std::move(bytes); }
    void set_body(FileBody piece) { body_ = std::move(piece); }
    void set_body(PiecesBody pieces) { body_ = std::move(pieces); }
    void set_body(StreamBody pieces) { body_ = std::move(pieces); }
    void clear_body() { body_ = std::monostate{}; }
    const Content& body() const noexcept { return body_; }
    /// Gives the body away, so that sending it needs no copy.
    Content take_body() noexcept { return std::exchange(body_, std::monostate{}); }
    /// Of a stream it is 0.
    std::uint64_t body_size() const noexcept;
    bool is_streamed() const noexcept { return std::holds_alternative<StreamBody>(body_); }

    /// Open unless somebody chooses.
    CodingChoice coding_choice() const noexcept { return coding_choice_; }
    void set_coding_choice(CodingChoice choice) noexcept { coding_choice_ = choice; }

    /// Makes copies cheap: fields and body are shared from now on, and a copy allocates nothing.
    /// For an answer that is made once, when the configuration is read, and given many times. A
    /// copy that is changed parts from the others.
    void share();

    /// The connection is closed after this answer.
    void close_after() noexcept { close_after_ = true; }
    bool closes() const noexcept { return close_after_; }

private:
    FieldBlock& own_fields();

    int status_ = 200;
    bool close_after_ = false;
    CodingChoice coding_choice_;
    std::shared_ptr<const std::string> reason_;  // mostly null, which moves quicker than a text;
                                                 // shared by copies
    FieldBlock fields_;
    std::shared_ptr<const FieldBlock> shared_fields_;  // shared by copies of a constant answer
    Content body_;
};

}  // namespace tined::http
