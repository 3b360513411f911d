// Every row of tests/corpus/responses, whole and cut everywhere.
#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "http/chunked.hpp"
#include "http/response_parser.hpp"
#include "tests/http/corpus_fixture.hpp"
#include "tests/support/split_points.hpp"

namespace tined::tests {
namespace {

using http::ResponseError;
using http::ResponseFraming;
using http::ResponseHead;
using http::ResponseLimits;

std::string name_of(ResponseError error) {
    switch (error) {
        case ResponseError::bad_status_line:
            return "bad_status_line";
        case ResponseError::unsupported_version:
            return "unsupported_version";
        case ResponseError::bad_line_ending:
            return "bad_line_ending";
        case ResponseError::bad_field_name:
            return "bad_field_name";
        case ResponseError::bad_field_value:
            return "bad_field_value";
        case ResponseError::folded_field:
            return "folded_field";
        case ResponseError::ambiguous_framing:
            return "ambiguous_framing";
        case ResponseError::bad_content_length:
            return "bad_content_length";
        case ResponseError::bad_transfer_encoding:
            return "bad_transfer_encoding";
        case ResponseError::head_too_large:
            return "head_too_large";
    }
    return "?";
}

std::string name_of(ResponseFraming framing) {
    switch (framing) {
        case ResponseFraming::none:
            return "none";
        case ResponseFraming::length:
            return "length";
        case ResponseFraming::chunked:
            return "chunked";
        case ResponseFraming::until_close:
            return "until_close";
    }
    return "?";
}

Meaning describe(const ResponseHead& head) {
    Meaning meaning = {{"status", std::to_string(head.status)},
                       {"reason", std::string(head.reason)},
                       {"version", head.version == http::Version::http_1_0 ? "1.0" : "1.1"},
                       {"framing", name_of(head.framing)},
                       {"length", std::to_string(head.content_length)},
                       {"keep_alive", head.keep_alive ? "yes" : "no"},
                       {"fields", std::to_string(head.fields.size())},
                       {"body", ""}};
    for (const http::Field& field : head.fields) {
        meaning.emplace_back("field." + std::string(field.name), field.value);
    }
    return meaning;
}

ResponseLimits limits_of(const CorpusRow& row) {
    return {.status_line = row.limits.request_line,
            .header_size = row.limits.header_size,
            .header_count = row.limits.header_count};
}

/// Reads a stream as a connection would: heads, and their bodies by framing.
class Player {
public:
    explicit Player(const CorpusRow& row)
        : limits_(limits_of(row)), parser_(limits_, row.to_head) {}

    /// All bytes so far, at the same address each time.
    void play(std::string_view received) {
        while (error_.empty() && step(received.substr(offset_))) continue;
        is_behind_ = offset_ < received.size();
    }

    std::string verdict() const {
        if (!error_.empty()) return error_;
        const bool is_in_body =
            framing_ == ResponseFraming::length || framing_ == ResponseFraming::chunked;
        return is_in_body || is_behind_ ? "incomplete" : "accept";
    }
    const std::vector<Meaning>& answers() const { return answers_; }

private:
    bool step(std::string_view rest) {
        if (rest.empty()) return false;
        switch (framing_) {
            case ResponseFraming::none:
                return take_head(rest);
            case ResponseFraming::length:
                take(rest.substr(0, left_));
                if (left_ == 0) framing_ = ResponseFraming::none;
                return true;
            case ResponseFraming::until_close:
                take(rest);
                return true;
            case ResponseFraming::chunked:
                return take_chunk(rest);
        }
        return false;
    }

    bool take_head(std::string_view rest) {
        const auto head = parser_.parse(rest);
        if (!head) error_ = name_of(head.error());
        if (!head || *head == nullptr) return false;
        offset_ += (*head)->size;
        answers_.push_back(describe(**head));
        framing_ = (*head)->framing;
        left_ = framing_ == ResponseFraming::length ? (*head)->content_length
                                                    : std::numeric_limits<std::size_t>::max();
        decoder_ = {};
        return true;
    }

    void take(std::string_view content) {
        const auto body = std::ranges::find(answers_.back(), "body", &Meaning::value_type::first);
        body->second += content;
        left_ -= content.size();
        offset_ += content.size();
    }

    bool take_chunk(std::string_view rest) {
        const auto piece = decoder_.decode(rest);
        if (!piece) {
            error_ = piece.error() == http::ChunkError::bad_size ? "chunk:bad_size" : "chunk:other";
            return false;
        }
        take(piece->content);
        offset_ += piece->taken - piece->content.size();
        if (decoder_.is_finished()) framing_ = ResponseFraming::none;
        return true;
    }

    ResponseLimits limits_;
    http::ResponseParser parser_;
    http::ChunkedDecoder decoder_;
    std::vector<Meaning> answers_;
    std::string error_;
    std::size_t offset_ = 0;
    std::size_t left_ = 0;
    ResponseFraming framing_ = ResponseFraming::none;
    bool is_behind_ = false;
};

void check(const CorpusRow& row, const Player& player) {
    BOOST_TEST(player.verdict() == row.verdict);
    if (row.requests.size() == 1 && row.requests.front().empty()) return;
    BOOST_TEST_REQUIRE(player.answers().size() == row.requests.size());
    for (std::size_t i = 0; i < row.requests.size(); ++i) {
        const Meaning& seen = player.answers()[i];
        for (const auto& [key, text] : row.requests[i]) {
            const auto found = std::ranges::find(seen, key, &Meaning::value_type::first);
            BOOST_TEST_REQUIRE((found != seen.end()), "nothing is known of " << key);
            BOOST_TEST(found->second == text,
                       "answer " << i << ": " << key << " is " << found->second);
        }
    }
}

template <typename Play>
void for_each_row(Play play) {
    const auto rows = read_corpus(TINED_CORPUS "/responses");
    BOOST_TEST(rows.size() >= 60u);
    for (const CorpusRow& row : rows) {
        BOOST_TEST_CONTEXT(row.place << ": " << row.title) { play(row); }
    }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(corpus_of_responses)

BOOST_AUTO_TEST_CASE(a_row_given_whole_is_read_as_it_says) {
    for_each_row([](const CorpusRow& row) {
        Player player(row);
        player.play(row.bytes);
        check(row, player);
    });
}

BOOST_AUTO_TEST_CASE(a_row_cut_in_two_anywhere_is_read_as_it_says) {
    for_each_row([](const CorpusRow& row) {
        at_every_split(row.bytes, [&row](std::string_view first, std::string_view) {
            Player player(row);
            player.play(first);
            player.play(row.bytes);
            check(row, player);
        });
    });
}

BOOST_AUTO_TEST_CASE(a_row_that_comes_byte_by_byte_is_read_as_it_says) {
    for_each_row([](const CorpusRow& row) {
        Player player(row);
        byte_by_byte(row.bytes, [&player](std::string_view received) { player.play(received); });
        check(row, player);
    });
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace tined::tests
