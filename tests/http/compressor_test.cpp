#include "http/compressor.hpp"

#include <boost/test/unit_test.hpp>
#include <memory>
#include <string>

namespace tined::http {
namespace {

using State = CodingChoice::State;

struct CompressorFixture {
    CompressionSettings settings;
    Compressor compressor{settings};
    std::string text = std::string(2000, 'a');

    Response plain(std::string body) const {
        Response response;
        response.set("Content-Type", "text/html; charset=UTF-8");
        response.set_body(std::move(body));
        return response;
    }
    Response plain() const { return plain(text); }
    Response shared(const SharedBody& body) const {
        Response response = plain("");
        response.set_body(body);
        return response;
    }
    Response apply(Response response, std::string_view accepted = "gzip, br, zstd") {
        Fields asked;
        if (!accepted.empty()) asked.add("Accept-Encoding", accepted);
        compressor.apply(asked, response);
        return response;
    }
    static std::string_view field(const Response& response, std::string_view name) {
        return response.fields().find(name).value_or("(none)");
    }
    void check_untouched(Response response) {
        const std::string fields(response.fields().text());
        const auto size = response.body_size();
        const Response after = apply(std::move(response));
        BOOST_TEST(after.fields().text() == fields);
        BOOST_TEST(after.body_size() == size);
    }
};

BOOST_FIXTURE_TEST_SUITE(compressor, CompressorFixture)

BOOST_AUTO_TEST_CASE(a_text_is_compressed_as_the_client_likes_best) {
    for (const auto& [accepted, coding] :
         {std::pair("gzip, br, zstd", "zstd"), std::pair("gzip, br", "br"),
          std::pair("gzip", "gzip"), std::pair("zstd;q=0.1, gzip;q=0.2", "gzip")}) {
        const Response response = apply(plain(), accepted);
        BOOST_TEST(field(response, "Content-Encoding") == coding);
        BOOST_TEST(field(response, "Vary") == "Accept-Encoding");
        BOOST_TEST(response.body_size() < 100U);
    }
}

BOOST_AUTO_TEST_CASE(who_accepts_no_coding_is_told_that_others_may_get_one) {
    const Response response = apply(plain(), "");
    BOOST_TEST(field(response, "Content-Encoding") == "(none)");
    BOOST_TEST(field(response, "Vary") == "Accept-Encoding");
    BOOST_TEST(response.body_size() == text.size());
}

BOOST_AUTO_TEST_CASE(vary_is_added_to_what_is_said_already) {
    Response response = plain();
    response.set("Vary", "Cookie");
    const Response more = apply(std::move(response));
    BOOST_TEST(more.fields().text().find("Vary: Cookie\r\nVary: Accept-Encoding\r\n") !=
               std::string_view::npos);
    for (const char* enough : {"accept-encoding, Cookie", "*"}) {
        Response same = plain();
        same.set("Vary", enough);
        const Response after = apply(std::move(same));
        BOOST_TEST(field(after, "Vary") == enough);
        BOOST_TEST(after.fields().text().find("Vary: Accept-Encoding") == std::string_view::npos);
    }
}

BOOST_AUTO_TEST_CASE(a_strong_etag_becomes_a_weak_one) {
    Response strong = plain();
    strong.set("ETag", "\"x\"");
    BOOST_TEST(field(apply(std::move(strong)), "ETag") == "W/\"x\"");
    Response weak = plain();
    weak.set("ETag", "W/\"x\"");
    BOOST_TEST(field(apply(std::move(weak)), "ETag") == "W/\"x\"");
    Response kept = plain();
    kept.set("ETag", "\"x\"");
    BOOST_TEST(field(apply(std::move(kept), ""), "ETag") == "\"x\"");
}

BOOST_AUTO_TEST_CASE(what_is_small_large_or_of_another_type_stays_as_it_is) {
    check_untouched(plain(std::string(settings.minimum - 1, 'a')));
    check_untouched(plain(std::string(Compressor::most_compressed + 1, 'a')));
    Response picture = plain();
    picture.set("Content-Type", "image/png");
    check_untouched(std::move(picture));
    Response untyped = plain();
    untyped.remove("Content-Type");
    check_untouched(std::move(untyped));
}

BOOST_AUTO_TEST_CASE(what_forbids_it_stays_as_it_is) {
    Response coded = plain();
    coded.set("Content-Encoding", "gzip");
    check_untouched(std::move(coded));
    Response fixed = plain();
    fixed.set("Cache-Control", "max-age=60, No-Transform");
    check_untouched(std::move(fixed));
    Response range = plain();
    range.set_status(206);
    check_untouched(std::move(range));
    Response file = plain();
    file.set_body(FileBody{std::make_shared<base::Descriptor>(), 0, 5000});
    check_untouched(std::move(file));
    Response chosen = plain();
    chosen.set_coding_choice({.state = State::fixed});
    check_untouched(std::move(chosen));
    for (const int status : {204, 205, 304}) {
        Response none = plain();
        none.set_status(status);
        check_untouched(std::move(none));
    }
}

BOOST_AUTO_TEST_CASE(nothing_is_compressed_where_it_is_off) {
    settings.algorithms.clear();
    Compressor off(settings);
    Response response = plain();
    Fields asked;
    asked.add("Accept-Encoding", "gzip");
    off.apply(asked, response);
    BOOST_TEST(response.body_size() == text.size());
    BOOST_TEST(!response.has("Vary"));
}

BOOST_AUTO_TEST_CASE(an_error_is_compressed_too) {
    Response response = plain();
    response.set_status(404);
    BOOST_TEST(field(apply(std::move(response)), "Content-Encoding") == "zstd");
}

BOOST_AUTO_TEST_CASE(a_shared_body_is_compressed_once_for_each_coding) {
    const auto body = std::make_shared<const std::string>(text);
    const auto coded = [&](std::string_view accepted) {
        return std::get<SharedBody>(apply(shared(body), accepted).body());
    };
    const SharedBody first = coded("zstd");
    BOOST_TEST(coded("zstd").get() == first.get());
    BOOST_TEST(coded("br").get() != first.get());
    BOOST_TEST(*body == text);
}

BOOST_AUTO_TEST_CASE(another_body_at_the_same_address_is_another) {
    // As often as an address would be used again, were it free.
    for (int i = 0; i < 50; ++i) {
        const auto body = std::make_shared<const std::string>(2000 + static_cast<std::size_t>(i),
                                                              static_cast<char>('a' + i % 26));
        const auto coded = std::get<SharedBody>(apply(shared(body), "gzip").body());
        Encoder encoder;
        BOOST_TEST(*coded == encoder.encode(ContentCoding::gzip, *body, Effort::kept));
    }
}

BOOST_AUTO_TEST_CASE(what_is_kept_is_bounded_and_the_least_used_goes) {
    Compressor small(settings, 1000);
    Fields asked;
    asked.add("Accept-Encoding", "gzip");
    std::vector<SharedBody> bodies;
    const auto ask = [&](const SharedBody& body) {
        Response response = shared(body);
        small.apply(asked, response);
        return std::get<SharedBody>(response.body());
    };
    for (int i = 0; i < 20; ++i) bodies.push_back(std::make_shared<const std::string>(text));
    const SharedBody used = ask(bodies[0]);
    for (const SharedBody& body : bodies) {
        ask(body);
        BOOST_TEST(ask(bodies[0]).get() == used.get());
        BOOST_TEST(small.kept() <= 1000U);
    }
    BOOST_TEST(small.kept() > 0U);
}

BOOST_AUTO_TEST_CASE(what_was_chosen_is_done_whatever_the_client_says_here) {
    Response response = shared(std::make_shared<const std::string>(text));
    response.set("ETag", "W/\"x-br\"");
    response.set("Accept-Ranges", "bytes");
    response.set_coding_choice({State::chosen, ContentCoding::br});
    const Response after = apply(std::move(response), "gzip");
    BOOST_TEST(field(after, "Content-Encoding") == "br");
    BOOST_TEST(field(after, "ETag") == "W/\"x-br\"");
    BOOST_TEST(!after.has("Accept-Ranges"));
}

BOOST_AUTO_TEST_CASE(what_is_told_already_is_only_coded) {
    const auto body = std::make_shared<const std::string>(text);
    const auto chosen = [&](State state) {
        Response response = shared(body);
        response.set("ETag", "\"a\"");
        response.set("Accept-Ranges", "bytes");
        response.set_coding_choice({state, ContentCoding::gzip});
        return response;
    };
    const Response at_once = apply(chosen(State::chosen));
    Response told = chosen(State::chosen);
    tell_coding(told.coding_choice(), told);
    told.set_coding_choice({State::told, ContentCoding::gzip});
    const Response coded = apply(std::move(told));
    BOOST_TEST(coded.fields().text() == at_once.fields().text());
    BOOST_TEST(field(coded, "ETag") == "W/\"a\"");
    BOOST_TEST(field(coded, "Content-Encoding") == "gzip");
    BOOST_TEST(field(coded, "Accept-Ranges") == "(none)");
    BOOST_TEST((std::get<SharedBody>(coded.body()) == std::get<SharedBody>(at_once.body())));
    // Its fields are the caller's: nothing is added to them.
    BOOST_TEST(field(apply(chosen(State::told)), "Vary") == "(none)");
}

BOOST_AUTO_TEST_CASE(what_is_coded_already_is_only_told) {
    Response response = plain("coded");
    response.set_coding_choice({State::coded, ContentCoding::gzip});
    const Response after = apply(std::move(response));
    BOOST_TEST(field(after, "Content-Encoding") == "gzip");
    BOOST_TEST(field(after, "Vary") == "Accept-Encoding");
    BOOST_TEST(std::get<std::string>(after.body()) == "coded");
}

BOOST_AUTO_TEST_CASE(a_304_varies_as_the_answer_would) {
    Response response(304);
    response.set_coding_choice({State::chosen, ContentCoding::br});
    const Response after = apply(std::move(response));
    BOOST_TEST(field(after, "Vary") == "Accept-Encoding");
    BOOST_TEST(!after.has("Content-Encoding"));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace tined::http
