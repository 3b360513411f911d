#include "crypto/signed_value.hpp"

#include <fmt/format.h>

#include <boost/test/unit_test.hpp>
#include <limits>
#include <stdexcept>

#include "crypto/digest.hpp"

using namespace tined;
using std::chrono::seconds;
using std::chrono::sys_seconds;

namespace {

// The signed values that are spelled out below were made with Tornado 6.2's create_signed_value.
constexpr std::string_view key = "a key of the project that is long enough";
constexpr std::string_view ann =
    "2|1:0|10:1780000000|4:user|4:YW5u|"
    "d2c1627bff90e3e211b0ea4df3d1fadd14a27a99be0a7afb4a7bd4adc934e457";
constexpr sys_seconds signing_time(seconds(1780000000));
constexpr seconds month = std::chrono::days(31);

crypto::KeyRing one_key(std::string_view text = key) {
    crypto::KeyRing ring;
    ring.keys.emplace(0, text);
    return ring;
}

crypto::KeyRing two_keys(std::uint32_t current) {
    crypto::KeyRing ring;
    ring.keys.emplace(1, "the first key of a ring of two keys");
    ring.keys.emplace(2, "the other key of a ring of two keys");
    ring.current = current;
    return ring;
}

// A text that whoever has the key might sign: what is wrong with it is not the signature.
std::string signed_anyway(std::string_view covered) {
    return fmt::format("{}{}", covered, crypto::to_hex(crypto::HmacKey(key).code_of(covered)));
}

std::string verify(std::string_view text, sys_seconds now = signing_time,
                   std::string_view name = "user") {
    return crypto::verify_value(one_key(), name, text, now, month).value_or("(not believed)");
}

constexpr std::string_view none = "(not believed)";

}  // namespace

BOOST_AUTO_TEST_CASE(values_are_signed_as_tornado_signs_them) {
    BOOST_TEST(crypto::sign_value(one_key(), "user", "ann", signing_time) == ann);
    BOOST_TEST(crypto::sign_value(one_key(), "user", "", signing_time) ==
               "2|1:0|10:1780000000|4:user|0:|"
               "4fb5a889b818866a4f87d74a7b305774ea38b35d5c0b63992b95188340504d8d");
    BOOST_TEST(
        crypto::sign_value(one_key(), "bytes", std::string_view("\0\xFF\x80\n", 4), signing_time) ==
        "2|1:0|10:1780000000|5:bytes|8:AP+ACg==|"
        "512b8db82d3746187c1e4988f84ae3589b11f5119b49ca66626c0f216ecdf531");
    BOOST_TEST(crypto::sign_value(two_keys(2), "user", "ann", signing_time) ==
               "2|1:2|10:1780000000|4:user|4:YW5u|"
               "cceb879ad3a12820bd01e5a4904827a10492bf672f478d8a2d555e776e466545");
}

// Lengths are of bytes. Tornado counts the characters of a name, and so believes nothing that it
// signed for a name like this one; cookies' names are ASCII, where it is the same.
BOOST_AUTO_TEST_CASE(bars_and_colons_in_a_name_and_a_value_need_no_escape) {
    const std::string_view name = "f\xC3\xBCnf|:";
    const std::string_view value = "a|b:\xE2\x82\xAC\n";
    const std::string_view text = "2|1:0|10:1780000000|7:f\xC3\xBCnf|:|12:YXxiOuKCrAo=|";
    const std::string made = crypto::sign_value(one_key(), name, value, signing_time);
    BOOST_TEST(made.starts_with(text));
    BOOST_TEST(verify(made, signing_time, name) == value);
}

BOOST_AUTO_TEST_CASE(what_was_signed_is_believed_and_what_was_not_is_not) {
    BOOST_TEST(verify(ann) == "ann");
    BOOST_TEST(verify(ann, signing_time, "admin") == none);
    const auto other = one_key("some other key that is long enough too");
    BOOST_TEST(!crypto::verify_value(other, "user", ann, signing_time, month).has_value());
}

