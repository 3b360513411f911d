#include "handlers/body_bytes.hpp"

#include <unistd.h>

#include <cerrno>
#include <variant>

#include "event/run.hpp"

namespace tined::handlers {

namespace {

event::Task<std::string> beginning_of(event::AsyncGenerator<std::string>& pieces) {
    std::string all;
    while (all.size() < most_of_stream) {
        const auto piece = co_await pieces.next();
        if (!piece) break;
        all += *piece;
    }
    co_return all;
}

struct BytesOf {
    event::Loop& loop;

    std::string operator()(std::monostate) const { return {}; }
    std::string operator()(const std::string& bytes) const { return bytes; }
    std::string operator()(const http::SharedBody& bytes) const { return bytes ? *bytes : ""; }
    std::string operator()(const http::StreamBody& pieces) const {
        return event::run(loop, beginning_of(*pieces));
    }
    std::string operator()(const http::PiecesBody& pieces) const {
        std::string all;
        for (const auto& piece : pieces) all += std::visit(*this, piece);
        return all;
    }
    std::string operator()(const http::FileBody& file) const {
        std::string bytes(file.length, '\0');
        std::size_t done = 0;
        while (done < bytes.size()) {
            const auto got = ::pread(file.file->get(), bytes.data() + done, bytes.size() - done,
                                     static_cast<off_t>(file.offset + done));
            if (got < 0 && errno == EINTR) continue;
            if (got <= 0) break;
            done += static_cast<std::size_t>(got);
        }
        bytes.resize(done);
        return bytes;
    }
};

}  // namespace

std::string body_bytes(const http::Response& response, event::Loop& loop) {
    return std::visit(BytesOf{loop}, response.body());
}

}  // namespace tined::handlers
