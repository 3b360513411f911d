#include "config/yaml.hpp"

#include <fmt/format.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <istream>
#include <streambuf>
#include <utility>
#include <vector>

#include "base/text.hpp"
#include "base/utf8.hpp"
#include "config/source.hpp"
#include "config/tree_builder.hpp"
#include "config/yaml_failure.hpp"

namespace tined::config {

namespace {

/// yaml-cpp's events as the builder takes them.
class Events final : public YAML::EventHandler {
public:
    explicit Events(TreeBuilder& builder) : builder_(builder) {}

    void OnDocumentStart(const YAML::Mark&) override {}
    void OnDocumentEnd() override {}
    void OnNull(const YAML::Mark& mark, YAML::anchor_t) override { builder_.null(at(mark)); }
    void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override { builder_.alias(at(mark)); }
    void OnScalar(const YAML::Mark& mark, const std::string&, YAML::anchor_t,
                  const std::string& text) override {
        builder_.scalar(at(mark), text);
    }
    void OnSequenceStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t,
                         YAML::EmitterStyle::value style) override {
        builder_.begin(NodeKind::sequence, at(mark), style == YAML::EmitterStyle::Flow);
    }
    void OnSequenceEnd() override { builder_.end(); }
    void OnMapStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t,
                    YAML::EmitterStyle::value style) override {
        builder_.begin(NodeKind::mapping, at(mark), style == YAML::EmitterStyle::Flow);
    }
    void OnMapEnd() override { builder_.end(); }

private:
    static std::size_t at(const YAML::Mark& mark) { return static_cast<std::size_t>(mark.pos); }

    TreeBuilder& builder_;
};

/// The events of a second document: only where it begins is of interest.
class SecondDocument final : public YAML::EventHandler {
public:
    void OnDocumentStart(const YAML::Mark& mark) override { offset = mark.pos; }
    void OnDocumentEnd() override {}
    void OnNull(const YAML::Mark&, YAML::anchor_t) override {}
    void OnAlias(const YAML::Mark&, YAML::anchor_t) override {}
    void OnScalar(const YAML::Mark&, const std::string&, YAML::anchor_t,
                  const std::string&) override {}
    void OnSequenceStart(const YAML::Mark&, const std::string&, YAML::anchor_t,
                         YAML::EmitterStyle::value) override {}
    void OnSequenceEnd() override {}
    void OnMapStart(const YAML::Mark&, const std::string&, YAML::anchor_t,
                    YAML::EmitterStyle::value) override {}
    void OnMapEnd() override {}

    int offset = 0;
};

/// A stream over bytes that are there already; std::istringstream would copy them.
class ViewBuffer final : public std::streambuf {
public:
    explicit ViewBuffer(std::string_view text) {
        char* const begin = const_cast<char*>(text.data());  // streambuf's, but only read
        setg(begin, begin, begin + text.size());
    }
};

/// What no YAML may hold, and yaml-cpp would change or take for the end.
bool check_bytes(std::string_view file, std::string_view text, Problems& problems) {
    if (text.starts_with("\xFE\xFF") || text.starts_with("\xFF\xFE")) {
        problems.add({file, 1, 1}, {}, "this is UTF-16: save the file as UTF-8");
        return false;
    }
    std::size_t line = 1;
    std::size_t begin = 0;
    for (std::size_t i = 0; i < text.size();) {
        const char c = text[i];
        const Place place = {file, static_cast<int>(line), static_cast<int>(i - begin) + 1};
        const bool blank = c == '\t' || c == '\n' || (c == '\r' && text.substr(i + 1, 1) == "\n");
        if (base::is_control(c) && !blank) {
            problems.add(place, {}, fmt::format("a control character (0x{:02x})", c));
            return false;
        }
        const auto point = base::first_code_point(text.substr(i));
        if (!point) {
            problems.add(place, {}, "this is not UTF-8");
            return false;
        }
        i += point->size;
        if (c != '\n') continue;
        ++line;
        begin = i;
    }
    return true;
}

void refuse_second_document(YAML::Parser& parser, const Source& source, Problems& problems) {
    SecondDocument second;
    if (!parser.HandleNextDocument(second)) return;
    problems.add(source.place_at(static_cast<std::size_t>(second.offset)), {},
                 "a second document begins here; tined reads one a file");
}

/// Each turn finds one place where the parser gives up, and blanks it out for the next.
class Attempts {
public:
    Attempts(Source& source, Problems& problems) : source_(source), problems_(problems) {}

    std::optional<Node> parse() {
        constexpr int most = 50;
        for (int i = 0; i < most; ++i) {
            TreeBuilder builder(source_, blanked_, problems_);
            if (attempt(builder)) return builder.take_root();
            if (stopped_) break;
        }
        return std::nullopt;
    }

private:
    bool attempt(TreeBuilder& builder) {
        ViewBuffer buffer(source_.text());
        std::istream stream(&buffer);
        try {
            YAML::Parser parser(stream);
            Events events(builder);
            parser.HandleNextDocument(events);
            refuse_second_document(parser, source_, problems_);
            return true;
        } catch (const StopParsing&) {
            stopped_ = true;
        } catch (const YAML::Exception& failure) {
            go_past(builder, failure);
        }
        return false;
    }

    void go_past(const TreeBuilder& builder, const YAML::Exception& failure) {
        const auto offset = static_cast<std::size_t>(std::max(failure.mark.pos, 0));
        const Explanation found = explain(source_, builder, offset, failure.msg);
        if (!found.message.empty()) {
            const auto path = found.is_of_value ? builder.path_at(found.offset) : std::string();
            problems_.add(source_.place_at(found.offset), path, found.message);
        }
        stopped_ = found.blank_begin == found.blank_end;
        if (stopped_) return;
        source_.blank_out(found.blank_begin, found.blank_end);
        blanked_.push_back(found.blank_begin);
    }

    Source& source_;
    Problems& problems_;
    std::vector<std::size_t> blanked_;
    bool stopped_ = false;
};

}  // namespace

std::optional<Node> parse_yaml(std::string_view file, std::string text, Problems& problems) {
    constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
    if (text.starts_with(byte_order_mark)) text.erase(0, byte_order_mark.size());
    if (!check_bytes(file, text, problems)) return std::nullopt;
    Source source(file, std::move(text));
    return Attempts(source, problems).parse();
}

}  // namespace tined::config
