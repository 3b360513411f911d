// What a connection needs only while it is busy: buffers, parser, the request, its body. An idle
// connection has none; one that is answered at once takes the last that was given back, which is
// warm, so in the steady state a worker has one.
#pragma once

#include <coroutine>
#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "event/task.hpp"
#include "http/body_reader.hpp"
#include "http/channel.hpp"
#include "http/limits.hpp"
#include "http/request.hpp"
#include "http/request_parser.hpp"

namespace tined::http {

struct Workspace {
    /// All must outlive it.
    Workspace(const Limits& limits, const std::string& spool_folder, QuickReaders& quick);
    Workspace(const Workspace&) = delete;
    Workspace& operator=(const Workspace&) = delete;

    Channel channel;
    RequestParser parser;
    RequestParts parts;
    BodyReader body;
    /// The coroutine that waits for a handler to end, if it does.
    std::coroutine_handle<> awaiting_handler;
    /// The handler has had its time; its request is answered without it.
    bool is_given_up = false;
};

/// Gives them out and keeps some of those that come back.
class WorkspacePool {
public:
    static constexpr std::size_t most_kept = 16;

    WorkspacePool(const Limits& limits, const std::string& spool_folder) noexcept
        : limits_(limits), spool_folder_(spool_folder) {}

    /// As new, and its channel attached.
    std::unique_ptr<Workspace> take(event::Stream& stream, bool& is_quick);
    void give_back(std::unique_ptr<Workspace> workspace) noexcept;

private:
    const Limits& limits_;
    const std::string& spool_folder_;
    QuickReaders quick_;
    std::vector<std::unique_ptr<Workspace>> kept_;
};

}  // namespace tined::http
