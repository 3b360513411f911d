#include "http/workspace.hpp"

#include <algorithm>
#include <utility>

namespace tined::http {

namespace {

// Room for the largest head with some of its body behind it; large enough, in any case, that a body
// of 1 GiB does not come in crumbs.
std::size_t input_capacity(const Limits& limits) noexcept {
    constexpr std::size_t least = 64 * 1024;
    constexpr std::size_t for_body = 16 * 1024;
    return std::max(least, RequestParser::most_bytes(limits) + for_body);
}

}  // namespace

Workspace::Workspace(const Limits& limits, const std::string& spool_folder, QuickReaders& quick)
    : channel(input_capacity(limits), quick), parser(limits), body(limits, spool_folder, channel) {}

std::unique_ptr<Workspace> WorkspacePool::take(event::Stream& stream, bool& is_quick) {
    std::unique_ptr<Workspace> workspace;
    if (kept_.empty()) {
        kept_.reserve(most_kept);  // so that give_back() cannot throw
        workspace = std::make_unique<Workspace>(limits_, spool_folder_, quick_);
    } else {
        workspace = std::move(kept_.back());
        kept_.pop_back();
    }
    workspace->channel.attach(stream, is_quick);
    return workspace;
}

void WorkspacePool::give_back(std::unique_ptr<Workspace> workspace) noexcept {
    workspace->channel.detach();
    workspace->parser.reset();
    workspace->body.end();
    if (kept_.size() < most_kept) kept_.push_back(std::move(workspace));
}

}  // namespace tined::http
