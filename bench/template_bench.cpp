// Renders a template with data from a file, over and over, and tells the time of one rendering:
//
//   template_bench FOLDER NAME DATA.json [--print]
//   template_bench --by-hand DATA.json [--print]
//
// The second is bench/pages/table.html as a person would write it in C++ with fmt. With --print the
// text is written instead. bench/templates runs it beside Jinja2 and Tornado on the same pages.
#include <fmt/format.h>

#include <cstdint>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

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

template <typename Render>
double microseconds_of_one(const Render& render) {
    constexpr std::clock_t at_least = CLOCKS_PER_SEC * 3 / 10;
    std::string out;
    int times = 0;
    const std::clock_t start = std::clock();  // processor time: others may be busy too
    std::clock_t spent = 0;
    for (; spent < at_least; spent = std::clock() - start) {
        for (int i = 0; i < 10; ++i, ++times) {
            out.clear();
            render(out);
        }
    }
    return static_cast<double>(spent) * 1e6 / CLOCKS_PER_SEC / times;
}

template <typename Render>
void show(const Render& render, bool is_printed) {
    if (!is_printed) {
        fmt::print("{:.3f}\n", microseconds_of_one(render));
        return;
    }
    std::string out;
    render(out);
    fmt::print("{}", out);
}

[[noreturn]] void fail(std::string_view why) {
    fmt::print(stderr, "template_bench: {}\n", why);
    std::exit(1);
}

Map read_data(const char* name) {
    std::ifstream file(name);
    auto data = tined::value::parse_json(std::string(std::istreambuf_iterator<char>(file), {}));
    if (!data || data->kind() != tined::value::Kind::map) fail("the data is no JSON object");
    return data->as_map();
}

void render_template(const char* folder, const char* name, const Map& data, bool is_printed) {
    auto loader = tined::templates::FolderLoader::open(folder);
    if (!loader) fail(loader.error().what());
    tined::templates::Symbols symbols;
    tined::templates::Environment environment(
        symbols, {}, std::make_unique<tined::templates::FolderLoader>(std::move(*loader)));
    const auto page = environment.load(name);
    if (!page) fail(page.error().message);
    const DataNames names(symbols, data);
    const auto render = [&](std::string& out) {
        if (const auto done = (*page)->render(names, out); !done) fail(done.error().message);
    };
    show(render, is_printed);
}

struct Row {
    std::string name;
    double price;
    std::int64_t stock;
};

std::string escaped(std::string_view text) {
    std::string out;
    for (const char c : text) {
        switch (c) {
            case '&':
                out += "&amp;";
                break;
            case '<':
                out += "&lt;";
                break;
            case '>':
                out += "&gt;";
                break;
            case '"':
                out += "&#34;";
                break;
            case '\'':
                out += "&#39;";
                break;
            default:
                out += c;
        }
    }
    return out;
}

void render_by_hand(const Map& data, bool is_printed) {
    const std::string title(data.find("title")->as_text());
    std::vector<Row> rows;
    for (const Value& row : data.find("rows")->as_list()) {
        const Map& map = row.as_map();
        rows.push_back({std::string(map.find("name")->as_text()), map.find("price")->as_real(),
                        map.find("stock")->as_integer()});
    }
    const auto render = [&](std::string& out) {
        auto to = std::back_inserter(out);
        fmt::format_to(to, "<!DOCTYPE html>\n<html><head><title>{}</title></head>\n<body><table>\n",
                       escaped(title));
        for (const Row& row : rows) {
            fmt::format_to(to, "<tr><td>{}</td><td>{}</td><td>{}</td></tr>\n", escaped(row.name),
                           row.price, row.stock);
        }
        fmt::format_to(to, "</table></body></html>");
    };
    show(render, is_printed);
}

}  // namespace

int main(int argc, char** argv) {
    const std::vector<std::string_view> words(argv + 1, argv + argc);
    const bool is_printed = !words.empty() && words.back() == "--print";
    const std::size_t count = words.size() - (is_printed ? 1 : 0);
    if (count == 2 && words[0] == "--by-hand") {
        render_by_hand(read_data(argv[2]), is_printed);
    } else if (count == 3) {
        render_template(argv[1], argv[2], read_data(argv[3]), is_printed);
    } else {
        fmt::print(stderr,
                   "usage: template_bench FOLDER NAME DATA.json [--print]\n"
                   "       template_bench --by-hand DATA.json [--print]\n");
        return 2;
    }
}
