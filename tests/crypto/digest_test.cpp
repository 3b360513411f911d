#include "crypto/digest.hpp"

#include <boost/test/unit_test.hpp>
#include <string>

using namespace tined;

namespace {

crypto::Sha256 code(std::string_view key, std::string_view bytes) {
    return crypto::HmacKey(key).code_of(bytes);
}

}  // namespace

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
    BOOST_TEST(crypto::to_hex(code("Jefe", "what do ya want for nothing?")) ==
               "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    BOOST_TEST(crypto::to_hex(code(std::string(131, '\xaa'),
                                   "Test Using Larger Than Block-Size Key - Hash Key First")) ==
               "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

BOOST_AUTO_TEST_CASE(a_key_of_one_block_is_taken_as_it_is_and_a_longer_one_is_hashed) {
    // Both made with Python's hmac.
    BOOST_TEST(crypto::to_hex(code(std::string(64, 'k'), "text")) ==
               "0414bb1d8c0c4556cdb2028727b16610ae377b1a194b6db1f853d4297f2329bc");
    BOOST_TEST(crypto::to_hex(code(std::string(65, 'k'), "text")) ==
               "5b69580123e3d7e788b7e8352ac37a3247b911c5ec0837147b74109a6382d3f5");
}

BOOST_AUTO_TEST_CASE(an_empty_key_is_a_key) {
    BOOST_TEST((code("key", "text") != code("", "text")));
    BOOST_TEST(crypto::to_hex(code("", "")) ==
               "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad");
}

BOOST_AUTO_TEST_CASE(a_key_gives_the_same_code_as_often_as_it_is_asked) {
    const crypto::HmacKey key("key");
    const auto first = key.code_of("text");
    BOOST_TEST((key.code_of("another text") != first));
    BOOST_TEST((key.code_of("text") == first));
}

BOOST_AUTO_TEST_CASE(a_short_name_is_the_digests_first_96_bits_in_16_characters) {
    const auto digest = crypto::sha256("abc");
    BOOST_TEST(crypto::short_name(digest) == "ungWv48Bz-pBQUDe");
}
