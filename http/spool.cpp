#include "http/spool.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cassert>
#include <cerrno>
#include <cstdlib>
#include <utility>

namespace tined::http {

std::expected<SpoolFile, base::SystemError> SpoolFile::make(const std::string& folder) {
    base::Descriptor file(::open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600));
    if (file) return SpoolFile(std::move(file));
    // A file system without O_TMPFILE says EOPNOTSUPP; one that does not know the flag opens the
    // folder itself for writing, and says EISDIR.
    if (errno == EOPNOTSUPP || errno == EISDIR) return make_and_unlink(folder);
    return std::unexpected(base::SystemError::from_errno("make a file in", folder));
}

std::expected<SpoolFile, base::SystemError> SpoolFile::make_and_unlink(const std::string& folder) {
    std::string name = folder + "/tined-body-XXXXXX";
    base::Descriptor file(::mkostemp(name.data(), O_CLOEXEC));
    if (!file || ::unlink(name.c_str()) != 0)
        return std::unexpected(base::SystemError::from_errno("make a file in", folder));
    return SpoolFile(std::move(file));
}

SpoolFile::SpoolFile(SpoolFile&& other) noexcept
    : file_(std::move(other.file_)),
      size_(std::exchange(other.size_, 0)),
      mapped_(std::exchange(other.mapped_, nullptr)) {}

SpoolFile& SpoolFile::operator=(SpoolFile&& other) noexcept {
    if (this == &other) return *this;
    unmap();
    file_ = std::move(other.file_);
    size_ = std::exchange(other.size_, 0);
    mapped_ = std::exchange(other.mapped_, nullptr);
    return *this;
}

SpoolFile::~SpoolFile() { unmap(); }

std::expected<void, base::SystemError> SpoolFile::append(std::string_view bytes) {
    assert(mapped_ == nullptr);
    auto written = base::write_whole(file_.get(), bytes);
    if (written) size_ += bytes.size();
    return written;
}

std::expected<std::string_view, base::SystemError> SpoolFile::map() {
    if (size_ == 0) return std::string_view();
    if (mapped_ == nullptr) {
        // Shared: the pages are the file's own, and may be dropped when memory is short.
        void* const at = ::mmap(nullptr, size_, PROT_READ, MAP_SHARED, file_.get(), 0);
        if (at == MAP_FAILED) return std::unexpected(base::SystemError::from_errno("map a body"));
        mapped_ = at;
    }
    return std::string_view(static_cast<const char*>(mapped_), size_);
}

void SpoolFile::unmap() noexcept {
    if (mapped_ != nullptr) ::munmap(mapped_, size_);
    mapped_ = nullptr;
}

}  // namespace tined::http
