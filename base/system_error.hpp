// What the operating system answered when it refused: the errno, and what it was about.
#pragma once

#include <string>
#include <string_view>
#include <utility>

namespace tined::base {

class SystemError {
public:
    /// `about` names the call and its object, as a person would say it: "open /etc/tined.yaml".
    SystemError(int code, std::string about) : code_(code), about_(std::move(about)) {}

    /// Takes errno as it is now, before it builds the text: "about object". Views, because to build
    /// a string on the way here might allocate, and that may overwrite errno.
    static SystemError from_errno(std::string_view about, std::string_view object = {});

    /// The errno, for those who decide by it (ENOENT is a 404, EMFILE is not).
    int code() const noexcept { return code_; }
    const std::string& about() const noexcept { return about_; }
    /// "open /etc/tined.yaml: Permission denied"
    std::string what() const;

    bool operator==(const SystemError&) const = default;

private:
    int code_;
    std::string about_;
};

}  // namespace tined::base
