// Words for the addresses of a stack: the master, of which the crashed worker was a copy, has the
// same code at the same addresses.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "base/loaded_code.hpp"

namespace tined::daemon {

/// "innermost < caller < its caller < ...": functions without their parameters, or where no name is
/// known MODULE+0xOFFSET, as addr2line(1) takes it. The first address is of an instruction, the
/// others are return addresses. Bounded: what is deeper than 24 frames is told as "< ...".
/// Addresses in `code` are of modules, which the dead worker alone had; null: there are none.
std::string name_stack(std::span<const std::uint64_t> addresses,
                       const base::LoadedCode* code = nullptr);

/// "a::b(int)::c(x) const [clone .actor]" is "a::b(int)::c"; what has no parameters stays.
std::string without_parameters(std::string name);

}  // namespace tined::daemon