BOOST_AUTO_TEST_CASE(no_text_with_one_byte_changed_is_believed) {
    for (std::size_t i = 0; i < ann.size(); ++i) {
        for (int bit = 0; bit < 8; ++bit) {
            std::string changed(ann);
            changed[i] = static_cast<char>(changed[i] ^ (1 << bit));
            if (verify(changed) != none) BOOST_ERROR("believed: " << changed);
        }
    }
}

BOOST_AUTO_TEST_CASE(no_text_that_is_cut_or_longer_is_believed) {
    for (std::size_t size = 0; size < ann.size(); ++size) {
        if (verify(ann.substr(0, size)) != none) BOOST_ERROR("believed: " << size << " bytes");
    }
    BOOST_TEST(verify(fmt::format("{}0", ann)) == none);
    BOOST_TEST(verify(fmt::format("{}|", ann)) == none);
    BOOST_TEST(verify(fmt::format(" {}", ann)) == none);
}

BOOST_AUTO_TEST_CASE(a_value_is_believed_to_the_last_second_of_its_age) {
    BOOST_TEST(verify(ann, signing_time + month) == "ann");
    BOOST_TEST(verify(ann, signing_time + month + seconds(1)) == none);
}

BOOST_AUTO_TEST_CASE(a_time_to_come_is_believed_for_clocks_differ) {
    BOOST_TEST(verify(ann, signing_time - seconds(1)) == "ann");
    BOOST_TEST(verify(ann, sys_seconds()) == "ann");
}

BOOST_AUTO_TEST_CASE(extreme_times_and_ages_do_not_wrap_round) {
    const auto believed = [](seconds max_age, sys_seconds now) {
        return crypto::verify_value(one_key(), "user", ann, now, max_age).has_value();
    };
    BOOST_TEST(believed(seconds::max(), signing_time));
    BOOST_TEST(believed(seconds::max(), sys_seconds::max()));
    BOOST_TEST(!believed(seconds::min(), signing_time));
    BOOST_TEST(!believed(seconds(0), sys_seconds::max()));
    BOOST_TEST(verify(signed_anyway("2|1:0|20:-9223372036854775808|4:user|4:YW5u|")) == none);
    BOOST_TEST(verify(signed_anyway("2|1:0|20:99999999999999999999|4:user|4:YW5u|")) == none);
}

BOOST_AUTO_TEST_CASE(all_keys_of_a_ring_are_believed_and_its_current_one_signs) {
    const auto by_the_first = crypto::sign_value(two_keys(1), "user", "ann", signing_time);
    const auto by_the_other = crypto::sign_value(two_keys(2), "user", "ann", signing_time);
    BOOST_TEST(by_the_first != by_the_other);
    for (const auto& text : {by_the_first, by_the_other}) {
        const auto value = crypto::verify_value(two_keys(2), "user", text, signing_time, month);
        BOOST_TEST(value.value() == "ann");
    }
}

BOOST_AUTO_TEST_CASE(a_key_that_has_left_the_ring_is_not_believed_any_more) {
    const auto by_the_first = crypto::sign_value(two_keys(1), "user", "ann", signing_time);
    auto ring = two_keys(2);
    ring.keys.erase(1);
    BOOST_TEST(!crypto::verify_value(ring, "user", by_the_first, signing_time, month).has_value());
}

BOOST_AUTO_TEST_CASE(a_version_in_the_text_cannot_choose_another_key_than_the_one_that_signed) {
    auto text = crypto::sign_value(two_keys(1), "user", "ann", signing_time);
    text[4] = '2';
    BOOST_TEST(!crypto::verify_value(two_keys(1), "user", text, signing_time, month).has_value());
}

