#include "crypto/digest.hpp"

#include <boost/test/unit_test.hpp>
#include <string>

using namespace tined;

BOOST_AUTO_TEST_CASE(sha256_gives_the_digests_of_fips_180) {
    BOOST_TEST(crypto::to_hex(crypto::sha256("")) ==
               "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    BOOST_TEST(crypto::to_hex(crypto::sha256("abc")) ==
               "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    BOOST_TEST(crypto::to_hex(
                   crypto::sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")) ==
               "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
}

BOOST_AUTO_TEST_CASE(hmac_gives_the_codes_of_rfc_4231) {
    BOOST_TEST(crypto::to_hex(crypto::hmac_sha256("Jefe", "what do ya want for nothing?")) ==
               "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    BOOST_TEST(
        crypto::to_hex(crypto::hmac_sha256(
            std::string(131, '\xaa'), "Test Using Larger Than Block-Size Key - Hash Key First")) ==
        "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

BOOST_AUTO_TEST_CASE(an_empty_key_is_a_key_and_not_the_one_of_before) {
    const auto with_a_key = crypto::hmac_sha256("key", "text");
    const auto without = crypto::hmac_sha256(std::string_view(), "text");
    BOOST_TEST((with_a_key != without));
    BOOST_TEST((without == crypto::hmac_sha256("", "text")));
}

BOOST_AUTO_TEST_CASE(a_short_name_is_the_digests_first_96_bits_in_16_characters) {
    const auto digest = crypto::sha256("abc");
    BOOST_TEST(crypto::short_name(digest) == "ungWv48Bz-pBQUDe");
}
