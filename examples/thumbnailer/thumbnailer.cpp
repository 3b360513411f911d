// Makes pictures smaller, which takes longer than a loop may stand still: threads do it, while the
// worker answers others. `curl --data-binary @large.ppm 'localhost:4000/?width=200' > small.ppm`
#include <cstdlib>
#include <string>
#include <tined/tined.hpp>
#include <utility>

#include "picture.hpp"

tined::Task<tined::Response> shrink(tined::Request request) {
    const auto width = request.argument<std::size_t>("width", 128);
    const std::string_view body = co_await request.body();
    // A thread owns what it works on: it goes on when the client has gone.
    const auto work = [bytes = std::string(body), width]() -> std::optional<std::string> {
        const auto picture = read_picture(bytes);
        if (!picture) return std::nullopt;
        return write_picture(made_smaller(*picture, width));
    };
    std::optional<std::string> small = co_await tined::in_executor(work);
    if (!small) throw tined::HttpError(415, "A Binary PPM Is Wanted");
    co_return tined::Response::bytes(std::move(*small), "image/x-portable-pixmap");
}

int main(int count, char** words) {
    tined::App app;
    app.post("/", shrink);
    tined::Value limits = tined::value::Map{{"body_size", "200MiB"}};
    app.set("limits", limits);
    return tined::run("localhost", count > 1 ? std::atoi(words[1]) : 4000, app);
}
