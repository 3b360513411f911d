#include "template/fuse.hpp"

#include <cstddef>
#include <cstdint>

namespace tined::templates {

namespace {

template <typename Is>
Op fused_load(const Is& is, std::size_t at) {
    if (is(at + 1, Op::print)) return Op::print_local;
    if (is(at + 1, Op::jump_if_false)) return Op::jump_unless_local;
    if (!is(at + 1, Op::member)) return Op::load_local;
    if (is(at + 2, Op::print)) return Op::print_local_member;
    if (is(at + 2, Op::jump_if_false)) return Op::jump_unless_local_member;
    return Op::load_local_member;
}

}  // namespace

void fuse(std::vector<Instruction>& instructions) {
    const auto is = [&](std::size_t at, Op op) {
        return at < instructions.size() && instructions[at].op == op;
    };
    for (std::size_t at = 0; at < instructions.size(); ++at) {
        if (is(at, Op::loop_next)) {
            std::size_t store = at + 1;
            while (is(store, Op::no_operation)) ++store;  // `loop` would have begun there
            const std::size_t passed_over = store - at;
            if (!is(store, Op::store_local) || passed_over > UINT8_MAX) continue;
            instructions[at].op = Op::loop_next_local;
            instructions[at].flag = static_cast<std::uint8_t>(passed_over);
        } else if (is(at, Op::jump) && is(instructions[at].operand, Op::loop_next_local)) {
            instructions[at].op = Op::loop_again;  // it jumps back: that one is fused already
        } else if (is(at, Op::call) && is(at + 1, Op::print)) {
            instructions[at].flag = 1;
        } else if (is(at, Op::load_name) && is(at + 1, Op::print)) {
            instructions[at].op = Op::print_name;
        } else if (is(at, Op::load_local)) {
            instructions[at].op = fused_load(is, at);
        }
    }
}

}  // namespace tined::templates
