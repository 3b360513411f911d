#include "daemon/debug/program_file.hpp"

#include <elf.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdint>
#include <cstring>

#include "base/descriptor.hpp"

namespace tined::daemon {
namespace {

bool is_being_written(int file) {
    // A writer who comes while the lease is held breaks it, by a signal that ends nobody.
    if (::fcntl(file, F_SETSIG, SIGURG) != 0) return false;
    if (::fcntl(file, F_SETLEASE, F_RDLCK) != 0) return errno == EAGAIN;
    ::fcntl(file, F_SETLEASE, F_UNLCK);
    return false;
}

// Of the parts the tables of sections is what linkers write behind all others.
bool has_all_parts(int file, std::uint64_t size) {
    Elf64_Ehdr head;
    if (::pread(file, &head, sizeof head, 0) != sizeof head) return false;
    if (std::memcmp(head.e_ident, ELFMAG, SELFMAG) != 0) return false;
    if (head.e_ident[EI_CLASS] != ELFCLASS64) return true;  // the kernel knows it better
    const auto end_of = [](std::uint64_t begin, std::uint64_t count, std::uint64_t each) {
        return begin + count * each;
    };
    if (head.e_phnum == 0) return false;
    if (end_of(head.e_shoff, head.e_shnum, head.e_shentsize) > size) return false;
    for (unsigned i = 0; i < head.e_phnum; ++i) {
        Elf64_Phdr part;
        const auto place = end_of(head.e_phoff, i, head.e_phentsize);
        if (::pread(file, &part, sizeof part, static_cast<off_t>(place)) != sizeof part)
            return false;
        if (part.p_offset > size || part.p_filesz > size - part.p_offset) return false;
    }
    return true;
}

}  // namespace

bool is_whole_program(const std::filesystem::path& file) {
    const auto opened = base::open_read(file.native());
    struct stat status = {};
    if (!opened || ::fstat(opened->get(), &status) != 0 || !S_ISREG(status.st_mode)) return false;
    return ::access(file.c_str(), X_OK) == 0 && !is_being_written(opened->get()) &&
           has_all_parts(opened->get(), static_cast<std::uint64_t>(status.st_size));
}

}  // namespace tined::daemon
