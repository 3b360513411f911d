// Compresses the bodies of answers for clients that accept it, and says so: Content-Encoding, Vary,
// a weak ETag. Where nobody has chosen (CodingChoice::open) it does what the settings say; never
// for a range, a file that is sent from the disk, `Cache-Control: no-transform`, what has a
// Content-Encoding already, or what is too small or too large.
//
// Bodies that are shared (constant answers, cached files) are compressed once, when a client first
// asks for that coding, and kept.
#pragma once

#include <cstddef>
#include <cstdint>
#include <list>
#include <memory>
#include <string>
#include <unordered_map>

#include "http/compression_settings.hpp"
#include "http/encoder.hpp"
#include "http/fields.hpp"
#include "http/response.hpp"

namespace tined::http {

/// One for each worker.
class Compressor {
public:
    /// What is larger is not compressed: it would keep the loop from everybody else for longer than
    /// some 20 ms.
    static constexpr std::size_t most_compressed = 512 * 1024;
    /// Bytes of all that is kept; the least recently used goes first.
    static constexpr std::size_t most_kept = 32 * 1024 * 1024;

    /// `settings` must outlive it.
    explicit Compressor(const CompressionSettings& settings,
                        std::size_t most_bytes_kept = most_kept) noexcept;

    /// `asked`: the fields of the request. The answer to HEAD is made as that to GET: it tells the
    /// same length.
    void apply(const Fields& asked, Response& response) {
        // An answer that is too small is the most frequent one: it costs a comparison or two.
        const CodingChoice choice = response.coding_choice();
        if (choice.state == CodingChoice::State::open && response.body_size() >= least_) {
            choose(asked, response);
        } else if (choice.state >= CodingChoice::State::chosen) {
            conclude(choice, response);
        }
    }

    std::size_t kept() const noexcept { return kept_; }

private:
    struct Key {
        const std::string* plain;
        ContentCoding coding;
        bool operator==(const Key&) const = default;
    };
    struct KeyHash {
        std::size_t operator()(const Key& key) const noexcept {
            return std::hash<const void*>()(key.plain) ^ static_cast<std::size_t>(key.coding);
        }
    };
    /// The weak pointer keeps the address of `plain` from being used again, so a Key stands for one
    /// body for as long as its entry is there.
    struct Entry {
        Key key;
        std::weak_ptr<const std::string> plain;
        SharedBody coded;
    };
    using Entries = std::list<Entry>;

    void choose(const Fields& asked, Response& response);
    void conclude(CodingChoice choice, Response& response);
    void encode(ContentCoding coding, Response& response);
    SharedBody coded(ContentCoding coding, const SharedBody& plain);
    void shrink();

    const CompressionSettings& settings_;
    std::uint64_t least_;  // of the bytes of a body that is open to compression
    std::size_t most_kept_;
    Encoder encoder_;
    Entries entries_;  // the most recently used first
    std::unordered_map<Key, Entries::iterator, KeyHash> index_;
    std::size_t kept_ = 0;  // bytes in entries_
};

/// Whether an answer with these fields is to stay as it is: it has a Content-Encoding, or says
/// `Cache-Control: no-transform`.
bool forbids_coding(const FieldBlock& fields) noexcept;

/// Makes the fields say what was chosen: that others are sent another coding (RFC 9110 §12.5.5),
/// and of a coding that is not identity its name. What is coded on the fly has a weak ETag and no
/// ranges. For who makes an answer that is given many times: it is `told` then.
void tell_coding(CodingChoice choice, Response& response);

/// Whether the compressor would ever touch such an answer: if not, an answer that is always the
/// same can be fixed.
bool can_be_compressed(const CompressionSettings& settings, const Response& response) noexcept;

}  // namespace tined::http
