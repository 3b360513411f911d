// The lines of a file around one of them: what an error page shows of where it went wrong.
#pragma once

#include <string>
#include <vector>

namespace tined::handlers {

struct ExcerptLine {
    int number;  ///< from 1
    std::string text;
    bool is_it;  ///< the line that is meant
};

/// Up to `around` lines before and after `line`. Empty if the file can't be read, is not UTF-8, or
/// has no such line: it is read as it is now, and may have changed. Long lines are cut, and keys
/// that sign cookies are masked (masking.hpp).
std::vector<ExcerptLine> read_excerpt(const std::string& file, int line, int around = 5);

}  // namespace tined::handlers
