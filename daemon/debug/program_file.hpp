// Whether a program's file is all there: a linker that writes it takes its time.
#pragma once

#include <filesystem>

namespace tined::daemon {

/// An ELF file, with all of the parts that its head names (elf(5)), which this process may execute
/// and which nobody has open for writing. The last only the file's owner is told (fcntl(2),
/// F_SETLEASE); for others it is taken for granted.
bool is_whole_program(const std::filesystem::path& file);

}  // namespace tined::daemon
