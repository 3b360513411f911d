// The rows of tests/corpus/http and tests/corpus/responses, whose README.md tell their format.
#pragma once

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/text.hpp"
#include "http/limits.hpp"

namespace tined::tests {

/// What must be known of one request of a row: key and text, as in the file.
using Meaning = std::vector<std::pair<std::string, std::string>>;

struct CorpusRow {
    std::string place;  ///< FILE:LINE, for messages
    std::string title;
    std::string verdict;  ///< accept, incomplete, or the name of the error
    std::string bytes;
    http::Limits limits;
    bool to_head = false;  ///< answers: to a HEAD request
    std::vector<Meaning> requests = {{}};
};

namespace corpus {

/// "reject", and "bad_host two ports" of "reject bad_host two ports".
inline base::Halves first_word(std::string_view line) {
    return base::split_once(line, ' ').value_or(base::Halves{line, ""});
}

inline std::string undo_escapes(std::string_view text);

/// What `\{N TEXT}` stands for; `escape` begins behind the brace and loses what was read.
inline std::string undo_repeat(std::string_view& escape) {
    const auto count = base::split_once(escape, ' ');
    const std::size_t end = escape.find('}');
    if (!count || end == escape.npos) throw std::runtime_error("a broken \\{N TEXT}");
    const std::size_t times = base::parse_integer<std::size_t>(count->before).value();
    const std::size_t begin = count->before.size() + 1;
    const std::string text = undo_escapes(escape.substr(begin, end - begin));
    escape.remove_prefix(end + 1);
    std::string all;
    for (std::size_t i = 0; i < times; ++i) all += text;
    return all;
}

/// The bytes that a `>` line stands for.
inline std::string undo_escapes(std::string_view text) {
    std::string bytes;
    while (!text.empty()) {
        const char c = text.front();
        text.remove_prefix(1);
        if (c != '\\') {
            bytes += c;
            continue;
        }
        const char kind = text.at(0);
        text.remove_prefix(1);
        switch (kind) {
            case 'r':
                bytes += '\r';
                break;
            case 'n':
                bytes += '\n';
                break;
            case 't':
                bytes += '\t';
                break;
            case '0':
                bytes += '\0';
                break;
            case '\\':
                bytes += '\\';
                break;
            case '{':
                bytes += undo_repeat(text);
                break;
            case 'x':
                bytes += base::from_hex(text.substr(0, 2)).value();
                text.remove_prefix(2);
                break;
            default:
                throw std::runtime_error("an unknown escape");
        }
    }
    return bytes;
}

inline void set_limit(http::Limits& limits, std::string_view setting) {
    const auto [key, number] = first_word(setting);
    const std::size_t value = base::parse_integer<std::size_t>(number).value();
    if (key == "request_line") {
        limits.request_line = value;
    } else if (key == "header_size") {
        limits.header_size = value;
    } else if (key == "header_count") {
        limits.header_count = value;
    } else {
        throw std::runtime_error("an unknown limit");
    }
}

/// One line of a row that has begun.
inline void add_line(CorpusRow& row, std::string_view line) {
    const auto [kind, rest] = first_word(line);
    if (kind == ">") {
        row.bytes += undo_escapes(rest);
    } else if (kind == "=") {
        const auto [key, text] = first_word(rest);
        row.requests.back().emplace_back(key, undo_escapes(text));
    } else if (kind == "next") {
        row.requests.emplace_back();
    } else if (kind == "limit") {
        set_limit(row.limits, rest);
    } else if (kind == "to_head") {
        row.to_head = true;
    } else if (kind == "differs") {
        return;  // about other parsers: tests/process/test_parsers_agree.py
    } else {
        throw std::runtime_error("an unknown line");
    }
}

inline void add(std::vector<CorpusRow>& rows, std::string_view line, const std::string& place) {
    auto [kind, rest] = first_word(line);
    if (kind.empty() || kind.starts_with('#')) return;
    if (kind != "accept" && kind != "incomplete" && kind != "reject") {
        return add_line(rows.at(rows.size() - 1), line);
    }
    CorpusRow row;
    row.place = place;
    row.verdict = kind;
    if (kind == "reject") {
        const auto [error, title] = first_word(rest);
        row.verdict = error;
        rest = title;
    }
    row.title = rest;
    rows.push_back(std::move(row));
}

/// How an accepted request is framed is always known, said or not.
inline void say_defaults(CorpusRow& row) {
    if (row.verdict != "accept") return;
    for (Meaning& meaning : row.requests) {
        for (const auto& [key, text] : {std::pair("body", ""), std::pair("keep_alive", "yes")}) {
            const auto said = std::ranges::find(meaning, key, &Meaning::value_type::first);
            if (said == meaning.end()) meaning.emplace_back(key, text);
        }
    }
}

}  // namespace corpus

/// All rows of the *.txt files, in the order of the files' names. What is wrong in a file is an
/// exception that names the place.
inline std::vector<CorpusRow> read_corpus(const std::string& folder = TINED_CORPUS "/http") {
    std::vector<std::filesystem::path> paths;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        if (entry.path().extension() == ".txt") paths.push_back(entry.path());
    }
    std::ranges::sort(paths);
    std::vector<CorpusRow> rows;
    for (const auto& path : paths) {
        std::ifstream file(path);
        std::string line;
        for (int number = 1; std::getline(file, line); ++number) {
            const std::string place = path.filename().string() + ':' + std::to_string(number);
            try {
                corpus::add(rows, line, place);
            } catch (const std::exception& error) {
                throw std::runtime_error(place + ": " + error.what());
            }
        }
    }
    std::ranges::for_each(rows, corpus::say_defaults);
    return rows;
}

}  // namespace tined::tests
