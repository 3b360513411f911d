// The last step of compiling: instructions that often follow each other are done in one, which
// spares the stack and the copies of values between them.
// Nothing moves: a fused instruction takes the place of the first, and when it has done the work of
// all it passes over the others, which are still there. So jumps into the middle go where they
// went, and for what is not as it mostly is (a value that is no map, a member that is missing) it
// does the first one's work only, and the others do theirs, with their own places in errors.
#pragma once

#include <vector>

#include "template/program.hpp"

namespace tined::templates {

void fuse(std::vector<Instruction>& instructions);

}  // namespace tined::templates
