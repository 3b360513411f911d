#include "base/log.hpp"

#include <unistd.h>

#include <boost/test/unit_test.hpp>
#include <string>
#include <vector>

#include "base/descriptor.hpp"

using namespace tined;

namespace {

class Lines : public log::Sink {
public:
    void write(log::Level level, std::string_view line) noexcept override {
        lines.emplace_back(line);
        last = level;
    }
    bool takes(log::Level level) const noexcept override { return level >= log::Level::info; }

    std::vector<std::string> lines;
    log::Level last = log::Level::debug;
};

// The log's sink for as long as it lives: no case may leave its own behind.
struct Listening {
    explicit Listening(log::Sink& sink) { log::set_sink(&sink); }
    Listening(const Listening&) = delete;
    Listening& operator=(const Listening&) = delete;
    ~Listening() { log::set_sink(nullptr); }
};

struct Unprintable {};

}  // namespace

template <>
struct fmt::formatter<Unprintable> : fmt::formatter<std::string_view> {
    template <typename Context>
    auto format(const Unprintable&, Context& context) const -> decltype(context.out()) {
        BOOST_ERROR("a line that nobody takes was made");
        return context.out();
    }
};

BOOST_AUTO_TEST_CASE(a_line_reaches_the_sink_with_its_level) {
    Lines sink;
    const Listening listening(sink);
    log::warn("slot {}: {}", 3, "gone");
    BOOST_TEST(sink.lines == std::vector<std::string>{"slot 3: gone"});
    BOOST_TEST((sink.last == log::Level::warning));
}

BOOST_AUTO_TEST_CASE(a_line_that_the_sink_does_not_take_is_not_even_made) {
    Lines sink;
    const Listening listening(sink);
    BOOST_TEST(!log::takes(log::Level::debug));
    log::debug("{}", Unprintable{});
    BOOST_TEST(sink.lines.empty());
}

BOOST_AUTO_TEST_CASE(without_a_sink_lines_go_to_standard_error_whole) {
    auto pipe = base::make_pipe();
    BOOST_TEST_REQUIRE(pipe.has_value());
    const base::Descriptor kept(::dup(STDERR_FILENO));
    ::dup2(pipe->writer.get(), STDERR_FILENO);
    log::error("cannot {}", "go on");
    ::dup2(kept.get(), STDERR_FILENO);
    pipe->writer.reset();
    BOOST_TEST(base::read_whole(pipe->reader.get(), 100).value() == "cannot go on\n");
}
