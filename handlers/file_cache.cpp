#include "handlers/file_cache.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <iterator>
#include <utility>

#include "crypto/digest.hpp"
#include "http/date.hpp"

namespace tined::handlers {
namespace {

using std::chrono::duration_cast;
using std::chrono::nanoseconds;

// Two writes within one tick of the file system's clock leave the same time. A file that was
// changed so shortly before it was read is read again, even if its time says that it is the same.
constexpr nanoseconds settling = std::chrono::milliseconds(100);

std::chrono::sys_seconds seconds_of(std::int64_t time) {
    return std::chrono::floor<std::chrono::seconds>(
        std::chrono::sys_time<nanoseconds>(nanoseconds(time)));
}

bool is_settled(const FileFacts& facts, FileCache::Time now) {
    const auto age =
        duration_cast<nanoseconds>(now.time_since_epoch()) - nanoseconds(facts.modified);
    return age > settling;
}

std::string name_by_time(const FileFacts& facts) {
    return fmt::format("{:x}-{:x}", facts.modified, facts.size);
}

// What an entry costs besides its bytes: the nodes of the list and the index, texts, the head of
// its answer. About.
constexpr std::size_t overhead = 1024;

FileError read_error(const base::SystemError& error) {
    return {FileError::Kind::unavailable, error.what()};
}

}  // namespace

http::FieldBlock fields_of(const ServedFile& file) {
    http::FieldBlock fields("Content-Type", file.content_type);
    fields.add("ETag", file.etag);
    fields.add("Last-Modified", file.last_modified);
    fields.add("Accept-Ranges", "bytes");
    return fields;
}

std::expected<const ServedFile*, FileError> FileCache::find(const Folder& folder,
                                                            std::string_view name, Time now) {
    const auto entry = find_entry(folder, name, now);
    if (!entry) return std::unexpected(entry.error());
    return &(*entry)->file;
}

std::expected<FileCache::Entry*, FileError> FileCache::find_entry(const Folder& folder,
                                                                  std::string_view name, Time now) {
    const auto found = index_.find(Key{folder.number(), name});
    const bool is_known = found != index_.end();
    if (is_known) {
        Entries& list = list_of(*found->second);
        list.splice(list.begin(), list, found->second);
    }
    if (is_known && is_trusted(found->second->checked, now)) return &*found->second;

    if (is_known && found->second->is_settled) {
        const auto facts = folder.look(name);
        if (facts && *facts == found->second->facts) {
            found->second->checked = now;
            return &*found->second;
        }
    }
    if (is_known) drop(found->second);
    auto entry = load(folder, name, now);
    if (!entry && entry.error().kind == FileError::Kind::unavailable && !large_.empty()) {
        drop(std::prev(large_.end()));  // perhaps it is descriptors that are short
        entry = load(folder, name, now);
    }
    if (!entry) return std::unexpected(std::move(entry.error()));
    return &keep(std::move(*entry));
}

std::expected<FileCache::Entry, FileError> FileCache::load(const Folder& folder,
                                                           std::string_view name, Time now) const {
    auto opened = folder.open_file(name);
    if (!opened) return std::unexpected(std::move(opened.error()));
    const FileFacts& facts = opened->facts;
    Entry entry{.folder = folder.number(),
                .name = std::string(name),
                .facts = facts,
                .file = {},
                .version = {},
                .checked = now,
                .is_settled = is_settled(facts, now)};
    ServedFile& file = entry.file;
    file.content_type = types_.of(name);
    // RFC 9110 §8.8.2.1: never later than the answer's Date.
    file.modified =
        std::min(seconds_of(facts.modified), std::chrono::floor<std::chrono::seconds>(now));
    file.last_modified = http::write_date(file.modified);
    file.size = facts.size;
    const bool is_covered = compression_.covers(file.content_type);
    const std::size_t most = is_covered ? bounds_.compressible_in_memory : bounds_.in_memory;
    if (facts.size > most) {
        load_large(std::move(*opened), entry);
        return entry;
    }
    auto bytes = base::read_whole(opened->descriptor.get(), most);
    if (!bytes && bytes.error().code() == EFBIG) {  // it has just grown
        load_large(std::move(*opened), entry);
        return entry;
    }
    if (!bytes) return std::unexpected(read_error(bytes.error()));
    entry.version = crypto::short_name(crypto::sha256(*bytes));
    file.etag = '"' + entry.version + '"';
    file.size = bytes->size();  // it may have been cut or grown since it was looked at
    file.is_compressible = is_covered && file.size >= compression_.minimum;
    file.bytes = std::make_shared<const std::string>(std::move(*bytes));
    file.fields = fields_of(file);
    return entry;
}

void FileCache::load_large(OpenFile opened, Entry& entry) const {
    entry.file.etag = '"' + name_by_time(opened.facts) + '"';
    entry.file.descriptor = std::make_shared<const base::Descriptor>(std::move(opened.descriptor));
    entry.file.fields = fields_of(entry.file);
}

// A clock that was set back makes what was checked "later" due again.
bool FileCache::is_trusted(Time checked, Time now) const noexcept {
    return now >= checked && now - checked < bounds_.trusted;
}

std::expected<std::span<const http::ContentCoding>, FileError> FileCache::precompressed(
    const Folder& folder, std::string_view name, Time now) {
    const auto entry = find_entry(folder, name, now);
    if (!entry) return std::unexpected(entry.error());
    if (!is_trusted((*entry)->precompressed_checked, now)) {
        (*entry)->precompressed = look_beside(folder, **entry);
        (*entry)->precompressed_checked = now;
    }
    return std::span<const http::ContentCoding>((*entry)->precompressed);
}

std::vector<http::ContentCoding> FileCache::look_beside(const Folder& folder, const Entry& entry) {
    std::vector<http::ContentCoding> found;
    for (const http::ContentCoding coding : http::all_codings) {
        const auto facts = folder.look(entry.name + std::string(http::file_ending_of(coding)));
        // One that is older was made of a file that is no more.
        const bool is_right = facts && !facts->is_folder && facts->modified >= entry.facts.modified;
        if (is_right) found.push_back(coding);
    }
    return found;
}

std::expected<std::string, FileError> FileCache::version(const Folder& folder,
                                                         std::string_view name, Time now) {
    const auto entry = find_entry(folder, name, now);
    if (!entry) return std::unexpected(entry.error());
    if ((*entry)->version.empty()) {
        auto made = make_version(**entry);
        if (!made) return made;
        (*entry)->version = std::move(*made);
    }
    return (*entry)->version;
}

std::expected<std::string, FileError> FileCache::make_version(const Entry& entry) const {
    if (entry.file.size > bounds_.hashed) {
        return crypto::short_name(crypto::sha256(name_by_time(entry.facts)));
    }
    // sendfile() is given its offset, so the descriptor's own is nobody else's.
    const int descriptor = entry.file.descriptor->get();
    if (::lseek(descriptor, 0, SEEK_SET) != 0) {
        return std::unexpected(read_error(base::SystemError::from_errno("seek in", entry.name)));
    }
    const auto bytes = base::read_whole(descriptor, bounds_.hashed);
    if (!bytes) return std::unexpected(read_error(bytes.error()));
    return crypto::short_name(crypto::sha256(*bytes));
}

FileCache::Entries& FileCache::list_of(const Entry& entry) noexcept {
    return entry.file.bytes ? small_ : large_;
}

FileCache::Entry& FileCache::keep(Entry entry) {
    Entries& list = list_of(entry);
    list.push_front(std::move(entry));
    Entry& kept = list.front();
    kept.file.name = kept.name;
    index_.emplace(Key{kept.folder, kept.name}, list.begin());
    if (kept.file.bytes) memory_ += kept.file.bytes->size() + overhead;
    shrink();
    return kept;
}

void FileCache::drop(Entries::iterator entry) {
    if (entry->file.bytes) memory_ -= entry->file.bytes->size() + overhead;
    index_.erase(Key{entry->folder, entry->name});
    list_of(*entry).erase(entry);
}

// The newest stays in any case: somebody is about to send it.
void FileCache::shrink() {
    while (memory_ > bounds_.memory && small_.size() > 1) drop(std::prev(small_.end()));
    while (large_.size() > bounds_.descriptors && large_.size() > 1) {
        drop(std::prev(large_.end()));
    }
}

}  // namespace tined::handlers
