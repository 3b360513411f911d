// Every row of tests/corpus/http, whole and cut everywhere.
#include <array>
#include <boost/test/unit_test.hpp>
#include <set>

#include "http/chunked.hpp"
#include "http/request_parser.hpp"
#include "tests/http/corpus_fixture.hpp"
#include "tests/support/split_points.hpp"

namespace tined::tests {
namespace {

using http::ChunkError;
using http::Framing;
using http::ParseError;
using http::RequestHead;

std::string name_of(ParseError error) {
    switch (error) {
        case ParseError::bad_request_line:
            return "bad_request_line";
        case ParseError::bad_target:
            return "bad_target";
        case ParseError::authority_target:
            return "authority_target";
        case ParseError::bad_line_ending:
            return "bad_line_ending";
        case ParseError::bad_field_name:
            return "bad_field_name";
        case ParseError::bad_field_value:
            return "bad_field_value";
        case ParseError::folded_field:
            return "folded_field";
        case ParseError::missing_host:
            return "missing_host";
        case ParseError::repeated_host:
            return "repeated_host";
        case ParseError::bad_host:
            return "bad_host";
        case ParseError::ambiguous_framing:
            return "ambiguous_framing";
        case ParseError::bad_content_length:
            return "bad_content_length";
        case ParseError::bad_transfer_encoding:
            return "bad_transfer_encoding";
        case ParseError::ambiguous_content_type:
            return "ambiguous_content_type";
        case ParseError::target_too_long:
            return "target_too_long";
        case ParseError::head_too_large:
            return "head_too_large";
        case ParseError::unmet_expectation:
            return "unmet_expectation";
        case ParseError::unknown_method:
            return "unknown_method";
        case ParseError::unsupported_version:
            return "unsupported_version";
    }
    return "?";
}

std::string name_of(ChunkError error) {
    switch (error) {
        case ChunkError::bad_size:
            return "chunk:bad_size";
        case ChunkError::bad_extension:
            return "chunk:bad_extension";
        case ChunkError::line_too_long:
            return "chunk:line_too_long";
        case ChunkError::too_many_extensions:
            return "chunk:too_many_extensions";
        case ChunkError::bad_line_ending:
            return "chunk:bad_line_ending";
        case ChunkError::bad_trailer:
            return "chunk:bad_trailer";
        case ChunkError::trailers_too_large:
            return "chunk:trailers_too_large";
    }
    return "?";
}

std::string name_of(Framing framing) {
    switch (framing) {
        case Framing::none:
            return "none";
        case Framing::length:
            return "length";
        case Framing::chunked:
            return "chunked";
    }
    return "?";
}

std::string yes_or_no(bool yes) { return yes ? "yes" : "no"; }

/// All that is known of a request, by the corpus' keys.
Meaning describe(const RequestHead& head) {
    Meaning meaning = {{"method", std::string(head.method_text)},
                       {"target", std::string(head.target)},
                       {"path", std::string(head.raw_path)},
                       {"query", std::string(head.query)},
                       {"authority", std::string(head.authority)},
                       {"version", head.version == http::Version::http_1_0 ? "1.0" : "1.1"},
                       {"framing", name_of(head.framing)},
                       {"length", std::to_string(head.content_length)},
                       {"keep_alive", yes_or_no(head.keep_alive)},
                       {"continue", yes_or_no(head.expects_continue)},
                       {"fields", std::to_string(head.fields.size())}};
    for (const http::Field& field : head.fields) {
        meaning.emplace_back("field." + std::string(field.name), field.value);
    }
    return meaning;
}

/// Reads a stream as a connection would: heads, and their bodies by framing.
class Player {
public:
    explicit Player(const http::Limits& limits) : parser_(limits) {}

    /// All bytes so far, at the same address each time.
    void play(std::string_view received) {
        while (error_.empty() && step(received)) continue;
        is_behind_ = offset_ < received.size();
    }

