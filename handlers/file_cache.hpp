// A worker's files: small ones in memory, of larger ones an open descriptor, each with what the
// head of its answer says. A file is compared with the disk at most once a second, so within that
// second an answer may be of the version before.
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <list>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/descriptor.hpp"
#include "handlers/content_types.hpp"
#include "handlers/folder.hpp"
#include "http/compression_settings.hpp"
#include "http/compressor.hpp"
#include "http/content_coding.hpp"
#include "http/field_block.hpp"
#include "http/response.hpp"

namespace tined::handlers {

/// The answer of a file, all of it, as somebody was given it who asked for nothing else: for the
/// next one, if his is to have the same fields around it (handlers/send_file.hpp).
struct WholeAnswer {
    const http::FieldBlock* around = nullptr;
    http::Response response;
};

/// One version of a file, ready to be sent.
struct ServedFile {
    std::string_view name = {};     ///< in its folder; good as long as this is
    std::string_view content_type;  ///< of the ContentTypes that the cache was given
    /// Strong. Of a file in memory its content's name; of a larger one its size and time, to the
    /// nanosecond: the same on every machine that has the file with its time.
    std::string etag;
    std::string last_modified;  ///< as an HTTP date
    std::chrono::sys_seconds modified;
    std::uint64_t size = 0;
    bool is_compressible = false;  ///< of a type and a size that are compressed
    http::FieldBlock fields;       ///< of its answer: type, validators, that it has ranges
    http::SharedBody bytes;        ///< small: all of it
    std::shared_ptr<const base::Descriptor> descriptor;  ///< larger; answers on their way share it
    /// By coding. Made when first asked for; const callers see no difference.
    mutable std::array<std::unique_ptr<const WholeAnswer>, http::coding_count> whole = {};
};

/// ServedFile::fields, out of its other members.
http::FieldBlock fields_of(const ServedFile& file);

class FileCache {
public:
    using Time = std::chrono::system_clock::time_point;

    struct Bounds {
        std::size_t in_memory = 64 * 1024;  ///< bytes of a file that is kept in memory
        /// The same, of a type that is compressed: to be compressed it has to be there.
        std::size_t compressible_in_memory = http::Compressor::most_compressed;
        std::size_t memory =
            32 * 1024 * 1024;           ///< bytes of all of them, and what they cost besides
        std::size_t descriptors = 256;  ///< larger files that are kept open, if there are as many
        std::uint64_t hashed = 8 * 1024 * 1024;   ///< bytes of a file whose content is hashed
        std::chrono::milliseconds trusted{1000};  ///< how long the disk is not asked again
    };

    /// Both must outlive the cache; folders that it is asked about too.
    FileCache(const ContentTypes& types, const http::CompressionSettings& compression) noexcept
        : FileCache(types, compression, Bounds{}) {}
    FileCache(const ContentTypes& types, const http::CompressionSettings& compression,
              const Bounds& bounds) noexcept
        : types_(types), compression_(compression), bounds_(bounds) {}
    FileCache(const FileCache&) = delete;
    FileCache& operator=(const FileCache&) = delete;

    /// The file, good until the next call. `now` is the caller's clock, which needs to be right to
    /// the second only. Opens and reads files: on a slow disk this waits.
    std::expected<const ServedFile*, FileError> find(const Folder& folder, std::string_view name,
                                                     Time now);

    /// What names the content in `?v=`: 16 characters, which change when the content does. Of a
    /// file larger than Bounds::hashed they are made of its size and time, for to read all of it
    /// would stop the worker for too long.
    std::expected<std::string, FileError> version(const Folder& folder, std::string_view name,
                                                  Time now);

    /// The codings that a file has beside itself, best first: NAME.zst, NAME.br, NAME.gz, none of
    /// them older than the file. Good until the next call; the disk is asked as find() asks it.
    std::expected<std::span<const http::ContentCoding>, FileError> precompressed(
        const Folder& folder, std::string_view name, Time now);

    /// What is compressed of all that is served.
    const http::CompressionSettings& compression() const noexcept { return compression_; }

    /// How many files are kept, and how many of them open.
    std::size_t size() const noexcept { return index_.size(); }
    std::size_t open_files() const noexcept { return large_.size(); }

private:
    struct Key {
        int folder;
        std::string_view name;  // of the entry itself
        bool operator==(const Key&) const = default;
    };
    struct KeyHash {
        std::size_t operator()(const Key& key) const noexcept {
            return std::hash<std::string_view>()(key.name) ^ static_cast<std::size_t>(key.folder);
        }
    };
    struct Entry {
        int folder;
        std::string name;
        FileFacts facts;
        ServedFile file;
        std::string version;      // made when it is asked for
        Time checked;             // when the disk was last asked
        bool is_settled = false;  // the file was not just being written when it was read
        std::vector<http::ContentCoding> precompressed = {};
        Time precompressed_checked = {};  // never, at first
    };
    using Entries = std::list<Entry>;

    std::expected<Entry*, FileError> find_entry(const Folder& folder, std::string_view name,
                                                Time now);
    bool is_trusted(Time checked, Time now) const noexcept;
    static std::vector<http::ContentCoding> look_beside(const Folder& folder, const Entry& entry);
    std::expected<Entry, FileError> load(const Folder& folder, std::string_view name,
                                         Time now) const;
    void load_large(OpenFile opened, Entry& entry) const;
    std::expected<std::string, FileError> make_version(const Entry& entry) const;
    Entry& keep(Entry entry);
    void drop(Entries::iterator entry);
    void shrink();
    Entries& list_of(const Entry& entry) noexcept;

    const ContentTypes& types_;
    const http::CompressionSettings& compression_;
    Bounds bounds_;
    // The most recently used first. They are apart, so that many large files drive out no small
    // ones.
    Entries small_;
    Entries large_;
    std::unordered_map<Key, Entries::iterator, KeyHash> index_;
    std::size_t memory_ = 0;  // what small_ costs
};

}  // namespace tined::handlers
