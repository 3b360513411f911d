// Text that means nothing, to see what a page looks like.
#pragma once

#include <string>

namespace tined::templates {

struct LipsumShape {
    int paragraphs = 5;
    bool is_html = true;  ///< each in a <p>; else with an empty line between them
    int least_words = 20;
    int most_words = 100;  ///< of a paragraph, less one; more than `least_words`
};

/// Another one each time: not for what must be hard to guess.
std::string lipsum(const LipsumShape& shape);

}  // namespace tined::templates
