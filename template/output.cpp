#include "template/output.hpp"

#include <algorithm>

namespace tined::templates {
namespace {

constexpr std::size_t first_size = 512;

// Bytes that are about to be written anyway are not set to anything.
void lengthen(std::string& text, std::size_t size) {
    text.resize_and_overwrite(size, [size](char*, std::size_t /*at_least*/) { return size; });
}

}  // namespace

void Output::open(std::string& text, std::size_t most) {
    settle();
    text_ = &text;
    most_ = most;
    const std::size_t written = text.size();
    lengthen(text, text.capacity());
    use_memory(written);
}

void Output::settle() {
    if (text_ == nullptr) return;
    text_->resize(static_cast<std::size_t>(at_ - text_->data()));
    text_ = nullptr;
    at_ = end_ = nullptr;
}

bool Output::grow(std::size_t size) {
    if (text_ == nullptr) return false;
    const auto written = static_cast<std::size_t>(at_ - text_->data());
    if (written > most_ || size > most_ - written) return false;
    const std::size_t least = written + size + block;
    lengthen(*text_, std::max({least, std::min(2 * text_->size(), most_ + block), first_size}));
    use_memory(written);
    return true;
}

void Output::use_memory(std::size_t written) {
    const std::size_t all = text_->size();
    const std::size_t usable = std::min(all - std::min(all, block), most_);
    at_ = text_->data() + written;
    end_ = text_->data() + std::max(usable, written);
}

}  // namespace tined::templates
