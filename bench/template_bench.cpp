// Renders a template with data from a file, over and over, and tells the time of one rendering:
//
//   template_bench FOLDER NAME DATA.json
//
// bench/templates runs it beside Jinja2 and Tornado on the same templates and data.
#include <fmt/format.h>

#include <chrono>
#include <fstream>
#include <iterator>
#include <string>

#include "template/environment.hpp"
#include "template/loader.hpp"
#include "value/json.hpp"

namespace {

using tined::value::Map;
using tined::value::Value;

class DataNames final : public tined::templates::Names {
public:
    DataNames(const tined::templates::Symbols& symbols, const Map& data) {
        for (tined::templates::Slot slot = 0; slot < symbols.size(); ++slot) {
            const Value* const found = data.find(symbols.name_of(slot));
            values_.push_back(found ? *found : Value());
        }
    }
    Value value_of(tined::templates::Slot slot) const override {
        return slot < values_.size() ? values_[slot] : Value();
    }

private:
    std::vector<Value> values_;
};

double microseconds_of_one(const tined::templates::Template& page, const DataNames& names) {
    using Clock = std::chrono::steady_clock;
    constexpr std::chrono::milliseconds at_least(500);
    std::string out;
    int times = 0;
    const auto start = Clock::now();
    auto spent = start - start;
    for (; spent < at_least; spent = Clock::now() - start, ++times) {
        out.clear();
        if (const auto done = page.render(names, out); !done) {
            fmt::print(stderr, "template_bench: {}\n", done.error().message);
            std::exit(1);
        }
    }
    return std::chrono::duration<double, std::micro>(spent).count() / times;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 4) {
        fmt::print(stderr, "usage: template_bench FOLDER NAME DATA.json\n");
        return 2;
    }
    auto loader = tined::templates::FolderLoader::open(argv[1]);
    std::ifstream file(argv[3]);
    auto data = tined::value::parse_json(std::string(std::istreambuf_iterator<char>(file), {}));
    if (!loader || !data || data->kind() != tined::value::Kind::map) {
        fmt::print(stderr, "template_bench: cannot read {} or {}\n", argv[1], argv[3]);
        return 1;
    }
    tined::templates::Symbols symbols;
    tined::templates::Environment environment(
        symbols, {}, std::make_unique<tined::templates::FolderLoader>(std::move(*loader)));
    const auto page = environment.load(argv[2]);
    if (!page) {
        fmt::print(stderr, "template_bench: {}\n", page.error().message);
        return 1;
    }
    fmt::print("{:.3f}\n", microseconds_of_one(**page, DataNames(symbols, data->as_map())));
}
