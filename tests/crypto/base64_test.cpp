#include "crypto/base64.hpp"

#include <boost/test/unit_test.hpp>
#include <string>

using namespace tined;

BOOST_AUTO_TEST_CASE(the_examples_of_rfc_4648_go_there_and_back) {
    const std::pair<std::string_view, std::string_view> examples[] = {{"", ""},
                                                                      {"f", "Zg=="},
                                                                      {"fo", "Zm8="},
                                                                      {"foo", "Zm9v"},
                                                                      {"foob", "Zm9vYg=="},
                                                                      {"fooba", "Zm9vYmE="},
                                                                      {"foobar", "Zm9vYmFy"}};
    for (const auto& [bytes, text] : examples) {
        BOOST_TEST(crypto::encode_base64(bytes) == text);
        BOOST_TEST(crypto::decode_base64(text).value() == bytes);
    }
}

BOOST_AUTO_TEST_CASE(every_byte_at_every_place_of_a_group_goes_there_and_back) {
    for (int c = 0; c < 256; ++c) {
        std::string bytes;
        for (int size = 1; size <= 4; ++size) {
            bytes.push_back(static_cast<char>(c));
            const auto back = crypto::decode_base64(crypto::encode_base64(bytes));
            if (back != bytes) BOOST_ERROR("byte " << c << " in a text of " << size);
        }
    }
}

BOOST_AUTO_TEST_CASE(the_form_for_urls_has_its_own_two_digits_and_no_padding) {
    BOOST_TEST(crypto::encode_base64("\xFB\xFF\xFE") == "+//+");
    BOOST_TEST(crypto::encode_base64url("\xFB\xFF\xFE") == "-__-");
    BOOST_TEST(crypto::encode_base64url("f") == "Zg");
}

BOOST_AUTO_TEST_CASE(what_the_encoder_never_makes_is_not_decoded) {
    for (const std::string_view bad :
         {"Z", "Zg", "Zg=", "Zm8", "====", "=", "Z===", "Zg==Zg==", "=Zg=", "Zm9v=", "Zm 9",
          "Zm9v\n", "Zm9v\nZm9v", "-__-", "Zm8\xC3", "Zm9v===="}) {
        BOOST_TEST(!crypto::decode_base64(bad).has_value(), "believed: " << bad);
    }
}

BOOST_AUTO_TEST_CASE(bits_that_would_be_thrown_away_must_not_be_set) {
    BOOST_TEST(crypto::decode_base64("Zg==").has_value());
    BOOST_TEST(!crypto::decode_base64("Zh==").has_value());
    BOOST_TEST(crypto::decode_base64("Zm8=").has_value());
    BOOST_TEST(!crypto::decode_base64("Zm9=").has_value());
}