BOOST_AUTO_TEST_CASE(one_bare_key_believes_what_it_signed_as_any_version_of_a_ring) {
    const auto text = crypto::sign_value(two_keys(2), "user", "ann", signing_time);
    auto bare = one_key("the other key of a ring of two keys");
    BOOST_TEST(!crypto::verify_value(bare, "user", text, signing_time, month).has_value());
    bare.believes_any_version = true;
    BOOST_TEST(crypto::verify_value(bare, "user", text, signing_time, month).value() == "ann");
    auto wrong = one_key("the first key of a ring of two keys");
    wrong.believes_any_version = true;
    BOOST_TEST(!crypto::verify_value(wrong, "user", text, signing_time, month).has_value());
}

BOOST_AUTO_TEST_CASE(an_empty_ring_believes_nothing_and_cannot_sign) {
    const crypto::KeyRing empty;
    BOOST_TEST(!crypto::verify_value(empty, "user", ann, signing_time, month).has_value());
    BOOST_CHECK_THROW(crypto::sign_value(empty, "user", "ann", signing_time), std::out_of_range);
}

BOOST_AUTO_TEST_CASE(the_function_has_no_rule_for_the_length_of_a_key) {
    const std::string_view by_an_empty_key =
        "2|1:0|10:1780000000|4:user|4:YW5u|"
        "760d3a315b721797dbdc8a49872fe1b18a03e5f37ebeaef82ac33747ad5c6e51";
    const auto value =
        crypto::verify_value(one_key(""), "user", by_an_empty_key, signing_time, month);
    BOOST_TEST(value.value() == "ann");
}

BOOST_AUTO_TEST_CASE(only_version_2_of_the_format_is_known) {
    BOOST_TEST(verify(signed_anyway("2|1:0|10:1780000000|4:user|4:YW5u|")) == "ann");
    BOOST_TEST(verify(signed_anyway("1|1:0|10:1780000000|4:user|4:YW5u|")) == none);
    BOOST_TEST(verify(signed_anyway("3|1:0|10:1780000000|4:user|4:YW5u|")) == none);
    BOOST_TEST(verify(signed_anyway("02|1:0|10:1780000000|4:user|4:YW5u|")) == none);
}

BOOST_AUTO_TEST_CASE(fields_of_another_shape_are_not_believed_even_with_a_good_signature) {
    for (const std::string_view covered :
         {"2|", "2||", "2|1:0|", "2|:0|10:1780000000|4:user|4:YW5u|",
          "2|1:x|10:1780000000|4:user|4:YW5u|", "2|1:0|10:178000000x|4:user|4:YW5u|",
          "2|-1:0|10:1780000000|4:user|4:YW5u|", "2|1:0|10:1780000000|4:user|3:YW5u|",
          "2|1:0|10:1780000000|4:user|5:YW5u|", "2|1:0|10:1780000000|4:user|4:YW5u",
          "2|1:0|10:1780000000|4:user|99999999999999999999:YW5u|",
          "2|1:0|10:1780000000|4:user|18446744073709551615:YW5u|",
          "2|1:0|10:1780000000|4:user|4:YW5u|4:more|", "2|1:0|10:1780000000|4:user|",
          "2|10:4294967296|10:1780000000|4:user|4:YW5u|"}) {
        BOOST_TEST(verify(signed_anyway(covered)) == none, "believed: " << covered);
    }
}

BOOST_AUTO_TEST_CASE(a_value_that_is_not_proper_base64_is_not_believed) {
    BOOST_TEST(verify(signed_anyway("2|1:0|10:1780000000|4:user|3:YW5|")) == none);
    BOOST_TEST(verify(signed_anyway("2|1:0|10:1780000000|4:user|4:YW5=|")) == none);
    BOOST_TEST(verify(signed_anyway("2|1:0|10:1780000000|4:user|5:YW5u\n|")) == none);
}

BOOST_AUTO_TEST_CASE(a_signature_in_capitals_is_another_signature) {
    std::string text(ann.substr(0, ann.size() - 64));
    for (const char c : ann.substr(text.size())) {
        text.push_back(c >= 'a' && c <= 'f' ? static_cast<char>(c - 32) : c);
    }
    BOOST_TEST(verify(text) == none);
}
