// Counts the words of a text that is sent, and those that are longer than the route's `with` says.
#include <tined/tined.hpp>

#include <cstdint>
#include <sstream>
#include <string>
#include <utility>

namespace {

struct Counted {
    std::int64_t words = 0;
    std::int64_t longer = 0;

    static constexpr auto fields = tined::fields(tined::field("words", &Counted::words),
                                                 tined::field("longer", &Counted::longer));
};

Counted count(const std::string& text, std::size_t longest) {
    Counted counted;
    std::istringstream in(text);
    for (std::string word; in >> word;) {
        ++counted.words;
        if (word.size() > longest) ++counted.longer;
    }
    return counted;
}

tined::Task<tined::Response> answer(tined::Request request) {
    const auto longest = request.setting<std::size_t>("longest");
    std::string text = co_await request.text();
    // A long text takes its time: other requests of this worker go on meanwhile. The function owns
    // the text: it goes on though the client has gone, and this coroutine with it.
    auto work = [text = std::move(text), longest] { return count(text, longest); };
    const Counted counted = co_await tined::in_executor(std::move(work));
    co_return tined::Response::json(counted);
}

}  // namespace

TINED_MODULE(tined::Registry& registry) {
    registry.add("words.count", answer, {tined::option("longest", 8)});
}
