// Where a collected body goes when it has outgrown memory: a file without a name, in the folder
// that `spool` names, gone with its descriptor whatever happens to the process.
#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>

#include "base/descriptor.hpp"
#include "base/system_error.hpp"

namespace tined::http {

class SpoolFile {
public:
    /// By O_TMPFILE, or where the file system does not know it by make_and_unlink().
    static std::expected<SpoolFile, base::SystemError> make(const std::string& folder);
    /// By mkostemp(3) and unlink(2): for a moment the file has a name.
    static std::expected<SpoolFile, base::SystemError> make_and_unlink(const std::string& folder);

    SpoolFile(SpoolFile&& other) noexcept;
    SpoolFile& operator=(SpoolFile&& other) noexcept;
    ~SpoolFile();

    std::expected<void, base::SystemError> append(std::string_view bytes);

    /// Maps what was appended, read-only; good as long as this. Nothing may be appended after.
    /// An empty file is an empty view.
    std::expected<std::string_view, base::SystemError> map();

    std::uint64_t size() const noexcept { return size_; }

private:
    explicit SpoolFile(base::Descriptor file) noexcept : file_(std::move(file)) {}
    void unmap() noexcept;

    base::Descriptor file_;
    std::uint64_t size_ = 0;
    void* mapped_ = nullptr;
};

}  // namespace tined::http
