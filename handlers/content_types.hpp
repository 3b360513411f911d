// The media type of a file, by its name's extension: what the system's mime.types says, and a list
// of tined's own for what that does not have.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace tined::handlers {

/// Read once, before the fork; const from then on.
class ContentTypes {
public:
    /// tined's own list only.
    ContentTypes();

    /// Reads `path`, a mime.types as Apache has it: a type and its extensions on each line, `#` for
    /// comments. Where one extension stands on several lines the first holds. A file that is not
    /// there is an empty one: the media-types package is not everywhere.
    static ContentTypes read(const std::string& path = "/etc/mime.types");

    /// "application/octet-stream" for what nobody knows. Good as long as this is. There is no
    /// charset: that of a file is the file's business, and browsers find it there.
    std::string_view of(std::string_view file_name) const noexcept;

private:
    struct Hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const noexcept {
            return std::hash<std::string_view>()(text);
        }
    };
    void add_lines(std::string_view text);
    void add_own();

    std::unordered_map<std::string, std::string, Hash, std::equal_to<>> by_extension_;
};

}  // namespace tined::handlers
