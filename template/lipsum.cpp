#include "template/lipsum.hpp"

#include <array>
#include <random>
#include <string_view>

#include "template/unicode_case.hpp"

namespace tined::templates {
namespace {

// Out of Cicero, De finibus bonorum et malorum, I.32-33.
constexpr auto words = std::to_array<std::string_view>({"lorem",
                                                        "ipsum",
                                                        "dolor",
                                                        "sit",
                                                        "amet",
                                                        "consectetur",
                                                        "adipisci",
                                                        "velit",
                                                        "sed",
                                                        "quia",
                                                        "non",
                                                        "numquam",
                                                        "eius",
                                                        "modi",
                                                        "tempora",
                                                        "incidunt",
                                                        "ut",
                                                        "labore",
                                                        "et",
                                                        "dolore",
                                                        "magnam",
                                                        "aliquam",
                                                        "quaerat",
                                                        "voluptatem",
                                                        "enim",
                                                        "ad",
                                                        "minima",
                                                        "veniam",
                                                        "quis",
                                                        "nostrum",
                                                        "exercitationem",
                                                        "ullam",
                                                        "corporis",
                                                        "suscipit",
                                                        "laboriosam",
                                                        "nisi",
                                                        "aliquid",
                                                        "ex",
                                                        "ea",
                                                        "commodi",
                                                        "consequatur",
                                                        "autem",
                                                        "vel",
                                                        "eum",
                                                        "iure",
                                                        "reprehenderit",
                                                        "qui",
                                                        "in",
                                                        "voluptate",
                                                        "esse",
                                                        "quam",
                                                        "nihil",
                                                        "molestiae",
                                                        "illum",
                                                        "fugiat",
                                                        "quo",
                                                        "voluptas",
                                                        "nulla",
                                                        "pariatur"});

class Writer {
public:
    std::string paragraph(int length);
    int between(int least, int most) {
        return std::uniform_int_distribution<int>(least, most)(random_);
    }

private:
    std::string_view next_word();

    std::minstd_rand random_{std::random_device{}()};
    std::string_view last_;
};

// Never the same twice in a row.
std::string_view Writer::next_word() {
    std::string_view word = last_;
    while (word == last_) {
        word = words[static_cast<std::size_t>(between(0, static_cast<int>(words.size()) - 1))];
    }
    return last_ = word;
}

std::string Writer::paragraph(int length) {
    std::string text;
    int to_comma = between(3, 8);
    int to_stop = between(8, 20);
    bool begins_sentence = true;
    for (int i = 0; i < length; ++i) {
        if (i > 0) text += ' ';
        text += begins_sentence ? capitalize(next_word()) : std::string(next_word());
        begins_sentence = i + 1 < length && --to_stop == 0;
        if (begins_sentence) {
            text += '.';
            to_stop = between(8, 20);
            to_comma = between(3, 8);
        } else if (i + 1 < length && --to_comma == 0) {
            text += ',';
            to_comma = between(3, 8);
        }
    }
    return text + '.';
}

}  // namespace

std::string lipsum(const LipsumShape& shape) {
    Writer writer;
    std::string text;
    for (int i = 0; i < shape.paragraphs; ++i) {
        const std::string paragraph =
            writer.paragraph(writer.between(shape.least_words, shape.most_words - 1));
        if (i > 0) text += shape.is_html ? "\n" : "\n\n";
        text += shape.is_html ? "<p>" + paragraph + "</p>" : paragraph;
    }
    return text;
}

}  // namespace tined::templates