    std::string verdict() const {
        if (!error_.empty()) return error_;
        return in_body_ || is_behind_ ? "incomplete" : "accept";
    }
    const std::vector<Meaning>& requests() const { return requests_; }

private:
    bool step(std::string_view received) {
        const std::string_view rest = received.substr(offset_);
        if (in_body_) return take_body(rest);
        if (rest.empty()) return false;
        const auto head = parser_.parse(rest);
        if (!head) error_ = name_of(head.error());
        if (!head || *head == nullptr) return false;
        offset_ += (*head)->size;
        requests_.push_back(describe(**head));
        requests_.back().emplace_back("body", "");
        left_ = (*head)->content_length;
        is_chunked_ = (*head)->framing == Framing::chunked;
        decoder_ = {};
        in_body_ = (*head)->framing != Framing::none;
        return true;
    }

    bool take_body(std::string_view rest) {
        if (rest.empty()) return false;
        return is_chunked_ ? take_chunk(rest) : take_length(rest);
    }

    bool take_length(std::string_view rest) {
        const std::string_view piece = rest.substr(0, left_);
        add_content(piece);
        left_ -= piece.size();
        offset_ += piece.size();
        in_body_ = left_ > 0;
        return true;
    }

    bool take_chunk(std::string_view rest) {
        const auto piece = decoder_.decode(rest);
        if (!piece) {
            error_ = name_of(piece.error());
            return false;
        }
        add_content(piece->content);
        offset_ += piece->taken;
        in_body_ = !decoder_.is_finished();
        if (in_body_) return true;
        for (const auto& [name, value] : decoder_.trailers()) {
            requests_.back().emplace_back("trailer." + name, value);
        }
        return true;
    }

    void add_content(std::string_view content) {
        const auto body = std::ranges::find(requests_.back(), "body", &Meaning::value_type::first);
        body->second += content;
    }

    http::RequestParser parser_;
    http::ChunkedDecoder decoder_;
    std::vector<Meaning> requests_;
    std::string error_;
    std::size_t offset_ = 0;
    std::size_t left_ = 0;
    bool in_body_ = false;
    bool is_chunked_ = false;
    bool is_behind_ = false;
};

void check_meaning(const Meaning& expected, const Meaning& seen) {
    for (const auto& [key, text] : expected) {
        const auto found = std::ranges::find(seen, key, &Meaning::value_type::first);
        BOOST_TEST((found != seen.end()), "nothing is known of " << key);
        if (found != seen.end()) BOOST_TEST(found->second == text, key << " is " << found->second);
    }
}

void check(const CorpusRow& row, const Player& player) {
    BOOST_TEST(player.verdict() == row.verdict);
    const bool is_said = row.requests.size() > 1 || !row.requests.front().empty();
    if (!is_said) return;
    BOOST_TEST_REQUIRE(player.requests().size() == row.requests.size());
    for (std::size_t i = 0; i < row.requests.size(); ++i) {
        BOOST_TEST_CONTEXT("request " << i + 1) {
            check_meaning(row.requests[i], player.requests()[i]);
        }
    }
}

template <typename Play>
void for_each_row(Play play) {
    for (const CorpusRow& row : read_corpus()) {
        BOOST_TEST_CONTEXT(row.place << ": " << row.title) { play(row); }
    }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(corpus_of_requests)

BOOST_AUTO_TEST_CASE(it_has_rows_enough_and_no_two_of_the_same_title) {
    const auto rows = read_corpus();
    std::set<std::string> titles;
    for (const CorpusRow& row : rows) {
        BOOST_TEST(titles.insert(row.title).second, row.place << ": again " << row.title);
        BOOST_TEST(!row.bytes.empty(), row.place);
    }
    BOOST_TEST(rows.size() >= 120u);
}

BOOST_AUTO_TEST_CASE(a_row_given_whole_is_read_as_it_says) {
    for_each_row([](const CorpusRow& row) {
        Player player(row.limits);
        player.play(row.bytes);
        check(row, player);
    });
}

BOOST_AUTO_TEST_CASE(a_row_cut_in_two_anywhere_is_read_as_it_says) {
    for_each_row([](const CorpusRow& row) {
        at_every_split(row.bytes, [&row](std::string_view first, std::string_view) {
            Player player(row.limits);
            player.play(first);
            player.play(row.bytes);
            check(row, player);
        });
    });
}

BOOST_AUTO_TEST_CASE(a_row_that_comes_byte_by_byte_is_read_as_it_says) {
    for_each_row([](const CorpusRow& row) {
        Player player(row.limits);
        byte_by_byte(row.bytes, [&player](std::string_view so_far) { player.play(so_far); });
        check(row, player);
    });
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace tined::tests
