// Instructions that decide which is next, and those that say where output goes and how.
#include "template/run.hpp"

namespace tined::templates {

using value::Value;

bool Run::do_no_operation(const Instruction&) { return true; }

bool Run::do_jump(const Instruction& instruction) {
    frame_->jump(instruction.operand);
    return true;
}

bool Run::do_jump_if_false(const Instruction& instruction) {
    const Value condition = pop();
    bool truth = false;
    if (!is_truth(condition, truth)) return false;
    if (!truth) frame_->jump(instruction.operand);
    return true;
}

bool Run::do_jump_unless_local(const Instruction& instruction) {
    const Instruction& jump = *frame_->next++;
    bool truth = false;
    if (!is_truth(slot(instruction.operand), truth)) return false;
    if (!truth) frame_->jump(jump.operand);
    return true;
}

bool Run::do_jump_if_false_or_pop(const Instruction& instruction) {
    bool truth = false;
    if (!is_truth(top(), truth)) return false;
    if (!truth) {
        frame_->jump(instruction.operand);
    } else {
        stack_.pop();
    }
    return true;
}

bool Run::do_jump_if_true_or_pop(const Instruction& instruction) {
    bool truth = false;
    if (!is_truth(top(), truth)) return false;
    if (truth) {
        frame_->jump(instruction.operand);
    } else {
        stack_.pop();
    }
    return true;
}

bool Run::do_jump_unless_missing(const Instruction& instruction) {
    const std::int64_t given = slot(frame_->code.given_slot).as_integer();
    if ((given >> instruction.count & 1) != 0) frame_->jump(instruction.operand);
    return true;
}

bool Run::do_capture_begin(const Instruction&) {
    begin_capture();
    return true;
}

bool Run::do_capture_end(const Instruction&) { return push_result(captured_text()); }

// A text that is for a place of its own (a header, a URL) stays escaped for that place.
bool Run::do_escape_begin(const Instruction&) {
    const bool is_on = pop().truth();
    workspace_->outer_escapers.push_back(escaper_);
    if (escaper_ == plain_ || escaper_ == html_) {
        escaper_ = is_on ? html_ : plain_;
    }
    return true;
}

bool Run::do_escape_end(const Instruction&) {
    escaper_ = workspace_->outer_escapers.back();
    workspace_->outer_escapers.pop_back();
    return true;
}

}  // namespace tined::templates
